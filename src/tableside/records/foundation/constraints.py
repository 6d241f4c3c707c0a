"""Constraints that Django does not know: no overlap in time, and rows that are only ever added.

Both are declared once in ``Meta.constraints`` and become an exclusion constraint or trigger on PostgreSQL and triggers
on SQLite. Statements are handed to Django as ``Statement`` objects, so that a table that SQLite rebuilds (any
``AlterField``) gets its triggers back.
"""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.backends.ddl_references import Statement, Table
from django.db.models.constraints import BaseConstraint


class _TriggerConstraint(BaseConstraint):
    """A constraint kept by triggers where the database has no declarative form."""

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _TriggerConstraint) and self.deconstruct() == other.deconstruct()

    def __hash__(self) -> int:
        return hash(self.name)

    def _statements(self, model: type[models.Model], editor: BaseDatabaseSchemaEditor) -> list[str]:
        raise NotImplementedError

    def _drop_statements(self, model: type[models.Model], editor: BaseDatabaseSchemaEditor) -> list[str]:
        raise NotImplementedError

    def _defer(self, model: type[models.Model], editor: BaseDatabaseSchemaEditor) -> None:
        table = model._meta.db_table
        for template in self._statements(model, editor):
            editor.deferred_sql.append(Statement(template, table=Table(table, editor.quote_name)))

    def constraint_sql(self, model: Any, schema_editor: Any) -> Any:  # Any: Django's stubs differ from its calls
        self._defer(model, schema_editor)
        return None

    def create_sql(self, model: Any, schema_editor: Any) -> Any:
        self._defer(model, schema_editor)
        return None

    def remove_sql(self, model: Any, schema_editor: Any) -> Any:
        for template in self._drop_statements(model, schema_editor):
            schema_editor.execute(Statement(template, table=Table(model._meta.db_table, schema_editor.quote_name)))
        return None

    def validate(self, model: Any, instance: Any, exclude: Any = None, using: str = "default") -> None:
        """The database decides; asking it beforehand would only invite a race."""


class NoOverlap(_TriggerConstraint):
    """No two rows with the same ``resource`` may share a moment of the half-open range ``[start, end)``."""

    def __init__(self, *, name: str, resource: str, start: str, end: str) -> None:
        super().__init__(name=name)
        self.resource, self.start, self.end = resource, start, end

    def deconstruct(self) -> Any:
        path, args, kwargs = super().deconstruct()
        return path, args, {**kwargs, "resource": self.resource, "start": self.start, "end": self.end}

    def _columns(self, model: type[models.Model]) -> tuple[str, str, str]:
        columns = {field.name: field.column or "" for field in model._meta.local_concrete_fields}
        return columns[self.resource], columns[self.start], columns[self.end]

    def constraint_sql(self, model: Any, schema_editor: Any) -> Any:
        if schema_editor.connection.vendor == "postgresql":
            resource, start, end = self._columns(model)
            return (
                f'CONSTRAINT "{self.name}" EXCLUDE USING gist '
                f'("{resource}" WITH =, int4range("{start}", "{end}") WITH &&)'
            )
        return super().constraint_sql(model, schema_editor)

    def create_sql(self, model: Any, schema_editor: Any) -> Any:
        if schema_editor.connection.vendor == "postgresql":
            table = schema_editor.quote_name(model._meta.db_table)
            return f"ALTER TABLE {table} ADD {self.constraint_sql(model, schema_editor)}"
        return super().create_sql(model, schema_editor)

    def remove_sql(self, model: Any, schema_editor: Any) -> Any:
        if schema_editor.connection.vendor == "postgresql":
            table = schema_editor.quote_name(model._meta.db_table)
            return f'ALTER TABLE {table} DROP CONSTRAINT "{self.name}"'
        return super().remove_sql(model, schema_editor)

    def _statements(self, model: type[models.Model], editor: BaseDatabaseSchemaEditor) -> list[str]:
        resource, start, end = self._columns(model)
        key = model._meta.pk.column
        return [
            f'CREATE TRIGGER "{self.name}_{word}" BEFORE {event} ON %(table)s WHEN EXISTS (SELECT 1 FROM %(table)s o '
            f'WHERE o."{resource}" = NEW."{resource}" AND o."{key}" IS NOT NEW."{key}" '
            f'AND o."{start}" < NEW."{end}" AND o."{end}" > NEW."{start}") '
            f"BEGIN SELECT RAISE(ABORT, '{self.name}'); END"
            for word, event in (
                ("insert", "INSERT"),
                ("update", f'UPDATE OF "{resource}", "{start}", "{end}"'),
            )
        ]

    def _drop_statements(self, model: type[models.Model], editor: BaseDatabaseSchemaEditor) -> list[str]:
        return [f'DROP TRIGGER IF EXISTS "{self.name}_{word}"' for word in ("insert", "update")]


class AppendOnly(_TriggerConstraint):
    """Rows may be added, never changed or removed."""

    def _statements(self, model: type[models.Model], editor: BaseDatabaseSchemaEditor) -> list[str]:
        if editor.connection.vendor == "postgresql":
            return [
                f"CREATE OR REPLACE FUNCTION {self.name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
                f"RAISE EXCEPTION '{self.name}' USING ERRCODE = 'integrity_constraint_violation'; END $$",
                f"CREATE OR REPLACE TRIGGER {self.name} BEFORE UPDATE OR DELETE ON %(table)s "
                f"FOR EACH ROW EXECUTE FUNCTION {self.name}()",
            ]
        return [
            f'CREATE TRIGGER "{self.name}_{event.lower()}" BEFORE {event} ON %(table)s '
            f"BEGIN SELECT RAISE(ABORT, '{self.name}'); END"
            for event in ("UPDATE", "DELETE")
        ]

    def _drop_statements(self, model: type[models.Model], editor: BaseDatabaseSchemaEditor) -> list[str]:
        if editor.connection.vendor == "postgresql":
            return [f"DROP TRIGGER IF EXISTS {self.name} ON %(table)s"]
        return [f'DROP TRIGGER IF EXISTS "{self.name}_{event}"' for event in ("update", "delete")]

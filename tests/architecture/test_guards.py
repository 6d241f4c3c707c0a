"""Each address says who may use it; each column says what kind of fact it holds."""

from __future__ import annotations

import ast
import re

import pytest
from django.apps import apps
from django.db import models

from tableside.core.permissions.permission import Permission
from tableside.core.permissions.roles import ROLES
from tableside.records.foundation.privacy import Privacy
from tableside.ui.guards import Needs, Public, guard_of
from tests.architecture.source import PACKAGE, modules, place, tree
from tests.resolver import addresses

#: Tables of the libraries we use, and what the most private column of each holds.
NOT_OURS = {
    "account.EmailAddress": Privacy.IDENTITY,
    "account.EmailConfirmation": Privacy.SECRET,
    "mfa.Authenticator": Privacy.SECRET,
    "usersessions.UserSession": Privacy.IDENTITY,
    "sessions.Session": Privacy.SECRET,
    "auth.Permission": Privacy.OPERATIONAL,
    "auth.Group": Privacy.OPERATIONAL,
    "contenttypes.ContentType": Privacy.OPERATIONAL,
}


def test_every_address_says_who_may_use_it_or_why_anyone_may() -> None:
    silent = [address.route for address in addresses() if guard_of(address.view) is None]
    reasons = {guard.why for address in addresses() if isinstance(guard := guard_of(address.view), Public)}

    assert silent == []
    assert [why for why in reasons if len(why.split()) < 3] == []


def test_every_address_has_a_name_of_its_own() -> None:
    names = [address.name for address in addresses()]

    assert sorted(names) == sorted(set(names))


def test_no_address_carries_a_word_about_health() -> None:
    """Addresses end up in histories, logs and what is forwarded."""
    words = re.compile(r"cancer|pregnan|diagnos|medic|symptom|pain|blood|heart|hiv|depress", re.IGNORECASE)

    assert [address.route for address in addresses() if words.search(address.route)] == []


def test_what_the_desk_opens_is_never_public() -> None:
    public = {a.route for a in addresses() if a.route.startswith("desk/") and isinstance(guard_of(a.view), Public)}

    assert public == {"desk/gallery/"}  # samples only, and only in a demo or while debugging


def test_somebody_holds_every_permission_that_a_page_asks_for() -> None:
    asked = {guard.permission for a in addresses() if isinstance(guard := guard_of(a.view), Needs)}
    held = {permission for permissions in ROLES.values() for permission in permissions}

    assert asked <= held


def test_every_permission_is_asked_for_somewhere() -> None:
    """A permission that nothing asks for would be a promise that nothing keeps."""
    names = {f"Permission.{permission.name}" for permission in Permission}
    source = "\n".join(
        path.read_text("utf-8")
        for folder in ("site", "portal", "desk", "workflows", "records")
        for path in (PACKAGE / folder).rglob("*.py")
    )

    assert {name for name in names if not re.search(rf"{re.escape(name)}\b", source)} == set()


OURS = [model for model in apps.get_models() if model.__module__.startswith("tableside.")]


@pytest.mark.parametrize("model", OURS, ids=lambda model: model._meta.label)
def test_every_column_says_what_kind_of_fact_it_holds(model: type[models.Model]) -> None:
    columns = {field.name for field in (*model._meta.concrete_fields, *model._meta.many_to_many)}
    classes: dict[str, Privacy] = getattr(model, "privacy", {})

    assert set(classes) == columns


def test_tables_that_are_not_ours_are_known_and_classified() -> None:
    theirs = {model._meta.label for model in apps.get_models() if model not in OURS}

    assert theirs == set(NOT_OURS)


def test_no_page_writes_sql_or_reaches_a_table_by_another_name() -> None:
    reaching = [
        place(path, node)
        for edge in ("site", "portal", "desk")
        for path in modules(edge)
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Attribute) and node.attr in {"_base_manager", "connection", "cursor", "bulk_create"}
    ]

    assert reaching == []

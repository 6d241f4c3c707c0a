"""Keys come out of the database as UUIDs, whichever way they were read."""

from __future__ import annotations

from uuid import UUID, uuid4

import pytest
from django.db.models import F, Value
from django.db.models.fields import UUIDField
from django.db.models.functions import NullIf

from tableside.records.accounts.models import User

pytestmark = pytest.mark.django_db


def test_a_key_is_read_as_the_same_key_each_time_and_nothing_as_nothing() -> None:
    user = User.objects.create_user("anna@example.test", name="Anna")
    rows = User.objects.filter(pk=user.pk).values_list("pk", NullIf(F("pk"), Value(user.pk, UUIDField())))

    assert [list(rows), list(rows)] == [[(user.pk, None)], [(user.pk, None)]]
    assert isinstance(rows[0][0], UUID) and rows[0][0] != uuid4()

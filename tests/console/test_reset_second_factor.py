"""``tableside reset-second-factor``: for an owner who has lost phone and codes and has nobody to ask."""

from __future__ import annotations

import pytest
from allauth.mfa.models import Authenticator

from tableside.console.second_factor import reset_for
from tableside.console.talk import CannotGoOn
from tableside.records.accounts.actions import set_second_factor
from tableside.records.audit.queries import newest_entries
from tableside.records.foundation.scope import practice_scope
from tests.personas import Cast


def test_an_owner_is_let_in_again_and_the_audit_log_says_from_where(
    cast: Cast, capsys: pytest.CaptureFixture[str]
) -> None:
    set_second_factor(cast.owner.user)

    reset_for(" Olga@Linden.example")

    assert not Authenticator.objects.filter(user=cast.owner.user).exists()
    with practice_scope(cast.practice.id):
        entry = newest_entries()[0]
    assert (entry.deed, entry.actor_label) == ("second_factor.removed", "the console")
    assert f"{cast.owner.user.name} signs in with their password now" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("email", "sentence"),
    [
        ("olga@linden.example", "They have no second factor."),
        ("clara@clients.example", "Nobody on the staff signs in with clara@clients.example."),
        ("nobody@x.example", "Nobody on the staff signs in with nobody@x.example."),
    ],
)
def test_what_cannot_be_done_is_said_in_a_sentence(cast: Cast, email: str, sentence: str) -> None:
    with pytest.raises(CannotGoOn) as reason:
        reset_for(email)

    assert str(reason.value).startswith(sentence)

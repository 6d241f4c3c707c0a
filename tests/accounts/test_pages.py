"""Every page about signing in speaks in our own words: each address of django-allauth, asked by whom it is for."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from allauth.account.models import EmailAddress, EmailConfirmationHMAC
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.conf import settings
from django.contrib.messages import get_messages
from django.core.cache import cache
from django.http import HttpResponse
from django.test import Client as Browser
from django.urls import URLPattern, reverse

import tableside.ui
from tableside.records.accounts.actions import set_second_factor
from tableside.records.foundation.scope import practice_scope
from tableside.records.outbox.models import Message
from tableside.workflows.practice.invite import password_path
from tests.accounts.passkeys import give_passkey
from tests.authenticator_app import digits_now
from tests.personas import PASSWORD, Cast

OURS = Path(tableside.ui.__file__).parent / "templates"
NEW_PASSWORD = {"password1": "a-longer-tree-43", "password2": "a-longer-tree-43"}


@dataclass(frozen=True)
class Seat:
    """A browser, and whose pages are looked at in it."""

    browser: Browser
    cast: Cast

    @property
    def passkey(self) -> Authenticator:
        found: Authenticator = Authenticator.objects.get(user=self.cast.owner.user, type=Authenticator.Type.WEBAUTHN)
        return found


def nobody(cast: Cast) -> Seat:
    return Seat(Browser(), cast)


def client(cast: Cast) -> Seat:
    """Has just typed the password once more, and has no second factor."""
    return _signed_in(cast, cast.clara.user)


def client_without_password(cast: Cast) -> Seat:
    cast.clara.user.set_unusable_password()
    cast.clara.user.save()
    return _signed_in(cast, cast.clara.user)


def owner(cast: Cast) -> Seat:
    """With an app, a passkey and recovery codes."""
    set_second_factor(cast.owner.user)
    give_passkey(cast.owner.user, name="Olga's laptop")
    RecoveryCodes.activate(cast.owner.user)
    return _signed_in(cast, cast.owner.user)


def half_in(cast: Cast) -> Seat:
    """Has given the password, and is now asked for the second factor."""
    set_second_factor(cast.owner.user)
    seat = nobody(cast)
    seat.browser.post(reverse("account_login"), {"login": "olga@linden.example", "password": PASSWORD})
    return seat


def waiting_for_a_code(cast: Cast) -> Seat:
    seat = nobody(cast)
    seat.browser.post(reverse("account_request_login_code"), {"email": "clara@clients.example"})
    return seat


def _signed_in(cast: Cast, user: Any) -> Seat:
    browser = Browser()
    browser.force_login(user)
    session = browser.session
    session["account_authentication_methods"] = [{"method": "password", "at": time.time(), "reauthenticated": True}]
    session["account_authentication_methods_user"] = str(user.pk)
    session.save()
    return Seat(browser, cast)


def first_password(seat: Seat) -> str:
    """The link of an invitation, which is also that of a forgotten password."""
    answer = seat.browser.get(password_path(seat.cast.ana.user))
    return str(answer["Location"])


def unconfirmed(seat: Seat) -> str:
    address = EmailAddress.objects.create(user=seat.cast.clara.user, email="new@clients.example")
    return reverse("account_confirm_email", args=[EmailConfirmationHMAC(address).key])


Address = Callable[[Seat], str]
PAGES: list[tuple[str, Callable[[Cast], Seat], str, Address | None]] = [
    ("account_login", nobody, "Sign in", None),
    ("account_signup", nobody, "You do not need to sign up", None),
    ("account_inactive", nobody, "This sign-in is closed", None),
    ("account_email_verification_sent", nobody, "Confirm your mail address first", None),
    ("account_confirm_email", nobody, "Confirm your mail address", unconfirmed),
    (
        "account_confirm_email", nobody, "This address cannot be confirmed",
        lambda seat: reverse("account_confirm_email", args=["made-up"]),
    ),
    ("account_request_login_code", nobody, "Sign in with a code", None),
    ("account_confirm_login_code", waiting_for_a_code, "Type the code from the mail", None),
    ("account_reset_password", nobody, "Choose a new password", None),
    ("account_reset_password", client, "Choose a new password", None),
    ("account_reset_password_done", nobody, "Look into your mail", None),
    ("account_reset_password_from_key", nobody, "Choose your password", first_password),
    (
        "account_reset_password_from_key", nobody, "This link does not work any more",
        lambda seat: reverse("account_reset_password_from_key", args=["a1", "made-up"]),
    ),
    ("account_reset_password_from_key_done", nobody, "Your password is saved", None),
    ("account_logout", client, "Sign out", None),
    ("account_email", client, "Your mail address", None),
    ("account_change_password", client, "Change your password", None),
    ("account_set_password", client_without_password, "Choose your password", None),
    ("account_reauthenticate", client, "Is it still you?", None),
    ("usersessions_list", client, "Signed-in devices", None),
    ("mfa_authenticate", half_in, "Your second factor", None),
    ("mfa_index", client, "Second factor", None),
    ("mfa_index", owner, "Second factor", None),
    ("mfa_reauthenticate", owner, "Is it still you?", None),
    ("mfa_reauthenticate_webauthn", owner, "Is it still you?", None),
    ("mfa_activate_totp", client, "Set up an app", None),
    ("mfa_deactivate_totp", owner, "Take the app off", None),
    ("mfa_view_recovery_codes", owner, "Recovery codes", None),
    ("mfa_generate_recovery_codes", owner, "Make new recovery codes", None),
    ("mfa_list_webauthn", owner, "Your passkeys", None),
    ("mfa_add_webauthn", owner, "Add a passkey", None),
    (
        "mfa_edit_webauthn", owner, "Rename a passkey",
        lambda seat: reverse("mfa_edit_webauthn", args=[seat.passkey.pk]),
    ),
    (
        "mfa_remove_webauthn", owner, "Remove a passkey",
        lambda seat: reverse("mfa_remove_webauthn", args=[seat.passkey.pk]),
    ),
]  # fmt: skip
WITHOUT_A_PAGE = {"mfa_download_recovery_codes", "mfa_login_webauthn"}  # a file, and what a script asks


def allauth_names() -> Iterator[str]:
    from allauth import urls

    def under(patterns: list[Any]) -> Iterator[str]:
        for one in patterns:
            if isinstance(one, URLPattern):
                yield str(one.name)
            else:
                yield from under(one.url_patterns)

    return under(urls.urlpatterns)


def not_ours(answer: HttpResponse) -> set[str]:
    """Templates behind this answer that are not Tableside's; the boxes that forms are drawn with are Django's."""
    used = {(str(one.name), str(one.origin.name)) for one in answer.templates if one.name}  # type: ignore[attr-defined]
    return {name for name, file in used if not Path(file).is_relative_to(OURS) and not name.startswith("django/forms/")}


def test_every_address_of_the_sign_in_is_looked_at_here() -> None:
    assert set(allauth_names()) == {name for name, *_ in PAGES} | WITHOUT_A_PAGE


@pytest.mark.parametrize(("name", "who", "heading", "address"), PAGES)
def test_a_page_is_written_by_us(
    linden: Cast, name: str, who: Callable[[Cast], Seat], heading: str, address: Address | None
) -> None:
    seat = who(linden)

    answer = seat.browser.get(address(seat) if address else reverse(name))

    page = answer.content.decode()
    assert (answer.status_code, re.findall(r"<h1>(.*?)</h1>", page)) == (200, [heading])
    assert re.search(r"<title>(.*?) ·", page)[1] == heading  # type: ignore[index]  # a page has a title
    assert not_ours(answer) == set()  # type: ignore[arg-type]  # the test client's own kind of response
    assert "placeholder=" not in page
    if '<form method="post"' in page:
        assert re.search(r'<form[^>]*method="post"[^>]*>\s*<input type="hidden" name="csrfmiddlewaretoken"', page)


def test_every_text_that_allauth_shows_or_sends_here_has_our_words_instead() -> None:
    import allauth

    theirs = Path(allauth.__file__).parent / "templates"
    texts = {
        file.relative_to(theirs)
        for folder in ("account", "mfa", "usersessions")
        for file in (theirs / folder).rglob("*.txt")
        if not re.search(r"phone|password_reset_code|download", file.name)  # none of which we ask for or word
    }

    assert {text for text in texts if not (OURS / text).is_file()} == set()


def test_what_went_wrong_is_said_with_what_to_do(linden: Cast) -> None:
    half = half_in(linden).browser
    code = waiting_for_a_code(linden).browser
    within = client(linden).browser

    said = {
        name: re.findall(
            r'<ul class="errorlist"[^>]*><li>(.*?)</li>', browser.post(reverse(name), form).content.decode()
        )
        for name, browser, form in (
            ("mfa_authenticate", half, {"code": "000000"}),
            ("account_confirm_login_code", code, {"code": "AAAAAA"}),
            ("account_reauthenticate", within, {"password": "wrong"}),
            ("account_change_password", within, {**NEW_PASSWORD, "oldpassword": "wrong", "password2": "x"}),
            ("account_email", within, {"action_add": "", "email": "clara@clients.example"}),
        )
    }

    assert said == {
        "mfa_authenticate": ["This is not the right code. Wait for the next six digits and type those."],
        "account_confirm_login_code": ["This is not the code we sent. Check it and type it again."],
        "account_reauthenticate": ["This is not your password. Check it and type it again."],
        "account_change_password": [
            "This is not the password you have now.",
            "This is another password than the one above. Type the same one twice.",
        ],
        "account_email": ["You use this address already."],
    }


def test_a_new_address_takes_the_place_of_the_old_one_once_it_is_confirmed(linden: Cast) -> None:
    seat = owner(linden)  # a second factor does not stand in the way
    change = reverse("account_email")

    seat.browser.post(change, {"action_add": "", "email": "olga@new.example"})
    pending = seat.browser.get(change).content.decode()
    assert "olga@new.example is waiting to be confirmed" in pending
    link = re.search(r"http://testserver(\S+)", _letters(linden, "olga@new.example")[0]["text"])
    assert link is not None
    seat.browser.post(link[1])

    addresses = EmailAddress.objects.filter(user=linden.owner.user).values_list("email", "verified", "primary")
    linden.owner.user.refresh_from_db()
    assert (list(addresses), linden.owner.user.email) == ([("olga@new.example", True, True)], "olga@new.example")
    told = [letter["subject"] for letter in _letters(linden, "olga@linden.example")]
    assert told == ["Your mail address was changed"]


def test_an_address_is_changed_only_by_who_has_just_shown_that_it_is_them(linden: Cast) -> None:
    browser = Browser()
    browser.force_login(linden.clara.user)

    answer = browser.post(reverse("account_email"), {"action_add": "", "email": "thief@x.example"})

    assert (answer.status_code, answer["Location"].split("?")[0]) == (302, reverse("account_reauthenticate"))
    assert list(EmailAddress.objects.filter(email="thief@x.example")) == []


def test_what_is_done_to_a_sign_in_is_told_by_mail_with_what_to_do_if_it_was_somebody_else(linden: Cast) -> None:
    seat = client(linden)

    seat.browser.post(reverse("account_change_password"), {"oldpassword": PASSWORD, **NEW_PASSWORD})

    (letter,) = _letters(linden, "clara@clients.example")
    assert letter["subject"] == "Your password was changed"
    assert letter["text"].startswith("Hello,\n\nThe password of your sign-in was changed.\n\nIt was done on ")
    assert f"{settings.PUBLIC_URL}{reverse('account_reset_password')}\n" in letter["text"]


def test_a_stranger_who_asks_for_a_code_is_told_that_nobody_signs_in_with_the_address(linden: Cast) -> None:
    Browser().post(reverse("account_request_login_code"), {"email": "o'nobody@x.example"})

    (letter,) = _letters(linden, "o'nobody@x.example")
    assert letter["subject"] == "Nobody signs in with this address"
    assert "wanted to sign in with o'nobody@x.example. Nobody signs in here" in letter["text"]


def test_after_signing_in_and_out_a_sentence_says_so(linden: Cast) -> None:
    browser = Browser()
    entered = browser.post(reverse("account_login"), {"login": "clara@clients.example", "password": PASSWORD})
    left = browser.post(reverse("account_logout"))

    said = [[str(one) for one in get_messages(answer.wsgi_request)] for answer in (entered, left)]
    assert said == [["You are signed in as Clara Novak."], ["You are signed in as Clara Novak.", "You are signed out."]]


def test_setting_up_and_taking_off_an_app_is_said_on_the_page_and_by_mail(
    linden: Cast, django_capture_on_commit_callbacks: Callable[..., Any]
) -> None:
    seat = client(linden)
    secret = re.search(r'value="([A-Z2-7]{32})"', seat.browser.get(reverse("mfa_activate_totp")).content.decode())
    assert secret is not None

    with django_capture_on_commit_callbacks(execute=True):
        seat.browser.post(reverse("mfa_activate_totp"), {"code": digits_now(secret[1])})
        cache.clear()
    with django_capture_on_commit_callbacks(execute=True):
        answer = seat.browser.post(reverse("mfa_deactivate_totp"))

    assert [str(one) for one in get_messages(answer.wsgi_request)][-1] == "The app is taken off."
    subjects = [letter["subject"] for letter in _letters(linden, "clara@clients.example")]
    assert subjects == ["A second factor was added", "A second factor was removed"]


def _letters(cast: Cast, address: str) -> list[dict[str, Any]]:
    with practice_scope(cast.practice.id):
        return [letter.content for letter in Message.objects.filter(address=address).order_by("created_at", "pk")]

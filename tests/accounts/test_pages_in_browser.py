"""The pages about signing in on a small phone: nothing sticks out, and axe finds nothing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.urls import reverse
from playwright.sync_api import Page, expect

from tableside.records.accounts.actions import set_second_factor
from tableside.workflows.practice.invite import password_path
from tests.accounts.passkeys import give_passkey
from tests.browser.accessibility import violations_by_day_and_night
from tests.personas import PASSWORD, make_cast

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.once, pytest.mark.slow]


def test_the_pages_about_signing_in_are_accessible_and_fit_a_small_phone(
    live_server: Any, new_context: Callable[..., Any]
) -> None:
    cast = make_cast()
    # axe tries inline styles while it measures, which the policy would rightly report
    page: Page = new_context(
        base_url=live_server.url, viewport={"width": 360, "height": 780}, bypass_csp=True
    ).new_page()
    found: dict[str, list[str]] = {}

    def look(heading: str) -> None:
        expect(page.get_by_role("heading", level=1)).to_have_text(heading)
        page.wait_for_load_state()
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), heading
        found.setdefault(heading, []).extend(violations_by_day_and_night(page))

    def open_and_look(*pages: tuple[str, str]) -> None:
        for name, heading in pages:
            page.goto(name if "/" in name else reverse(name))
            look(heading)

    open_and_look(
        ("account_login", "Sign in"),
        ("account_signup", "You do not need to sign up"),
        ("account_inactive", "This sign-in is closed"),
        ("account_email_verification_sent", "Confirm your mail address first"),
        ("account_reset_password", "Choose a new password"),
        ("account_reset_password_done", "Look into your mail"),
        (reverse("account_reset_password_from_key", args=["a1", "made-up"]), "This link does not work any more"),
        (password_path(cast.ana.user), "Choose your password"),
    )
    page.get_by_label("Your password", exact=True).fill("short")
    page.get_by_label("Your password once more").fill("another")
    page.get_by_role("button", name="Save the password").click()
    expect(page.get_by_role("alert")).to_contain_text("needs another look")
    look("Choose your password")
    page.goto(reverse("account_request_login_code"))
    look("Sign in with a code")
    page.get_by_label("Mail address").fill("clara@clients.example")
    page.get_by_role("button", name="Send me a code").click()
    look("Type the code from the mail")

    set_second_factor(cast.owner.user)
    passkey = give_passkey(cast.owner.user, name="A laptop with a name that is longer than any phone is wide")
    RecoveryCodes.activate(cast.owner.user)
    page.get_by_role("button", name="Sign in another way").click()
    look("Sign in")
    page.get_by_label("Mail address").fill("olga@linden.example")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    look("Your second factor")
    page.get_by_label("Six digits or a recovery code").fill(RecoveryCodes(_codes(cast)).get_unused_codes()[0])
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url("**" + reverse("desk:day"))
    page.goto(reverse("mfa_reauthenticate_webauthn"))
    look("Is it still you?")
    page.get_by_role("link", name="Use my password").click()
    page.get_by_label("Your password", exact=True).fill(PASSWORD)
    look("Is it still you?")
    page.get_by_role("button", name="Go on").click()
    open_and_look(
        ("account_logout", "Sign out"),
        ("account_email", "Your mail address"),
        ("account_change_password", "Change your password"),
        ("usersessions_list", "Signed-in devices"),
        ("mfa_index", "Second factor"),
        ("mfa_deactivate_totp", "Take the app off"),
        ("mfa_view_recovery_codes", "Recovery codes"),
        ("mfa_generate_recovery_codes", "Make new recovery codes"),
        ("mfa_list_webauthn", "Your passkeys"),
        ("mfa_add_webauthn", "Add a passkey"),
        (reverse("mfa_edit_webauthn", args=[passkey.pk]), "Rename a passkey"),
        (reverse("mfa_remove_webauthn", args=[passkey.pk]), "Remove a passkey"),
    )
    page.goto(reverse("mfa_deactivate_totp"))
    page.get_by_role("button", name="Take the app off").click()
    look("Second factor")
    page.get_by_role("link", name="Set up an app").click()
    look("Set up an app")

    assert {heading: wrong for heading, wrong in found.items() if wrong} == {}


def _codes(cast: Any) -> Any:
    from allauth.mfa.models import Authenticator

    return Authenticator.objects.get(user=cast.owner.user, type=Authenticator.Type.RECOVERY_CODES)

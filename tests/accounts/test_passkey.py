"""A passkey in a real browser: added once, and from then on enough to sign in."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.urls import reverse
from playwright.sync_api import Page, expect

from tests.personas import PASSWORD, make_cast

pytestmark = pytest.mark.django_db(transaction=True)
AUTHENTICATOR = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


def sign_in(page: Page, email: str) -> None:
    page.goto(reverse("account_login"))
    page.locator("input[name=login]").fill(email)
    page.locator("input[name=password]").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()


def test_staff_add_a_passkey_are_led_on_and_sign_in_with_it_alone(
    live_server: Any, new_context: Callable[..., Any]
) -> None:
    cast = make_cast()
    context = new_context(base_url=live_server.url.replace("127.0.0.1", "localhost"))
    page: Page = context.new_page()
    devtools = context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})

    sign_in(page, "olga@linden.example")
    page.goto(reverse("desk:audit"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Add a second factor")
    page.goto(reverse("mfa_add_webauthn"))
    page.locator("input[name=password]").fill(PASSWORD)
    page.locator("form button[type=submit]").last.click()
    page.locator("input[name=name]").fill("Olga's laptop")
    page.locator("input[name=passwordless]").check()
    page.locator("#mfa_webauthn_add").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Recovery codes")
    page.get_by_role("link", name="I have kept them: go on").click()
    expect(page).to_have_url(live_server.url.replace("127.0.0.1", "localhost") + reverse("desk:day"))
    page.goto(reverse("desk:audit"))
    expect(page).to_have_url(live_server.url.replace("127.0.0.1", "localhost") + reverse("desk:audit"))
    kinds = Authenticator.objects.filter(user=cast.owner.user).values_list("type", flat=True)
    assert sorted(kinds) == [Authenticator.Type.RECOVERY_CODES, Authenticator.Type.WEBAUTHN]

    context.clear_cookies()
    page.goto(reverse("account_login"))
    page.locator("#passkey_login").click()
    page.wait_for_url("**" + reverse("desk:day"))
    page.goto(reverse("desk:audit"))

    expect(page).to_have_url(live_server.url.replace("127.0.0.1", "localhost") + reverse("desk:audit"))

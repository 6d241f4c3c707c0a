"""A practice that is open around the clock, and a window for each person who plays a part in it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.urls import reverse
from playwright.sync_api import Page, expect

from tableside.records.accounts.actions import set_second_factor
from tableside.records.foundation.scope import practice_scope
from tableside.records.practice.models import Practice
from tableside.records.scheduling.hours_actions import set_hours
from tests.authenticator_app import digits_now
from tests.browser.accessibility import violations
from tests.personas import FOUNDED, PASSWORD, Cast, StaffPersona, make_cast

PHONE, TABLET = {"width": 390, "height": 844}, {"width": 1024, "height": 768}
_ZONES = ("Europe/Vienna", "America/Los_Angeles", "Asia/Tokyo", "Pacific/Auckland")  # somewhere it is always day
_ALWAYS = [(weekday, 0, 1440) for weekday in range(7)]


@dataclass
class Window:
    """What one person sees. Every page has to satisfy axe when it is first looked at, and always to fit the window."""

    page: Page
    is_checked: bool = True
    seen: list[str] = field(default_factory=list)

    def open(self, address: str) -> Page:
        self.page.goto(address)
        return self.look()

    def follow(self, name: str, *, role: Any = "link", nth: int = 0) -> Page:
        """Press a link or button by its name and look at where it leads."""
        before = self.page.url
        self.page.get_by_role(role, name=name).nth(nth).click()
        if role == "link":
            self.page.wait_for_url(lambda url: url != before)
        return self.look()

    def press(self, name: str, *, nth: int = 0) -> Page:
        return self.follow(name, role="button", nth=nth)

    def look(self) -> Page:
        self.page.wait_for_load_state()
        expect(self.page.get_by_role("heading", level=1)).to_have_count(1)
        where = self.page.url.partition("://")[2]
        if self.is_checked and where.partition("?")[0] not in self.seen:
            found = violations(self.page)
            assert found == [], f"{where}: {found}"
        assert self.page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0, f"{where} is too wide"
        self.seen.append(where.partition("?")[0])
        return self.page

    def says(self, words: str) -> None:
        expect(self.page.locator("main")).to_contain_text(words)


@dataclass
class Stage:
    cast: Cast
    url: str
    new_context: Callable[..., Any]

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.cast.practice.time_zone)

    @classmethod
    def of(cls, live_server: Any, new_context: Callable[..., Any]) -> Stage:
        """Whatever the hour at which the tests run, it is day there, and something is free within minutes."""
        cast = make_cast()
        zone = next(name for name in _ZONES if 6 <= datetime.now(ZoneInfo(name)).hour < 18)
        Practice.objects.filter(pk=cast.practice.pk).update(notice_minutes=0, step_minutes=5, time_zone=zone)
        cast.practice.refresh_from_db()
        with practice_scope(cast.practice.id):
            for person in (cast.ana, cast.ben):
                by = cast.owner.actor
                set_hours(person.as_therapist, location=cast.location, hours=_ALWAYS, by=by, now=FOUNDED)
        return cls(cast, live_server.url, new_context)

    def window(self, viewport: dict[str, int], *, has_script: bool = True) -> Window:
        # axe tries inline styles while it measures, which the policy would rightly report
        context = self.new_context(
            base_url=self.url, viewport=viewport, bypass_csp=True, java_script_enabled=has_script
        )
        return Window(context.new_page(), is_checked=has_script)  # axe is a script itself

    def sign_in(self, window: Window, who: StaffPersona) -> None:
        """By password; whoever reads health data also by the six digits of their app."""
        page = window.open(reverse("account_login"))
        page.locator("input[name=login]").fill(who.user.email)
        page.locator("input[name=password]").fill(PASSWORD)
        page.get_by_role("button", name="Sign in", exact=True).click()
        page.wait_for_url(lambda url: reverse("account_login") not in url.partition("?")[0] or "2fa" in url)
        if "2fa" in page.url:
            window.look()
            page.locator("input[name=code]").fill(digits_now(secret_of(who)))
            page.locator("form button[type=submit]").first.click()
            page.wait_for_url("**" + reverse("desk:day"))
        window.look()


def give_second_factor(*people: StaffPersona) -> None:
    for person in people:
        set_second_factor(person.user)


def secret_of(who: StaffPersona) -> str:
    """What the app on their phone keeps."""
    from allauth.mfa.adapter import get_adapter
    from allauth.mfa.models import Authenticator

    kept = Authenticator.objects.get(user=who.user, type=Authenticator.Type.TOTP)
    secret: str = get_adapter().decrypt(kept.data["secret"])
    return secret

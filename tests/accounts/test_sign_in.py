"""Signing in as people do it: password, code by mail, second factor; and what happens to whoever guesses."""

from __future__ import annotations

import re
import subprocess
import sys

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.core.cache import cache
from django.db import connection
from django.http import HttpResponse
from django.test import Client as Browser
from django.urls import reverse

from tableside.records.accounts.models import User
from tableside.records.foundation.scope import practice_scope
from tableside.records.outbox.models import Message
from tests.authenticator_app import digits, digits_now
from tests.personas import PASSWORD, Cast, StaffPersona, signed_in


def enter(email: str, password: str = PASSWORD, *, browser: Browser | None = None) -> tuple[Browser, HttpResponse]:
    browser = browser or Browser()
    answer = browser.post(reverse("account_login"), {"login": email, "password": password})
    return browser, answer  # type: ignore[return-value]  # the test client's own kind of response


def errors_of(answer: HttpResponse) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())


def is_in(browser: Browser) -> bool:
    """Whether a page that wants somebody signed in opens."""
    return browser.get(reverse("usersessions_list")).status_code == 200


def set_up_app(browser: Browser, *, password: str = PASSWORD) -> str:
    """Scan the code, type the digits; answers the secret that the app keeps."""
    start = reverse("mfa_activate_totp")
    asked = browser.get(start, follow=True)
    assert asked.redirect_chain == [(f"{reverse('account_reauthenticate')}?next={start.replace('/', '%2F')}", 302)]
    again = browser.post(f"{reverse('account_reauthenticate')}?next={start}", {"password": password, "next": start})
    assert (again.status_code, again["Location"]) == (302, start)
    secret = re.search(r'value="([A-Z2-7]{32})"', browser.get(start).content.decode())
    assert secret is not None
    done = browser.post(start, {"code": digits_now(secret[1])})
    assert (done.status_code, done["Location"]) == (302, reverse("mfa_view_recovery_codes"))
    return secret[1]


def letters_to(cast: Cast, email: str) -> list[Message]:
    with practice_scope(cast.practice.id):
        return list(Message.objects.filter(address=email).order_by("created_at", "pk"))


def test_the_standards_own_digits() -> None:
    assert digits("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ", at=1111111109) == "081804"


def test_a_client_signs_in_with_a_password_and_comes_to_their_care(cast: Cast) -> None:
    browser, answer = enter("clara@clients.example")

    assert (answer.status_code, answer["Location"]) == (302, "/welcome/")
    assert browser.get("/welcome/")["Location"] == "/my/"


def test_the_address_may_be_written_in_capitals(cast: Cast) -> None:
    _, answer = enter("Clara@Clients.Example")

    assert answer.status_code == 302


@pytest.mark.parametrize(("email", "password"), [("clara@clients.example", "wrong"), ("nobody@x.example", PASSWORD)])
def test_a_wrong_password_and_a_stranger_read_the_same_and_are_not_in(cast: Cast, email: str, password: str) -> None:
    browser, answer = enter(email, password)

    assert answer.status_code == 200
    assert "The mail address or the password is not right." in errors_of(answer)
    assert not is_in(browser)


def test_a_code_by_mail_signs_in_without_a_password(cast: Cast, mailoutbox: list[object]) -> None:
    browser = Browser()
    browser.post(reverse("account_request_login_code"), {"email": "clara@clients.example"})
    (letter,) = letters_to(cast, "clara@clients.example")
    with practice_scope(cast.practice.id):
        code = re.search(r"^([A-Z0-9]{3,}[A-Z0-9-]*)$", letter.content["text"], re.MULTILINE)
    assert code is not None

    wrong = browser.post(reverse("account_confirm_login_code"), {"code": "AAAAAA"})
    right = browser.post(reverse("account_confirm_login_code"), {"code": code[1]})

    assert (wrong.status_code, right.status_code, right["Location"]) == (200, 302, "/welcome/")
    assert (is_in(browser), mailoutbox) == (True, [])


def test_asking_for_a_code_tells_nobody_who_has_an_account(cast: Cast) -> None:
    known, stranger = Browser(), Browser()
    address = reverse("account_request_login_code")

    answers = [
        known.post(address, {"email": "clara@clients.example"}),
        stranger.post(address, {"email": "nobody@x.example"}),
    ]

    assert [(answer.status_code, answer["Location"]) for answer in answers] == [
        (302, reverse("account_confirm_login_code"))
    ] * 2


def test_a_second_factor_is_asked_of_whoever_has_one_and_only_its_digits_let_in(cast: Cast) -> None:
    browser, _ = enter("olga@linden.example")
    secret = set_up_app(browser)
    cache.clear()  # the digits of this half minute count as used, and a test does not wait for the next ones

    again, answer = enter("olga@linden.example")
    assert (answer.status_code, answer["Location"]) == (302, reverse("mfa_authenticate"))
    assert not is_in(again)  # a password alone is not enough
    wrong = again.post(reverse("mfa_authenticate"), {"code": "000000"})
    right = again.post(reverse("mfa_authenticate"), {"code": digits_now(secret)})

    assert (wrong.status_code, right.status_code) == (200, 302)
    assert again.get("/welcome/", follow=True).redirect_chain == [("/desk/", 302)]
    assert again.get("/desk/audit/").status_code == 200


def test_the_same_digits_are_good_once(cast: Cast) -> None:
    browser, _ = enter("olga@linden.example")
    secret = set_up_app(browser)
    code = digits_now(secret)

    answers = []
    for _ in range(2):
        again, _ = enter("olga@linden.example")
        answers.append((again.post(reverse("mfa_authenticate"), {"code": code}).status_code, is_in(again)))

    assert answers == [(302, True), (200, False)]


def test_the_secret_of_an_app_is_not_readable_in_the_database(cast: Cast) -> None:
    browser, _ = enter("olga@linden.example")
    secret = set_up_app(browser)

    kept = Authenticator.objects.get(user=cast.owner.user, type=Authenticator.Type.TOTP).data["secret"]

    assert secret not in kept


def test_staff_without_a_second_factor_are_led_to_one_and_then_on(cast: Cast) -> None:
    browser, _ = enter("olga@linden.example")

    led = browser.get("/desk/audit/", follow=True)
    assert led.redirect_chain == [("/welcome/", 302)]
    assert f'href="{reverse("mfa_activate_totp")}' in led.content.decode()
    set_up_app(browser)
    codes = browser.get(reverse("mfa_view_recovery_codes"))
    assert 'href="/welcome/"' in codes.content.decode()

    assert browser.get("/welcome/", follow=True).redirect_chain == [("/desk/", 302)]
    assert browser.get("/desk/audit/").status_code == 200


def test_setting_up_a_second_factor_asks_for_the_password_once_more(cast: Cast) -> None:
    browser, _ = enter("olga@linden.example")

    wrong = browser.post(reverse("account_reauthenticate"), {"password": "wrong"})
    blocked = browser.post(reverse("mfa_activate_totp"), {"code": "000000"})

    assert wrong.status_code == 200
    assert (blocked.status_code, blocked["Location"].split("?")[0]) == (302, reverse("account_reauthenticate"))
    assert not Authenticator.objects.filter(user=cast.owner.user).exists()


def test_a_sign_in_from_before_the_second_factor_does_not_get_one_by_itself(cast: Cast) -> None:
    """Whoever knew the password and was in already stays out of what needs more."""
    thief, _ = enter("olga@linden.example")
    browser, _ = enter("olga@linden.example")
    set_up_app(browser)

    led = thief.get("/desk/audit/", follow=True)

    assert led.redirect_chain == [("/welcome/", 302)]
    assert f'href="{reverse("mfa_reauthenticate")}' in led.content.decode()


def test_the_second_factor_can_be_given_later_in_the_same_sign_in(cast: Cast) -> None:
    before, _ = enter("olga@linden.example")
    browser, _ = enter("olga@linden.example")
    secret = set_up_app(browser)
    cache.clear()

    confirmed = before.post(f"{reverse('mfa_reauthenticate')}?next=/welcome/", {"code": digits_now(secret)})

    assert confirmed.status_code == 302
    assert before.get("/desk/audit/").status_code == 200


def test_a_recovery_code_lets_in_once(cast: Cast) -> None:
    browser, _ = enter("olga@linden.example")
    set_up_app(browser)
    codes = re.findall(r"<code>([^<]+)</code>", browser.get(reverse("mfa_view_recovery_codes")).content.decode())
    assert len(codes) == 10

    answers = []
    for _ in range(2):
        again, _ = enter("olga@linden.example")
        answers.append(again.post(reverse("mfa_authenticate"), {"code": codes[0]}).status_code)

    assert answers == [302, 200]


@pytest.mark.parametrize("who", ["owner", "ana", "front_desk"])
def test_only_roles_that_open_health_records_are_led_to_a_second_factor(cast: Cast, who: str) -> None:
    persona: StaffPersona = getattr(cast, who)
    browser = signed_in(persona, with_second_factor=False)

    page = browser.get("/welcome/")

    assert page.status_code == (302 if who == "front_desk" else 200)


def test_the_list_of_devices_shows_both_and_ends_the_other_one(cast: Cast) -> None:
    phone, _ = enter("clara@clients.example", browser=Browser(HTTP_USER_AGENT="Phone"))
    laptop, _ = enter("clara@clients.example", browser=Browser(HTTP_USER_AGENT="Laptop"))
    assert is_in(phone)
    shown = errors_of(laptop.get(reverse("usersessions_list")))  # type: ignore[arg-type]
    assert ("Phone" in shown, "Laptop" in shown) == (True, True)

    laptop.post(reverse("usersessions_list"))

    assert (is_in(phone), is_in(laptop)) == (False, True)


def test_a_new_password_ends_the_other_sign_ins(cast: Cast) -> None:
    elsewhere, _ = enter("clara@clients.example")
    here, _ = enter("clara@clients.example")

    here.post(
        reverse("account_change_password"),
        {"oldpassword": PASSWORD, "password1": "a-longer-tree-43", "password2": "a-longer-tree-43"},
    )

    assert (is_in(here), is_in(elsewhere)) == (True, False)


def test_signing_out_takes_a_press_not_a_link(cast: Cast) -> None:
    browser, _ = enter("clara@clients.example")

    assert browser.get(reverse("account_logout")).status_code == 200
    assert is_in(browser)
    browser.post(reverse("account_logout"))
    assert not is_in(browser)


def test_nobody_signs_up_by_themselves(cast: Cast) -> None:
    before = User.objects.count()
    browser = Browser()

    page = browser.get(reverse("account_signup"))
    sent = browser.post(reverse("account_signup"), {"email": "new@x.example", "password1": PASSWORD})

    assert (page.status_code, sent.status_code, User.objects.count()) == (200, 200, before)
    assert "You do not need to sign up" in page.content.decode()


def test_a_forgotten_password_is_replaced_by_a_link_that_only_a_press_spends(
    cast: Cast, mailoutbox: list[object]
) -> None:
    browser = Browser()
    browser.post(reverse("account_reset_password"), {"email": "clara@clients.example"})
    (letter,) = letters_to(cast, "clara@clients.example")
    with practice_scope(cast.practice.id):
        link = re.search(r"http://testserver(\S+)", letter.content["text"])
    assert link is not None

    for _ in range(2):
        form = browser.get(link[1], follow=True)
        assert (form.status_code, 'name="password1"' in form.content.decode()) == (200, True)
    address = form.redirect_chain[-1][0]
    browser.post(address, {"password1": "a-longer-tree-43", "password2": "a-longer-tree-43"})

    assert enter("clara@clients.example", "a-longer-tree-43")[1].status_code == 302
    assert 'name="password1"' not in Browser().get(link[1], follow=True).content.decode()
    assert mailoutbox == []


def test_letters_about_an_account_name_the_practice_and_nothing_about_health(cast: Cast) -> None:
    Browser().post(reverse("account_reset_password"), {"email": "clara@clients.example"})
    Browser().post(reverse("account_request_login_code"), {"email": "clara@clients.example"})

    with practice_scope(cast.practice.id):
        subjects = [letter.content["subject"] for letter in letters_to(cast, "clara@clients.example")]

        texts = {letter.content["text"].splitlines()[-2] for letter in letters_to(cast, "clara@clients.example")}

    assert (subjects, texts) == (["Choose a new password", "Your sign-in code"], {"Linden Massage"})


def test_an_address_that_was_never_confirmed_does_not_sign_in(cast: Cast) -> None:
    EmailAddress.objects.filter(user=cast.clara.user).update(verified=False)

    browser, answer = enter("clara@clients.example")

    assert (answer.status_code, answer["Location"]) == (302, reverse("account_email_verification_sent"))
    assert not is_in(browser)


GUESS = """
import sys
from tableside.records.foundation.sqlite_library import use_recent_sqlite
use_recent_sqlite()
from django.conf import settings
settings.DATABASES["default"]["NAME"] = sys.argv[1]
settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
settings.ALLOWED_HOSTS = ["testserver"]
import django
django.setup()
from django.test import Client
for password in sys.argv[2:]:
    form = {"login": "clara@clients.example", "password": password}
    answer = Client(REMOTE_ADDR="192.0.2.7").post("/accounts/login/", form)
    print(answer.status_code, b"wrong too often" in answer.content, flush=True)
"""


@pytest.mark.django_db(transaction=True)
def test_the_sixth_guess_is_refused_whichever_process_is_asked(cast: Cast) -> None:
    def guess(*passwords: str) -> list[str]:
        name = str(connection.settings_dict["NAME"])
        done = subprocess.run(
            [sys.executable, "-c", GUESS, name, *passwords], capture_output=True, text=True, check=True
        )
        return done.stdout.split("\n")[:-1]

    assert guess("wrong 1", "wrong 2", "wrong 3") == ["200 False"] * 3
    assert guess("wrong 4", "wrong 5", "wrong 6", PASSWORD) == ["200 False", "200 False", "200 True", "200 True"]

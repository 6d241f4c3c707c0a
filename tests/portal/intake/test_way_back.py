"""Each page sends its reader a link, to the address that is known, so that they go on with another device."""

from __future__ import annotations

import re
from datetime import timedelta

from django.test import Client as Browser
from django.utils import timezone

from tableside.records.audit.queries import newest_entries
from tableside.records.clients.actions import make_link
from tableside.records.clients.models import Client, Link
from tableside.records.clients.queries import newest_link
from tableside.records.outbox.models import Message
from tests.personas import Cast, ClientPersona, signed_in, today_at_linden

BUTTON = "Save and send me the link"
SAID = {"fever": "no", "shown": ["fever"], "go": "link", "email": "somebody@else.example"}


def link_of(who: ClientPersona, purpose: Link.Purpose = Link.Purpose.INTAKE) -> str:
    lasts = timedelta(hours=2)
    return make_link(who.client, purpose=purpose, subject_id=who.client.id, lasts=lasts, now=timezone.now())


def as_guest(who: ClientPersona) -> ClientPersona:
    Client.objects.filter(pk=who.client.pk).update(user=None, email_vouched=False)
    return who


def ways_back() -> list[Message]:
    return list(Message.objects.filter(kind="way_back").order_by("created_at"))


def test_a_signed_in_client_is_mailed_where_to_sign_in_and_no_key(linden: Cast) -> None:
    browser = signed_in(linden.clara)
    assert BUTTON in browser.get("/my/intake/1/").content.decode()

    answer = browser.post("/my/intake/1/", SAID, follow=True)

    (mail,) = ways_back()
    assert answer.redirect_chain == [("/my/intake/1/", 302)]
    assert "on its way to the mail address that we have of you" in answer.content.decode()
    assert mail.address == linden.clara.client.email
    assert re.findall(r"https?://[^/]+(/\S+)", mail.content["text"]) == ["/my/intake/"]
    assert newest_link(linden.clara.client.id, purpose=Link.Purpose.INTAKE) is None
    assert newest_entries().filter(deed="intake.link_sent").count() == 1


def test_a_guest_goes_on_by_the_link_in_the_mail_which_ends_with_theirs(linden: Cast) -> None:
    guest = as_guest(linden.clara)
    token = link_of(guest)
    first = newest_link(guest.client.id, purpose=Link.Purpose.INTAKE)

    Browser().post(f"/intake/{token}/1/", SAID)

    (mail,) = ways_back()
    found = re.search(r"(/intake/\S+/)", mail.content["text"])
    sent = newest_link(guest.client.id, purpose=Link.Purpose.INTAKE)
    assert found and sent and first
    assert (mail.address, sent.expires_at) == (guest.client.email, first.expires_at)
    assert token not in found[1]
    page = Browser().get(f"{found[1]}1/").content.decode()
    assert re.search(r'name="fever" value="no"[^>]*checked', page)


def test_the_words_of_the_mail_do_not_speak_of_health(linden: Cast) -> None:
    signed_in(linden.clara).post("/my/intake/1/", SAID)

    (mail,) = ways_back()
    assert not re.search(r"health|fever|question|massage|ill", mail.content["subject"])


def test_after_three_within_an_hour_it_waits_and_the_page_is_kept(linden: Cast) -> None:
    browser = signed_in(linden.clara)

    said = [browser.post("/my/intake/1/", SAID, follow=True).content.decode() for _ in range(4)]

    assert ["try again in an hour" in page for page in said] == [False, False, False, True]
    assert len(ways_back()) == 3


def test_what_is_answered_on_the_tablet_is_not_led_to_a_mailbox(linden: Cast) -> None:
    guest = as_guest(linden.clara)
    token = link_of(guest, Link.Purpose.TABLET)
    browser = Browser()
    assert BUTTON not in browser.get(f"/intake/{token}/1/").content.decode()

    answer = browser.post(f"/intake/{token}/1/", SAID, follow=True)

    assert "does not open by a link in a mail" in answer.content.decode()
    assert ways_back() == []


def test_whoever_has_no_address_is_offered_nothing_and_can_type_none(linden: Cast) -> None:
    guest = as_guest(linden.clara)
    Client.objects.filter(pk=guest.client.pk).update(email="")
    token = link_of(guest)
    assert BUTTON not in Browser().get(f"/intake/{token}/1/").content.decode()

    answer = Browser().post(f"/intake/{token}/1/", SAID, follow=True)

    assert "We have no mail address of yours" in answer.content.decode()
    assert ways_back() == []


def test_the_answers_of_a_child_are_led_to_no_mailbox_because_the_guardian_signs_in(linden: Cast) -> None:
    child = as_guest(linden.dora).client
    born_on = today_at_linden() - timedelta(days=3000)
    Client.objects.filter(pk=child.pk).update(guardian=linden.clara.client, born_on=born_on, email_vouched=True)
    browser, place = signed_in(linden.clara), f"/my/child/{child.pk}/intake/1/"
    assert BUTTON not in browser.get(place).content.decode()

    answer = browser.post(place, SAID, follow=True)

    assert "Sign in on the other device" in answer.content.decode()
    assert ways_back() == []

"""What messages say: the owner words them, sees them first, and can go back; nobody else, and nothing unknown."""

from __future__ import annotations

import re

import pytest
from django.test import Client as Browser

from tableside.core.messages.wording import Kind
from tableside.records.audit.models import AuditEntry
from tableside.records.outbox.models import Message
from tableside.records.practice.models import MessageWording
from tests.personas import Cast, signed_in
from tests.workflows.booking_wishes import HOUR, MONDAY_TEN, NOW, booked

PAGE = "/desk/settings/messages/confirmation/en-gb/"
OWN = {
    "subject": "See you on {date}",
    "mail": "Dear {client},\r\n\r\nwe look forward to {date}, {time}.\r\n\r\n{link}",
    "text": "{practice}: {date}, {time}. Bring a towel.",
}


def confirmation() -> dict[str, str]:
    content: dict[str, str] = Message.objects.filter(kind="confirmation").latest("created_at").content
    return content


def test_the_owner_words_a_message_and_goes_back(linden: Cast) -> None:
    browser = signed_in(linden.owner)
    ours = browser.get(PAGE).content.decode()
    assert "your appointment is booked." in ours
    assert "Put the former text back" not in ours

    assert browser.post(PAGE, OWN).status_code == 302
    booked(linden)
    own = confirmation()
    assert own["subject"] == "See you on Monday 1 February 2027"
    assert own["text"].startswith(
        "Dear Gwen Hart,\n\nwe look forward to Monday 1 February 2027, 10:00.\n\nhttp://127.0.0.1:8000/appointment/"
    )
    for always in ("Please answer a few health questions", "/claim/", "Linden Massage\n+43 1 234567"):
        assert always in own["text"]

    assert browser.post(f"{PAGE}former/").status_code == 302
    booked(linden, start=MONDAY_TEN + 3 * HOUR, now=NOW + HOUR)
    assert confirmation()["subject"] == "Linden Massage: Your appointment on Monday 1 February 2027"
    browser.post(f"{PAGE}former/")
    assert "Bring a towel." in browser.get(PAGE).content.decode()
    browser.post(f"{PAGE}ours/")
    assert list(MessageWording.objects.order_by("number").values_list("subject", flat=True)) == [
        "See you on {date}",
        "",
        "See you on {date}",
        "",
    ]
    assert AuditEntry.objects.order_by("-number").values_list("deed", flat=True).first() == "wording.saved"


@pytest.mark.parametrize("kind", list(Kind))
def test_each_message_shows_how_it_reads(linden: Cast, kind: Kind) -> None:
    page = signed_in(linden.owner).get(f"/desk/settings/messages/{kind}/en-gb/").content.decode()

    assert "Sam Sample" in page


def test_a_preview_saves_nothing_and_counts_what_a_text_costs(linden: Cast) -> None:
    text = "{practice}: {date}, {time} – come early."

    page = signed_in(linden.owner).post(PAGE, OWN | {"text": text, "preview": "yes"})

    shown = page.content.decode()
    assert page.status_code == 200
    assert "Dear Sam Sample," in shown
    assert re.search(
        r"For this sample 2 messages: \d\d of 134 places. Without – a message would hold 160 instead of 70.", shown
    )
    assert not MessageWording.objects.exists()


def test_our_words_saved_as_they_are_stay_ours(linden: Cast) -> None:
    browser = signed_in(linden.owner)
    form = browser.get(PAGE).context["form"]

    browser.post(PAGE, {name: form.initial[name].replace("\n", "\r\n") for name in form.fields} | {"text": "{date}"})

    saved = MessageWording.objects.get()
    assert (saved.subject, saved.mail, saved.text) == ("", "", "{date}")


@pytest.mark.parametrize(
    ("field", "text", "sentence"),
    [
        ("mail", "You told us {answers}.", "There is no name {answers} here. You can use {client}, {date}"),
        ("subject", "{service} on {date}", "There is no name {service} here."),
        ("text", "Open {link}", "There is no name {link} here."),
        ("text", "{{date}}", "There is a { too many."),
    ],
)
def test_what_cannot_be_read_is_given_back_with_the_names_that_can(
    linden: Cast, field: str, text: str, sentence: str
) -> None:
    answer = signed_in(linden.owner).post(PAGE, OWN | {field: text})

    shown = answer.content.decode()
    assert (answer.status_code, MessageWording.objects.count()) == (422, 0)
    assert sentence in shown
    assert text in shown


def test_only_the_owner_may_and_only_for_what_is_written_here(linden: Cast) -> None:
    statuses = [signed_in(who).post(PAGE, OWN).status_code for who in (linden.ana, linden.front_desk, linden.clara)]

    assert (statuses, Browser().get(PAGE).status_code) == ([403, 403, 403], 302)
    owner = signed_in(linden.owner)
    assert [
        owner.get(PAGE.replace(*other)).status_code for other in (("en-gb", "fr"), ("confirmation", "account"))
    ] == [
        404,
        404,
    ]
    assert not MessageWording.objects.exists()

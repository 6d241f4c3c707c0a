"""Twenty browsers spend the same thing at the same moment: one does, and each other one reads that it is done."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image

from tableside.knowledge.load_consent import load_consent
from tableside.knowledge.load_rulebook import load_questions
from tableside.records.clients.actions import make_link
from tableside.records.clients.models import Client, Consent, Link
from tableside.records.foundation.scope import practice_scope
from tableside.records.intake.actions import save_draft
from tableside.records.intake.models import Intake, ProviderLetter
from tableside.records.outbox.models import Message
from tableside.workflows.intake.send_way_back import MOST
from tests.at_once import TWENTY, Server
from tests.factories import answered, healthy, recent_surgery
from tests.personas import Cast, make_cast

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def committed() -> Iterator[Cast]:
    cast = make_cast()
    with practice_scope(cast.practice.id):
        yield cast


def link_of(client: Client) -> str:
    """To the health questions of a guest, as a mail holds it."""
    Client.objects.filter(pk=client.pk).update(user=None)
    lasts = timedelta(hours=2)
    token = make_link(client, purpose=Link.Purpose.INTAKE, subject_id=client.id, lasts=lasts, now=timezone.now())
    return f"/intake/{token}/"


def test_the_answers_are_signed_and_sent_once(committed: Cast, live_server: Any) -> None:
    clara, server, questions = committed.clara.client, Server(live_server.url), load_questions()
    place = link_of(clara)
    answers = questions.as_json(healthy(questions)) | {"born_on": "1988-05-04"}
    draft = save_draft(clara, answers=answers, questions_version=questions.version, now=timezone.now())
    assert server.open(f"{place}sign/").status == 200
    assert Intake.objects.get().submitted_at is None

    ticks = {clause.id: "on" for clause in load_consent().clauses}
    sent = server.send_at_once(f"{place}sign/", ticks | {"signed_name": "Clara Novak"})

    told = Counter("These answers have been sent already." in answer.page for answer in sent)
    assert (Counter(answer.status for answer in sent), told) == ({302: TWENTY}, {False: 1, True: TWENTY - 1})
    assert all("You can have the treatment as booked." in answer.page for answer in sent)
    assert (Consent.objects.count(), [one.id for one in Intake.objects.exclude(submitted_at=None)]) == (1, [draft.id])


def test_the_way_back_is_mailed_as_often_as_is_allowed_and_no_more(committed: Cast, live_server: Any) -> None:
    place, server = link_of(committed.clara.client), Server(live_server.url)
    before = Link.objects.count()

    sent = server.send_at_once(f"{place}1/", {"fever": "no", "shown": "fever", "go": "link"})

    told = Counter("try again in an hour" in answer.page for answer in sent)
    assert (Counter(answer.status for answer in sent), told) == ({302: TWENTY}, {False: MOST, True: TWENTY - MOST})
    assert (Message.objects.filter(kind="way_back").count(), Link.objects.count() - before) == (MOST, MOST)


def test_a_letter_is_kept_once(committed: Cast, live_server: Any) -> None:
    now, server = timezone.now(), Server(live_server.url)
    answered(committed.clara, now=now, **recent_surgery(timezone.localdate()))
    place = f"{link_of(committed.clara.client)}file/"
    assert "Send the letter" in server.open(place).page
    assert not ProviderLetter.objects.exists()
    picture = io.BytesIO()
    Image.new("RGB", (40, 30), "teal").save(picture, format="PNG")

    sent = server.send_at_once(place, {"letter": SimpleUploadedFile("letter.png", picture.getvalue())})

    told = Counter("We have this letter already." in answer.page for answer in sent)
    assert (Counter(answer.status for answer in sent), told) == ({302: TWENTY}, {False: 1, True: TWENTY - 1})
    assert ProviderLetter.objects.count() == 1

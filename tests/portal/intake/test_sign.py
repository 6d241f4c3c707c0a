"""The signature at the end of the health questions."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client as Browser
from django.utils import timezone

from tableside.core.decision import Refusal
from tableside.knowledge.load_rulebook import load_questions
from tableside.records.clients.models import Consent
from tableside.records.intake.actions import save_draft
from tableside.records.intake.models import Intake
from tableside.records.practice.models import Practice
from tableside.workflows.intake.consent_paper import consent_paper, words_on_paper
from tableside.workflows.intake.submit_intake import submit_intake
from tests.factories import healthy, signature
from tests.intakes import complaints, signed_page
from tests.personas import Cast, signed_in

PLACE = "/my/intake/sign/"


@pytest.fixture
def clara(linden: Cast) -> Browser:
    """Everything is answered; what is left is the signature."""
    questions = load_questions()
    answers = questions.as_json(healthy(questions, under_18="yes", guardian="yes"))  # which counts only for a child
    save_draft(linden.clara.client, answers=answers, questions_version=questions.version, now=timezone.now())
    return signed_in(linden.clara)


def sign(browser: Browser, **changes: str) -> tuple[int, str, Any]:
    answer = browser.post(PLACE, signed_page(browser, "/my/intake/") | changes)
    form = answer.context["page"].form if answer.context else None
    return answer.status_code, answer.content.decode(), form


@pytest.fixture
def two_initials(linden: Cast) -> None:
    answer = signed_in(linden.owner).post("/desk/settings/consent/", {"clauses": ["control", "draping"]})
    assert answer.status_code == 302
    assert Practice.objects.get(pk=linden.practice.id).initialled_clauses == "control draping"


@pytest.mark.usefixtures("two_initials")
def test_initials_stand_beside_the_clauses_that_ask_for_them(clara: Browser) -> None:
    asked = {"initials-control": " CN ", "initials-draping": "C.N.", "initials-risks": "not asked for"}

    assert sign(clara, **asked)[0] == 302

    consent = Consent.objects.get()
    assert consent.initials == {"control": "CN", "draping": "C.N."}
    on_paper = [clause["initials"] for clause in words_on_paper(consent)["clauses"] if clause["initials"]]
    assert on_paper == ["Initials: CN", "Initials: C.N."]


@pytest.mark.usefixtures("two_initials")
@pytest.mark.parametrize(
    ("written", "sentence"),
    [
        ("", "Write your initials here, or talk to us about this part first."),
        ("Clara Novak", "Write your initials here, such as AB: one to six letters."),
        ("<b>", "Write your initials here, such as AB: one to six letters."),
    ],
)
def test_a_clause_without_its_initials_says_so_and_nothing_is_lost(clara: Browser, written: str, sentence: str) -> None:
    status, page, form = sign(clara, **{"initials-control": "CN", "initials-draping": written})

    assert (status, form.errors) == (422, {"initials-draping": [sentence]})
    assert 'href="#id_initials-draping"' in "".join(complaints(page))
    assert 'value="CN"' in page
    assert 'value="Clara Novak"' in page
    assert (Consent.objects.count(), Intake.objects.exclude(submitted_at=None).count()) == (0, 0)


def test_each_part_can_be_agreed_to_for_itself_and_one_left_out_is_pointed_at(clara: Browser) -> None:
    fold = '<details class="fold fold--small"{}><summary>Part by part</summary>'
    assert fold.format("") in clara.get(PLACE).content.decode()
    sent = signed_page(clara, "/my/intake/")

    answer = clara.post(PLACE, {key: value for key, value in sent.items() if key != "draping"})

    page = answer.content.decode()
    assert (answer.status_code, answer.context["page"].form.errors.keys()) == (422, {"draping"})
    assert fold.format(" open") in page
    assert clara.post(PLACE, sent).status_code == 302


def test_without_any_tick_the_one_for_all_is_asked_for(clara: Browser) -> None:
    sent = signed_page(clara, "/my/intake/")
    unticked = {key: value for key, value in sent.items() if value != "on"}

    answer = clara.post(PLACE, unticked)

    assert (answer.status_code, answer.context["page"].form.errors.keys()) == (422, {"every_clause"})
    assert clara.post(PLACE, unticked | {"every_clause": "on"}).status_code == 302


def test_where_no_initials_are_asked_for_none_are_kept(clara: Browser) -> None:
    assert "initials" not in clara.get(PLACE).content.decode()

    assert sign(clara, **{"initials-control": "CN"})[0] == 302

    assert Consent.objects.get().initials == {}


@pytest.mark.usefixtures("two_initials")
def test_only_the_owner_chooses_and_only_clauses_that_are_there(linden: Cast) -> None:
    place, wish = "/desk/settings/consent/", {"clauses": ["risks"]}

    statuses = {who: signed_in(getattr(linden, who)).post(place, wish).status_code for who in ("ana", "clara")}
    wrong = signed_in(linden.owner).post(place, {"clauses": ["risks", "a clause of mine"]})

    assert (statuses, wrong.status_code) == ({"ana": 403, "clara": 403}, 422)
    assert Practice.objects.get(pk=linden.practice.id).initialled_clauses == "control draping"


def test_a_drawn_signature_stands_beside_the_name_sealed_and_on_paper(clara: Browser) -> None:
    assert sign(clara, drawn="[[[12, 40], [18, 44]], [[90, 61]]]")[0] == 302

    consent = Consent.objects.get()
    assert (consent.signed_name, consent.drawn) == ("Clara Novak", [[[12, 40], [18, 44]], [[90, 61]]])
    assert words_on_paper(consent)["signature"]["drawn"] == "M12 40L18 44M90 61h0"
    assert consent_paper(consent).startswith(b"%PDF-1.")
    with connection.cursor() as cursor:
        cursor.execute("SELECT drawn FROM clients_consent")
        assert cursor.fetchone()[0].startswith("s1:")


@pytest.mark.parametrize(
    ("changes", "errors"),
    [
        (
            {"drawn": "<script>"},
            {"drawn": ["The drawing cannot be read. Draw it again, or leave it out: your name will do."]},
        ),
        ({"drawn": "[[[12, 40]]]", "signed_name": ""}, {"signed_name": ["Type your name to sign."]}),
    ],
)
def test_a_drawing_that_cannot_be_read_or_stands_alone_signs_nothing(
    clara: Browser, changes: dict[str, str], errors: dict[str, list[str]]
) -> None:
    status, page, form = sign(clara, **changes)

    assert (status, form.errors) == (422, errors)
    assert all(sentences[0] in page for sentences in errors.values())
    assert Consent.objects.count() == 0


def born_years_ago(cast: Cast, years: int, *, days: int = 0) -> None:
    """``days`` after the birthday of that year."""
    today = timezone.localdate()
    birthday = today - timedelta(days=days)
    cast.clara.client.born_on = birthday.replace(year=birthday.year - years, day=min(birthday.day, 28))
    cast.clara.client.save()


def test_for_a_child_a_guardian_signs_with_their_relation(linden: Cast, clara: Browser) -> None:
    born_years_ago(linden, 17, days=40)

    without = sign(clara, signed_name="Eva Novak", relation=" ")
    assert (without[0], without[2].errors) == (
        422,
        {"relation": ["Write what you are to the child, such as mother."]},
    )
    assert 'value="Eva Novak"' in without[1]
    assert sign(clara, signed_name="Eva Novak", relation="mother")[0] == 302

    consent = Consent.objects.get()
    assert (consent.client_name, consent.signed_name, consent.guardian_relation) == (
        "Clara Novak",
        "Eva Novak",
        "mother",
    )
    words = words_on_paper(consent)
    assert words["who"] == "For Clara Novak"
    assert words["signature"]["facts"][0] == ["Signed by", "Eva Novak, as parent or guardian (mother)"]


def test_who_is_of_age_signs_alone_whatever_else_is_sent(linden: Cast, clara: Browser) -> None:
    born_years_ago(linden, 18, days=40)

    assert 'name="relation"' not in clara.get(PLACE).content.decode()
    assert sign(clara, relation="mother")[0] == 302

    assert Consent.objects.get().guardian_relation == ""


def test_what_a_guardian_signed_does_not_hold_for_whoever_has_turned_eighteen(linden: Cast, clara: Browser) -> None:
    born_years_ago(linden, 17, days=40)
    assert sign(clara, signed_name="Eva Novak", relation="mother")[0] == 302
    signed_for_them = "Sign and send" in clara.get(PLACE).content.decode()

    born_years_ago(linden, 18, days=40)
    unsigned = sign(clara, signed_name="")
    sign(clara, signed_name="Clara Novak")

    assert (signed_for_them, unsigned[0]) == (False, 422)
    relations = Consent.objects.order_by("signed_at").values_list("signed_name", "guardian_relation")
    assert list(relations) == [("Eva Novak", "mother"), ("Clara Novak", "")]
    assert "Sign and send" not in clara.get(PLACE).content.decode()


def test_the_workflow_itself_refuses_a_child_that_signs(linden: Cast, clara: Browser) -> None:
    born_years_ago(linden, 12, days=1)
    draft = Intake.objects.get()

    with pytest.raises(Refusal) as raised:
        submit_intake(linden.clara.client, signature(draft, "Clara Novak"), by=linden.clara.actor, now=timezone.now())

    assert (raised.value.code, Consent.objects.count()) == ("guardian_missing", 0)

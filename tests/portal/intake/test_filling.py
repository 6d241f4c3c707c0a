"""Answers are kept page by page; what cannot be an answer is refused in words and changes nothing."""

from __future__ import annotations

import re
from datetime import timedelta

from django.test import Client as Browser
from django.utils import timezone
from django.utils.html import escape

from tableside.core.screening.question import Group
from tableside.knowledge.load_rulebook import load_questions
from tableside.records.intake.models import Intake
from tableside.records.intake.queries import draft_of
from tests.factories import answered, recent_injury
from tests.intakes import page_of, send
from tests.personas import Cast, signed_in, today_at_linden


def kept(cast: Cast) -> dict[str, object]:
    draft = draft_of(cast.clara.client.id)
    return {key: value for key, value in draft.answers.items() if key != "answered_on"} if draft else {}


def test_each_page_is_kept_and_leads_to_the_next(linden: Cast) -> None:
    first = load_questions().groups[0]

    answer = signed_in(linden.clara).post("/my/intake/1/", page_of(first))

    sent = {key: value for key, value in page_of(first).items() if key not in ("shown", "go")}
    assert (answer.status_code, answer["Location"]) == (302, "/my/intake/2/")
    assert kept(linden) == sent


def test_another_device_goes_on_where_the_first_one_stopped(linden: Cast) -> None:
    first = load_questions().groups[0]
    signed_in(linden.clara).post("/my/intake/1/", page_of(first))

    page = signed_in(linden.clara).get("/my/intake/").content.decode()

    assert "Go on where you stopped" in page
    assert 'href="/my/intake/2/"' in page.split("Go on where you stopped")[0].rsplit("<a", 1)[1]


def test_a_question_that_decides_about_safety_is_insisted_on(linden: Cast) -> None:
    first = load_questions().groups[0]
    critical = next(question for question in first.questions if question.is_critical and question.asked_when is None)
    page = page_of(first)
    page.pop(critical.id)

    answer = signed_in(linden.clara).post("/my/intake/1/", page)

    assert answer.status_code == 422
    assert "Please answer this one" in answer.content.decode()


def test_without_scripts_a_follow_up_opens_when_the_page_comes_back(linden: Cast) -> None:
    browser = signed_in(linden.clara)
    number, _group = page_with("injury_on")
    before = browser.get(f"/my/intake/{number}/").content.decode()
    assert 'equals="yes" hidden>' in before.split('value="injury_on"')[0].rsplit("<show-when", 1)[1]

    answer = browser.post(f"/my/intake/{number}/", {"injury": "yes", "skin": "none", "shown": ["injury", "skin"]})

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "A few more questions have opened below" in page
    assert 'equals="yes">' in page.split('value="injury_on"')[0].rsplit("<show-when", 1)[1]
    assert "Please answer this one" not in page
    assert kept(linden)["injury"] == "yes"


def test_a_follow_up_that_is_closed_again_takes_its_answer_with_it(linden: Cast) -> None:
    browser = signed_in(linden.clara)
    number, group = page_with("injury_on")
    browser.post(f"/my/intake/{number}/", page_of(group, recent_injury(today_at_linden())))
    assert "injury_on" in kept(linden)

    browser.post(f"/my/intake/{number}/", page_of(group, recent_injury(today_at_linden())) | {"injury": "no"})

    assert kept(linden)["injury"] == "no"
    assert "injury_on" not in kept(linden)


def test_what_a_page_did_not_show_is_not_taken_as_emptied(linden: Cast) -> None:
    browser = signed_in(linden.clara)
    number, group = page_with("injury_on")
    whole = page_of(group, recent_injury(today_at_linden()))
    browser.post(f"/my/intake/{number}/", whole)

    browser.post(f"/my/intake/{number}/", {"injury": "yes", "shown": ["injury"]}, headers={"X-Auto-Save": "1"})

    assert kept(linden)["injury_on"] == today_at_linden().isoformat()


def test_saving_for_later_asks_for_nothing(linden: Cast) -> None:
    answer = signed_in(linden.clara).post("/my/intake/1/", {"shown": [], "go": "later"})

    assert (answer.status_code, answer["Location"]) == (302, "/my/intake/")


def test_an_automatic_save_keeps_half_a_page_without_a_word(linden: Cast) -> None:
    first = load_questions().groups[0]
    whole = page_of(first)
    one = next(key for key in whole if key not in ("shown", "go"))

    half = {one: whole[one], "shown": [one]}
    answer = signed_in(linden.clara).post("/my/intake/1/", half, headers={"X-Auto-Save": "1"})

    assert (answer.status_code, answer.content) == (204, b"")
    assert kept(linden) == {one: whole[one]}


def test_the_answers_given_last_are_there_to_be_looked_through(linden: Cast) -> None:
    answered(linden.clara, now=timezone.now() - timedelta(days=20), medicines="ibuprofen")
    browser = signed_in(linden.clara)

    start = browser.get("/my/intake/").content.decode()
    sign = browser.get("/my/intake/sign/").content.decode()

    assert "Has anything changed?" in start
    assert "ibuprofen" in sign
    assert Intake.objects.count() == 1


def test_sent_answers_are_never_changed_by_new_ones(linden: Cast) -> None:
    before = answered(linden.clara, now=timezone.now() - timedelta(days=20), medicines="ibuprofen")

    send(signed_in(linden.clara), "/my/intake/", {"medicines": "apixaban"})

    intakes = Intake.objects.order_by("submitted_at")
    assert [intake.answers["medicines"] for intake in intakes] == ["ibuprofen", "apixaban"]
    assert intakes[0].id == before.id


def test_a_value_that_is_no_answer_is_refused_and_what_was_kept_stays(linden: Cast) -> None:
    browser = signed_in(linden.clara)
    first = load_questions().groups[0]
    page = page_of(first)
    browser.post("/my/intake/1/", page)
    good = kept(linden)
    one = next(question for question in first.questions if question.options and question.id in good)

    answer = browser.post("/my/intake/1/", page | {one.id: "<script>alert(1)</script>"})

    assert answer.status_code == 422
    assert "<script>alert" not in answer.content.decode()
    assert kept(linden) == good


def test_a_question_that_is_not_asked_is_ignored(linden: Cast) -> None:
    first = load_questions().groups[0]
    page = page_of(first)

    answer = signed_in(linden.clara).post(
        "/my/intake/1/", page | {"admin": "yes", "client": "1", "shown": [*page["shown"], "admin"]}
    )

    assert answer.status_code == 302
    assert set(kept(linden)) <= {question.id for question in first.questions}


def test_a_text_that_is_too_long_is_refused_and_shown_again(linden: Cast) -> None:
    number, group = page_with("medicines")

    answer = signed_in(linden.clara).post(f"/my/intake/{number}/", page_of(group) | {"medicines": "x" * 2001})

    assert answer.status_code == 422
    assert "x" * 2001 in answer.content.decode()
    assert "medicines" not in kept(linden)


def test_a_nul_is_refused_and_nothing_is_written(linden: Cast) -> None:
    number, group = page_with("medicines")

    answer = signed_in(linden.clara).post(f"/my/intake/{number}/", page_of(group) | {"medicines": "a\0b"})

    assert answer.status_code == 400
    assert Intake.objects.count() == 0


def test_a_huge_body_is_refused_and_nothing_is_written(linden: Cast) -> None:
    number, group = page_with("medicines")

    answer = signed_in(linden.clara).post(f"/my/intake/{number}/", page_of(group) | {"medicines": "x" * 1_100_000})

    assert answer.status_code in (400, 413)
    assert Intake.objects.count() == 0


def test_nobody_can_send_answers_for_somebody_else(linden: Cast) -> None:
    draft_of_dora = answered(linden.dora, now=timezone.now())

    answer = signed_in(linden.clara).post("/my/intake/sign/", {"intake": str(draft_of_dora.id), "is_draft": "True"})

    assert answer.status_code == 422
    assert list(Intake.objects.values_list("client_id", flat=True)) == [linden.dora.client.id]


def test_a_post_without_our_form_is_refused(linden: Cast) -> None:
    browser = Browser(enforce_csrf_checks=True)
    browser.force_login(linden.clara.user)

    assert browser.post("/my/intake/1/", {"go": "next"}).status_code == 403


def page_with(question_id: str) -> tuple[int, Group]:
    for number, group in enumerate(load_questions().groups, start=1):
        if any(question.id == question_id for question in group.questions):
            return number, group
    raise AssertionError(question_id)


def test_all_questions_stand_on_one_page_for_whoever_wants_that(linden: Cast) -> None:
    browser = signed_in(linden.clara)
    whole = Group("whole", "", "", load_questions().questions)

    page = browser.get("/my/intake/all/").content.decode()
    answer = browser.post("/my/intake/all/", page_of(whole))

    titles = (f"{escape(group.title)}</{'summary' if group.is_folded else 'h2'}>" for group in load_questions().groups)
    assert [title for title in titles if title not in page] == []
    assert (answer.status_code, answer["Location"]) == (302, "/my/intake/sign/")
    assert kept(linden) == {key: value for key, value in page_of(whole).items() if key not in ("shown", "go")}


def test_a_page_without_a_number_of_its_own_is_not_there(linden: Cast) -> None:
    browser = signed_in(linden.clara)

    assert [browser.get(f"/my/intake/{number}/").status_code for number in (0, 99)] == [404, 404]


def test_when_nothing_has_changed_one_press_sends_the_same_answers_again(linden: Cast) -> None:
    now = timezone.now()
    before = answered(linden.clara, now=now - timedelta(days=40))
    browser = signed_in(linden.clara)
    page = browser.get("/my/intake/").content.decode()
    form = page[page.index('action="/my/intake/sign/"') :].split("</form>")[0]
    fields = dict(re.findall(r'name="(intake|is_draft)" value="([^"]+)"', form))

    answer = browser.post("/my/intake/sign/", fields)

    assert (answer.status_code, answer["Location"]) == (302, "/my/intake/result/")
    newest = Intake.objects.order_by("-submitted_at").first()
    assert newest is not None
    assert newest.id != before.id
    assert newest.answers["fever"] == before.answers["fever"]
    assert newest.answers["answered_on"] != before.answers["answered_on"]


def test_whoever_has_begun_anew_is_not_offered_to_send_the_old_answers(linden: Cast) -> None:
    answered(linden.clara, now=timezone.now() - timedelta(days=40))
    browser = signed_in(linden.clara)
    browser.post("/my/intake/1/", page_of(load_questions().groups[0]))

    assert "Nothing has changed" not in browser.get("/my/intake/").content.decode()


def test_before_sending_the_client_sees_which_medicines_were_understood(linden: Cast) -> None:
    answered(linden.clara, now=timezone.now() - timedelta(days=2), medicines="Apixabann 5 mg, tea")

    page = signed_in(linden.clara).get("/my/intake/sign/").content.decode()
    assert "<li>“Apixabann” as apixaban, a blood thinner</li>" in page
    assert "your therapist will ask you about them" in page
    assert "<li>“tea”</li>" in page


def test_a_medicine_opens_what_it_asks_while_it_is_typed_and_touches_nothing_else(linden: Cast) -> None:
    browser, place = signed_in(linden.clara), "/my/intake/all/"

    def look(*medicines: str, shown: tuple[str, ...] = ()) -> list[tuple[str, str]]:
        sent = {"medicines": medicines, "shown": ["medicines", *shown], "step": "look"}
        part = browser.post(place, sent, headers={"HX-Request": "true"}).content.decode()
        return re.findall(r'id="(\w+)-waiting" hx-swap-oob="true"( hidden)?>', part)

    assert re.search(r'id="thinner_unstable-waiting" hidden>', browser.get(place).content.decode())
    opened = look("Eliquis 5 mg")
    assert ("thinner_unstable", "") in opened
    assert look("Eliquis 5 mg", shown=tuple(name for name, _ in opened)) == []
    assert look("Ibuprofen", shown=("thinner_unstable",)) == [("thinner_unstable", " hidden")]


def test_medicines_are_suggested_and_each_line_is_kept_and_shown_again(linden: Cast) -> None:
    number, group = page_with("medicines")
    browser = signed_in(linden.clara)
    lines = {"medicines": ["Eliquis", "", "my own drops"]}

    answer = browser.post(f"/my/intake/{number}/", page_of(group) | lines | {"shown": ["medicines", "allergies"]})

    page = browser.get(f"/my/intake/{number}/").content.decode()
    assert (answer.status_code, kept(linden)["medicines"]) == (302, "Eliquis\nmy own drops")
    assert re.findall(r'name="medicines" value="([^"]*)"', page) == ["Eliquis", "my own drops", "", "", ""]
    assert {"Eliquis", "Apixaban", "Paracetamol"} <= set(re.findall(r'<option value="(\w+)">', page))
    assert '<option value="Nothing">' not in page


def test_an_allergy_in_own_words_is_kept_only_while_something_else_is_ticked(linden: Cast) -> None:
    number, group = page_with("allergies")
    browser = signed_in(linden.clara)
    told = page_of(group, {"allergies": ("other",), "other_allergies": "Chamomile"})

    browser.post(f"/my/intake/{number}/", told)
    assert kept(linden)["other_allergies"] == "Chamomile"

    browser.post(f"/my/intake/{number}/", told | {"allergies": ["none"]})
    assert "other_allergies" not in kept(linden)


def test_two_readings_that_cannot_be_right_are_doubted_in_a_sentence_and_neither_is_kept(linden: Cast) -> None:
    number, group = page_with("systolic")
    browser = signed_in(linden.clara)
    told = page_of(group, {"systolic": 80, "diastolic": 120, "pressure_on": today_at_linden()})

    answer = browser.post(f"/my/intake/{number}/", told)

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "This number has to be the larger one." in page
    assert re.findall(r'name="(?:systolic|diastolic)" value="(\d+)"', page) == ["80", "120"]
    assert not {"systolic", "diastolic"} & set(kept(linden))

    answer = browser.post(f"/my/intake/{number}/", told | {"systolic": 120, "diastolic": 80})
    assert (answer.status_code, kept(linden)["systolic"], kept(linden)["diastolic"]) == (302, 120, 80)


def test_how_to_measure_is_drawn_and_told(linden: Cast) -> None:
    number, _group = page_with("systolic")

    page = signed_in(linden.clara).get(f"/my/intake/{number}/").content.decode()

    assert page.count("How to measure your blood pressure at home") == 1
    assert 'role="img" aria-label="Somebody sits at a table' in page

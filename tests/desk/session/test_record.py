"""What is written down at the massage table, within the limits of what was found."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tableside.core.charting.note import Note
from tableside.records.charting.actions import NewMark, NewWork, add_feedback, set_marks, set_work
from tableside.records.charting.models import PressureFeedback, Session
from tableside.records.charting.queries import session_of
from tableside.records.outcomes.queries import scores_at
from tableside.records.scheduling.models import Appointment
from tableside.workflows.session.draft_note import filled
from tests.desk.session.conftest import Post
from tests.factories import answered
from tests.personas import FOUNDED, Cast, signed_in
from tests.sessions import again, booked, running, signed, this_minute

SWEDISH = {"place": "shoulder.left", "technique": "swedish", "minutes": "20", "pressure": "3", "body_tool": "forearm"}
HTMX = {"HX-Request": "true"}
AUTO_SAVE = {"X-Auto-Save": "1"}


def works(session: Session) -> list[tuple[str, str, int, int, str]]:
    rows = again(session.appointment).works.all()
    return [(row.place, row.technique, row.minutes, row.pressure, row.override_reason) for row in rows]


def words(response: Any) -> str:  # Any: the test client's response
    return " ".join(response.content.decode().split())


def test_a_session_starts_from_its_page_and_the_client_counts_as_arrived(linden: Cast, ana: Browser) -> None:
    answered(linden.clara)
    appointment = booked(linden, at=this_minute())
    page = ana.get(reverse("desk:session", args=[appointment.id]))

    answer = ana.post(reverse("desk:session-start", args=[appointment.id]))

    assert "Start the session" in words(page)
    assert answer["Location"] == reverse("desk:session", args=[appointment.id])
    assert Appointment.objects.get().status == "arrived"
    assert session_of(appointment.id) is not None


def test_what_screening_forbids_does_not_start_and_says_why(linden: Cast, ana: Browser) -> None:
    answered(linden.clara, fever="yes")
    appointment = booked(linden, at=this_minute())

    page = ana.get(reverse("desk:session", args=[appointment.id]))
    answer = ana.post(reverse("desk:session-start", args=[appointment.id]))

    assert "Start the session" not in words(page)
    assert (answer.status_code, session_of(appointment.id)) == (422, None)
    assert "Screening says not to treat today" in words(answer)


def test_a_row_of_work_is_added_with_and_without_script(post: Post, session: Session) -> None:
    plain = post("session-work", data=SWEDISH)
    part = post("session-work", data=SWEDISH | {"place": "sacrum", "pressure": "2"}, **HTMX)

    assert plain["Location"] == reverse("desk:session", args=[session.appointment_id]) + "#work"
    assert (part.status_code, "<html" in words(part), "Sacrum" in words(part)) == (200, False, True)
    assert works(session) == [("shoulder.left", "swedish", 20, 3, ""), ("sacrum", "swedish", 20, 2, "")]


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"place": "knee_back.left"}, "Pressure goes up to level 2 here."),
        ({"place": "tail"}, "Select a valid choice"),
        ({"technique": "karate"}, "Select a valid choice"),
        ({"pressure": "6"}, "Select a valid choice"),
        ({"minutes": "0"}, "Select a valid choice"),
        ({"minutes": ""}, "This field is required"),
    ],
)
def test_work_that_cannot_be_is_refused_in_words(
    post: Post, session: Session, changes: dict[str, str], sentence: str
) -> None:
    answer = post("session-work", data=SWEDISH | changes)

    assert (answer.status_code, sentence in words(answer), works(session)) == (422, True, [])


class TestWithFindings:
    """Clara takes a blood thinner: no deep work, nothing beyond medium pressure."""

    DEEP = SWEDISH | {"technique": "deep_tissue", "pressure": "3"}

    @pytest.fixture(autouse=True)
    def _blood_thinner(self, linden: Cast, session: Session) -> None:
        answered(linden.clara, now=FOUNDED + timedelta(days=1), blood_thinner="yes")

    def test_the_page_says_first_what_was_found_and_what_it_asks_for(self, ana: Browser, session: Session) -> None:
        page = words(ana.get(reverse("desk:session", args=[session.appointment_id])))

        assert "blood thinner" in page.partition('id="work"')[0]
        assert "up to level" in page.partition('id="work"')[0]
        assert "Barred: " in page

    def test_a_barred_technique_cannot_be_chosen_and_is_refused_all_the_same(
        self, ana: Browser, post: Post, session: Session
    ) -> None:
        page = ana.get(reverse("desk:session", args=[session.appointment_id])).content.decode()
        answer = post("session-work", data=self.DEEP)

        radio = next(line for line in page.split("<input") if 'value="deep_tissue"' in line)
        assert "disabled" in radio.partition(">")[0]
        assert (answer.status_code, works(session)) == (422, [])
        assert "Screening bars this technique for this client." in words(answer)

    def test_with_a_reason_it_is_written_down_together_with_the_reason(self, post: Post, session: Session) -> None:
        asked = post("session-work-limits", data=self.DEEP | {"override": "1"})
        without = post("session-work", data=self.DEEP | {"override": "1", "override_reason": " "})
        given = post("session-work", data=self.DEEP | {"override": "1", "override_reason": "Her doctor agrees."})

        assert (asked.status_code, 'name="override_reason"' in words(asked)) == (200, True)
        assert (without.status_code, given.status_code) == (422, 302)
        assert works(session) == [("shoulder.left", "deep_tissue", 20, 3, "Her doctor agrees.")]

    def test_a_reason_does_not_count_outside_the_form_that_asks_for_it(self, post: Post, session: Session) -> None:
        answer = post("session-work", data=self.DEEP | {"override_reason": "Sneaked in"})

        assert (answer.status_code, works(session)) == (422, [])


class TestAreasThatAskForAYes:
    """Nothing is done at the jaw unless Clara says yes to it today."""

    JAW = SWEDISH | {"place": "jaw", "pressure": "2", "body_tool": "fingers"}

    @pytest.mark.parametrize(
        "changes",
        [{}, {"yes_chest": "on"}, {"override": "1", "override_reason": "She always likes it."}],
        ids=["not asked", "yes to another area", "a reason"],
    )
    def test_without_it_the_work_is_refused_and_the_question_asked(
        self, post: Post, session: Session, changes: dict[str, str]
    ) -> None:
        answer = post("session-work", data=self.JAW | changes)

        assert (answer.status_code, works(session)) == (422, [])
        assert "Jaw: only if the client says yes to it today." in words(answer)
        assert 'name="yes_jaw"' in words(answer)
        assert list(again(session.appointment).agreed_areas.all()) == []

    def test_one_tick_keeps_who_noted_it_and_when_and_is_not_asked_again(
        self, post: Post, ana: Browser, session: Session
    ) -> None:
        asked = post("session-work-limits", data=self.JAW, **HTMX)
        first = post("session-work", data=self.JAW | {"yes_jaw": "on"})
        second = post("session-work", data=self.JAW | {"minutes": "5"})

        assert "The client said yes today: Jaw" in words(asked)
        assert (first.status_code, second.status_code, len(works(session))) == (302, 302, 2)
        (area,) = again(session.appointment).agreed_areas.all()
        assert (area.region, area.noted_by, area.withdrawn_at) == ("jaw", "Ana Lindqvist", None)
        assert "noted by Ana Lindqvist" in words(ana.get(reverse("desk:note", args=[session.appointment_id])))
        assert "said yes to work on jaw." in filled(Note("", "", "", ""), again(session.appointment)).subjective

    def test_taken_back_it_is_asked_for_again_and_what_was_done_stays(self, post: Post, session: Session) -> None:
        post("session-work", data=self.JAW | {"yes_jaw": "on"})
        (area,) = again(session.appointment).agreed_areas.all()

        first, second = post("session-area-withdraw", area.id, **HTMX), post("session-area-withdraw", area.id)
        refused = post("session-work", data=self.JAW)

        assert (first.status_code, second.status_code, refused.status_code) == (200, 422, 422)
        assert "and took it back at" in words(first)
        assert len(works(session)) == 1

    def test_what_cannot_be_done_there_anyway_leaves_no_yes_behind(self, post: Post, session: Session) -> None:
        answer = post("session-work", data=self.JAW | {"pressure": "4", "yes_jaw": "on"})

        assert (answer.status_code, list(again(session.appointment).agreed_areas.all())) == (422, [])


class TestStrokes:
    """Swedish massage has tapotement, which nobody uses over the kidneys; loose joints bar stretching at the knee."""

    TAPPED = SWEDISH | {"strokes": ["petrissage", "tapotement"]}

    def test_they_are_named_with_one_tap_each_and_stand_wherever_the_work_does(
        self, post: Post, ana: Browser, session: Session
    ) -> None:
        answer = post("session-work", data=self.TAPPED)

        shown = "Swedish massage (petrissage, tapotement)"
        assert (answer.status_code, again(session.appointment).works.get().strokes) == (
            302,
            ["petrissage", "tapotement"],
        )
        assert shown in words(ana.get(reverse("desk:session", args=[session.appointment_id])))
        assert shown in words(ana.get(reverse("desk:note", args=[session.appointment_id])))
        assert (
            f"Left shoulder: {shown} with forearm, 20 min"
            in filled(Note("", "", "", ""), again(session.appointment)).objective
        )

    @pytest.mark.parametrize("override", [{}, {"override": "1", "override_reason": "She likes it."}])
    def test_over_the_kidneys_no_reason_opens_tapping(
        self, post: Post, session: Session, override: dict[str, str]
    ) -> None:
        asked = post("session-work-limits", data=self.TAPPED | {"place": "lower_back.left"} | override, **HTMX)
        answer = post("session-work", data=self.TAPPED | {"place": "lower_back.left"} | override)

        assert "disabled" in box(asked, "tapotement")
        assert "disabled" not in box(asked, "petrissage")
        assert (answer.status_code, works(session)) == (422, [])
        assert "Never at this place: Tapotement." in words(answer)

    def test_beside_the_spine_it_says_where_not(self, post: Post) -> None:
        asked = post("session-work-limits", data=SWEDISH | {"place": "upper_back.left"}, **HTMX)

        assert "disabled" not in box(asked, "tapotement")
        assert "Tapotement: never over it (spine itself)." in words(asked)

    def test_what_screening_bars_can_be_set_aside_with_a_reason(
        self, linden: Cast, post: Post, session: Session
    ) -> None:
        answered(linden.clara, now=FOUNDED + timedelta(days=1), bones=("loose",), flare_places=("shoulder.left",))
        held = SWEDISH | {"technique": "myofascial_release", "strokes": ["passive_stretch"]}

        asked = post("session-work-limits", data=held, **HTMX)
        refused = post("session-work", data=held)
        given = post("session-work", data=held | {"override": "1", "override_reason": "Only to the middle."})

        assert "disabled" in box(asked, "passive_stretch")
        assert "Barred: Very loose joints" in words(asked)
        assert "Screening bars this at this place: Assisted stretch." in words(refused)
        assert (refused.status_code, given.status_code) == (422, 302)
        assert works(session) == [("shoulder.left", "myofascial_release", 20, 3, "Only to the middle.")]

    def test_a_stroke_of_another_technique_is_refused_in_words(self, post: Post, session: Session) -> None:
        answer = post("session-work", data=SWEDISH | {"strokes": ["cup_glide"]})

        assert (answer.status_code, works(session)) == (422, [])
        assert "This is no stroke of the technique." in words(answer)


def box(response: Any, stroke: str) -> str:  # Any: the test client's response
    return next(tag for tag in words(response).split("<input") if f'value="{stroke}"' in tag).partition(">")[0]


def test_choosing_a_place_shows_its_limits_and_keeps_the_other_choices(post: Post, session: Session) -> None:
    part = post("session-work-limits", data=SWEDISH | {"place": "knee_back.left", "minutes": "8"}, **HTMX)

    assert "Nerves and vessels near the surface: no stripping. Here for example instead: Swedish massage." in words(
        part
    )
    assert words(part).count("Never at this place") == 5  # deep tissue, trigger points, cups, tools; tapotement
    assert "Up to level 2 here." in words(part)
    assert 'value="8" id="id_minutes_2" checked' in words(part).replace("required ", "")
    assert works(session) == []


def test_a_row_is_removed_and_removing_it_twice_is_said(post: Post, session: Session, linden: Cast) -> None:
    set_work(session, [NewWork("jaw", "swedish", 5, 2)], by=linden.ana.actor, now=this_minute())
    row = again(session.appointment).works.all()[0]

    first, second = post("session-work-remove", row.id, **HTMX), post("session-work-remove", row.id, **HTMX)

    assert (first.status_code, second.status_code, works(session)) == (200, 422, [])
    assert "This row is gone already." in words(second)


def test_the_work_of_last_time_is_taken_over_as_far_as_today_allows(linden: Cast, ana: Browser) -> None:
    signed(linden, booked(linden, at=this_minute() - timedelta(days=7)))
    session = running(linden, booked(linden, at=this_minute()))

    answer = ana.post(reverse("desk:session-work-repeat", args=[session.appointment_id]))

    assert (answer.status_code, works(session)) == (302, [("shoulder.left", "swedish", 30, 3, "")])


def test_scores_are_kept_as_they_are_chosen_and_can_be_changed(post: Post, session: Session) -> None:
    first = post("session-scores", "before", data={"before-nrs_pain": "6", "before-stress": "4"}, **AUTO_SAVE)
    second = post("session-scores", "before", data={"before-nrs_pain": "7"})

    assert (first.status_code, second.status_code) == (204, 302)
    assert scores_at(session.appointment_id) == {("nrs_pain", "before"): 7.0, ("stress", "before"): 4.0}


@pytest.mark.parametrize("data", [{}, {"before-nrs_pain": "11"}, {"before-nrs_pain": "x"}])
def test_scores_that_are_none_are_refused(post: Post, session: Session, data: dict[str, str]) -> None:
    answer = post("session-scores", "before", data=data)

    assert (answer.status_code, scores_at(session.appointment_id)) == (422, {})


def test_there_is_no_third_moment_to_score(post: Post) -> None:
    assert post("session-scores", "between", data={"between-nrs_pain": "6"}).status_code == 404


def marks(*rows: tuple[str, str, str, str]) -> dict[str, list[str]]:
    columns = zip(*rows, strict=True)
    return {
        f"mark_{name}": list(column) for name, column in zip(("place", "score", "kind", "note"), columns, strict=True)
    }


def test_marks_are_kept_as_they_are_set(post: Post, session: Session) -> None:
    data = marks(("shoulder.left", "7", "trigger_point", "refers"), ("jaw", "", "tension", ""), ("", "", "", ""))

    assert post("session-marks", data=data, **AUTO_SAVE).status_code == 204
    kept = [(one.place, one.score, one.kind, one.note) for one in again(session.appointment).marks.all()]
    assert kept == [("shoulder.left", 7, "trigger_point", "refers"), ("jaw", None, "tension", "")]


def test_a_finding_marked_twice_is_shown_again_with_why(post: Post, session: Session) -> None:
    data = marks(("jaw", "7", "pain", "left"), ("jaw", "3", "pain", "right"))

    answer = post("session-marks", data=data)

    assert (answer.status_code, list(again(session.appointment).marks.all())) == (422, [])
    assert "The same finding is marked twice" in words(answer)
    assert 'value="left"' in words(answer)
    assert 'value="right"' in words(answer)


def test_one_press_keeps_what_the_client_says_of_the_pressure(post: Post, session: Session) -> None:
    part = post("session-feedback", data={"said": "lighter", "discomfort": "7", "place": "jaw"}, **HTMX)

    kept = [(one.said, one.discomfort, one.place) for one in again(session.appointment).feedback.all()]
    assert kept == [("lighter", 7, "jaw")]
    assert ("<html" in words(part), "minute 0" in words(part)) == (False, True)


def test_unknown_words_about_pressure_are_refused(post: Post, session: Session) -> None:
    answer = post("session-feedback", data={"said": "ouch"})

    assert (answer.status_code, list(again(session.appointment).feedback.all())) == (422, [])


def test_ending_the_session_completes_the_appointment_once(post: Post, session: Session) -> None:
    first, second = post("session-end"), post("session-end")

    assert (first.status_code, second.status_code) == (302, 422)
    assert Appointment.objects.get().status == "completed"
    assert "This session has already ended" in words(second)


def test_a_long_session_costs_as_many_queries_as_a_short_one(linden: Cast, ana: Browser, session: Session) -> None:
    counts = []
    for number in (1, 3):
        places = ("jaw", "sacrum", "scalp")[:number]
        now = this_minute()
        set_work(session, [NewWork(place, "swedish", 5, 2) for place in places], by=linden.ana.actor, now=now)
        set_marks(session, [NewMark(place, "pain") for place in places], by=linden.ana.actor, now=now)
        for place in places:
            add_feedback(session, PressureFeedback.Said.GOOD, place=place, by=linden.ana.actor, now=now)
        with CaptureQueriesContext(connection) as captured:
            ana.get(reverse("desk:session", args=[session.appointment_id]))
        counts.append(len(captured))

    assert counts[0] == counts[1]
    assert counts[0] <= 45


def test_an_expired_sign_in_answers_an_autosave_so_that_the_text_is_kept(linden: Cast, session: Session) -> None:
    """The script reads a redirect as signed out, keeps the text on the page and tries again."""
    answer = Browser().post(
        reverse("desk:note-save", args=[session.appointment_id]), {"revision": "0"}, headers=AUTO_SAVE
    )

    assert (answer.status_code, again(session.appointment).note.revision) == (302, 0)
    assert signed_in(linden.ana).get(reverse("desk:session", args=[session.appointment_id])).status_code == 200

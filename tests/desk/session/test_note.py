"""The note on its page: saved as it is typed, drafted from the record, signed once, added to afterwards."""

from __future__ import annotations

import pytest
from django.test import Client as Browser
from django.urls import reverse

from tableside.core.charting.note import Note
from tableside.records.charting.actions import NewMark, NewWork, note_text, save_draft, set_marks, set_work
from tableside.records.charting.models import Session
from tableside.workflows.session.complete_session import complete_session
from tests.desk.session.conftest import Post
from tests.desk.session.test_record import AUTO_SAVE, words
from tests.personas import Cast, signed_in
from tests.sessions import WHOLE_NOTE, again, booked, signed, this_minute

FULL = {"subjective": "Stiff", "objective": "Raised", "assessment": "Desk", "plan": "Again"}


def text(session: Session) -> Note:
    return note_text(again(session.appointment).note)


def test_each_autosave_builds_on_the_one_before(post: Post, session: Session) -> None:
    first = post("note-save", data={"revision": "0", "subjective": "St"}, **AUTO_SAVE)
    second = post("note-save", data={"revision": first["X-Revision"], "subjective": "Stiff"}, **AUTO_SAVE)

    assert [(one.status_code, one["X-Revision"]) for one in (first, second)] == [(204, "1"), (204, "2")]
    assert text(session) == Note("Stiff", "", "", "")


def test_a_stale_autosave_saves_nothing_and_says_so_by_its_status(post: Post, session: Session) -> None:
    post("note-save", data={"revision": "0", "subjective": "Here"}, **AUTO_SAVE)

    answer = post("note-save", data={"revision": "0", "subjective": "There"}, **AUTO_SAVE)

    assert (answer.status_code, text(session)) == (409, Note("Here", "", "", ""))


def test_after_a_clash_both_texts_stand_on_the_page_and_saving_again_takes_the_typed_one(
    post: Post, session: Session
) -> None:
    post("note-save", data={"revision": "0", "subjective": "Typed at the desk"})

    clash = post("note-save", data={"revision": "0", "subjective": "Typed at the table"})
    again_sent = post("note-save", data={"revision": "1", "subjective": "Typed at the table"})

    assert clash.status_code == 422
    for expected in ("Typed at the desk", "Typed at the table", "saved in another window", 'name="revision" value="1"'):
        assert expected in words(clash)
    assert (again_sent.status_code, text(session).subjective) == (302, "Typed at the table")


def test_the_draft_fills_empty_parts_and_leaves_what_was_typed(post: Post, session: Session, linden: Cast) -> None:
    now = this_minute()
    set_work(session, [NewWork("sacrum", "swedish", 5, 2, "fingers")], by=linden.ana.actor, now=now)
    set_marks(session, [NewMark("jaw", "tension", 6)], by=linden.ana.actor, now=now)
    post("session-scores", "before", data={"before-nrs_pain": "6"})
    post("session-scores", "after", data={"after-nrs_pain": "3"})

    post("note-fill", data={"revision": "0", "subjective": "My own words."})

    assert text(session) == Note(
        subjective="My own words.",
        objective="Jaw: tension 6/10.\nSacrum: Swedish massage with fingers, 5 min, pressure level 2.",
        assessment=(
            "Pain now (0-10): 6 to 3, better (MCID 2, MDC 2).\n"
            "Responder (at least 30% better): yes.\n"
            "Improvement alone does not prove what caused it: scores also settle with time."
        ),
        plan="",
    )


def test_a_running_session_cannot_be_signed_and_nothing_is_saved_by_trying(post: Post, session: Session) -> None:
    answer = post("note-sign", data=FULL | {"revision": "0"})

    assert (answer.status_code, text(session)) == (422, Note("", "", "", ""))
    assert "This session is still running." in words(answer)
    assert "Raised" in words(answer)


class TestAfterTheSession:
    @pytest.fixture(autouse=True)
    def _ended(self, linden: Cast, session: Session) -> None:
        set_work(session, [NewWork("sacrum", "swedish", 5, 2)], by=linden.ana.actor, now=this_minute())
        complete_session(again(session.appointment), by=linden.ana.actor, now=session.started_at)

    def test_what_stands_on_the_page_is_saved_and_signed_in_one_press(self, post: Post, session: Session) -> None:
        answer = post("note-sign", data=FULL | {"revision": "0"})

        note = again(session.appointment).note
        assert answer["Location"] == reverse("desk:note", args=[session.appointment_id])
        assert (text(session), note.signed_by) == (Note(*FULL.values()), "Ana Lindqvist")

    def test_a_part_that_was_forgotten_is_named_and_the_text_kept(self, post: Post, session: Session) -> None:
        answer = post("note-sign", data=FULL | {"revision": "0", "plan": " "})

        assert (answer.status_code, again(session.appointment).note.signed_at) == (422, None)
        assert "Before signing, write something under plan." in words(answer)
        assert "Raised" in words(answer)

    def test_signing_a_stale_text_is_refused(self, post: Post, session: Session, linden: Cast) -> None:
        save_draft(session, WHOLE_NOTE, revision=0, by=linden.ana.actor, now=this_minute())

        answer = post("note-sign", data=FULL | {"revision": "0"})

        assert (answer.status_code, text(session)) == (422, WHOLE_NOTE)
        assert again(session.appointment).note.signed_at is None

    @pytest.mark.parametrize(
        ("name", "args", "data"),
        [
            ("note-save", [], FULL | {"revision": "1"}),
            ("note-fill", [], FULL | {"revision": "1"}),
            ("note-sign", [], FULL | {"revision": "1"}),
            ("session-scores", ["after"], {"after-nrs_pain": "3"}),
            ("session-work", [], {"place": "sacrum", "technique": "swedish", "minutes": "5", "pressure": "2"}),
            ("session-marks", [], {}),
            ("session-feedback", [], {"said": "good"}),
        ],
    )
    def test_once_signed_nothing_can_be_changed(
        self, post: Post, session: Session, name: str, args: list[str], data: dict[str, str]
    ) -> None:
        post("note-sign", data=FULL | {"revision": "0"})

        answer = post(name, *args, data=data)

        assert answer.status_code == 422
        assert "This note is signed and stays as it is." in words(answer)
        assert text(session) == Note(*FULL.values())

    def test_a_colleague_adds_below_in_their_own_name(self, post: Post, session: Session, linden: Cast) -> None:
        post("note-sign", data=FULL | {"revision": "0"})
        ben, url = signed_in(linden.ben), reverse("desk:note-add", args=[session.appointment_id])

        empty, given = ben.post(url, {"text": "  "}), ben.post(url, {"text": "Called: <b>fine</b>."})
        page = words(ben.get(reverse("desk:note", args=[session.appointment_id])))

        assert (empty.status_code, given.status_code) == (422, 302)
        assert "Called: &lt;b&gt;fine&lt;/b&gt;." in page
        assert "Added by Ben Okafor" in page
        assert text(session) == Note(*FULL.values())

    def test_nothing_is_added_to_a_draft(self, post: Post) -> None:
        answer = post("note-add", data={"text": "Too early"})

        assert (answer.status_code, "This note is still a draft" in words(answer)) == (422, True)


def test_a_note_is_read_with_everything_that_was_recorded(linden: Cast) -> None:
    session = signed(linden, booked(linden))

    page = words(signed_in(linden.owner).get(reverse("desk:note", args=[session.appointment_id])))

    for expected in ("Stiff since Friday.", "Signed by Ana Lindqvist", "Swedish massage, Forearm", "30 minutes"):
        assert expected in page


def test_before_the_session_there_is_no_note_to_read(linden: Cast, ana: Browser) -> None:
    assert ana.get(reverse("desk:note", args=[booked(linden).id])).status_code == 404

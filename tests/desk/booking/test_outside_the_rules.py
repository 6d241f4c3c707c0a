"""The desk gives a time that is not offered: what stands against it is named, and nothing happens without a reason."""

from __future__ import annotations

import json
from datetime import timedelta
from urllib.parse import urlencode

from django.test import Client as Browser
from django.urls import reverse
from django.utils import timezone

from tableside.core.timeline.window import minute_of
from tableside.records.practice.models import Practice
from tableside.records.scheduling.models import Appointment, Reservation, RulesSetAside
from tableside.records.scheduling.queries import tables_of
from tests.desk.calendar.test_wish import at
from tests.factories import answered, recent_surgery
from tests.personas import Cast, signed_in, today_at_linden
from tests.sessions import booked

ALL_THE_SAME = {"insist": "yes", "seen": ["outside_hours"]}


def next_monday() -> str:
    today = today_at_linden()
    return (today + timedelta(days=14 - today.weekday())).isoformat()


def test_a_time_after_hours_is_booked_with_a_reason_that_staff_read_and_the_audit_log_does_not(linden: Cast) -> None:
    desk, day = signed_in(linden.front_desk), next_monday()
    asked = {"day": day, "at": "18:00", "service": linden.swedish.id, "minutes": 60, "client": linden.clara.client.id}
    why = desk.get(f"{reverse('desk:book-why')}?{urlencode(asked)}")
    url = next(one.book_url for one in why.context["answers"] if one.therapist == linden.ana.as_therapist)

    refused = desk.post(url, {"key": "one"})
    unsaid = desk.post(url, {"key": "one", "reason": "", **ALL_THE_SAME})

    assert (refused.status_code, [name for name, _words in refused.context["insist"].warnings]) == (
        422,
        ["outside_hours"],
    )
    assert "Say why in a few words" in unsaid.content.decode()
    assert not Appointment.objects.exists()
    done = desk.post(url, {"key": "one", "reason": "Flies home tomorrow", **ALL_THE_SAME}, follow=True)
    assert "Outside working hours. Reason: Flies home tomorrow (Finn Maier)" in done.content.decode()
    log = signed_in(linden.owner).get(reverse("desk:audit")).content.decode()
    assert "Gave a time outside the rules" in log
    assert "Flies home" not in log


def test_a_drag_outside_hours_leads_to_where_a_reason_is_asked_for_and_moves_to_that_room_then(linden: Cast) -> None:
    desk, day = signed_in(linden.ana), next_monday()
    appointment = booked(linden, at=at(day, "10:00"))
    room = next(one.id for one in tables_of([linden.location.id]) if one.id != appointment.table_id)
    wish = {"start": f"{day}T18:00", "minutes": 60, "revision": 0, "table": str(room)}

    answer = json.loads(desk.post(reverse("desk:calendar-wish", args=[appointment.id]), wish).content)
    insist = answer["insist"]
    asked = desk.post(insist["url"], insist["fields"])
    desk.post(insist["url"], {**insist["fields"], **ALL_THE_SAME, "reason": "She stays longer"})

    assert (asked.status_code, asked.context["insist"].warnings[0][0]) == (422, "outside_hours")
    assert "18:00 is outside the rules" in asked.content.decode()
    appointment.refresh_from_db()
    assert (appointment.starts_at, RulesSetAside.objects.get().reason) == (at(day, "18:00"), "She stays longer")
    assert appointment.table_id == room


def test_pulling_over_the_end_of_the_day_asks_for_a_reason_and_over_another_treatment_never(linden: Cast) -> None:
    desk, day = signed_in(linden.front_desk), next_monday()
    last = booked(linden, at=at(day, "15:45"))
    first = booked(linden, at=at(day, "14:30"))

    def pull(appointment: Appointment) -> dict[str, object]:
        start = {last.id: "15:45", first.id: "14:30"}[appointment.id]
        wish = {"start": f"{day}T{start}", "minutes": 90, "revision": 0}
        answer: dict[str, object] = json.loads(
            desk.post(reverse("desk:calendar-wish", args=[appointment.id]), wish).content
        )
        return answer

    assert set(pull(first)) == {"refusal"}
    fields = pull(last)["insist"]
    assert fields == {
        "url": reverse("desk:appointment-length", args=[last.id]),
        "fields": {"minutes": "90"},
    }
    change(desk, last)
    ends = Reservation.objects.filter(resource__therapist=last.therapist, appointment=last).values_list("end_minute")
    assert list(ends) == [(minute_of(at(day, "17:15")) + 15,)]


def change(desk: Browser, appointment: Appointment) -> None:
    answer = desk.post(
        reverse("desk:appointment-length", args=[appointment.id]),
        {"minutes": "90", **ALL_THE_SAME, "reason": "Ana has time"},
    )
    assert answer.status_code == 302


def test_a_time_at_short_notice_is_marked_and_given_with_a_reason_in_one_press(linden: Cast) -> None:
    Practice.objects.filter(pk=linden.practice.pk).update(notice_minutes=30 * 24 * 60)
    desk, start = signed_in(linden.front_desk), at(next_monday(), "10:00")
    chosen = {"service": linden.swedish.id, "minutes": 60, "client": linden.clara.client.id}
    when = desk.get(f"{reverse('desk:book')}?{urlencode({**chosen, 'on': next_monday()})}").content.decode()
    url = f"{reverse('desk:book')}?{urlencode({**chosen, 'start': start.isoformat()})}"

    before = desk.get(url)
    unsaid = desk.post(url, {"key": "one", "insist": "yes", "seen": "inside_notice"})
    told = {"key": "one", "insist": "yes", "seen": "inside_notice", "because": "The client is here"}
    done = desk.post(url, told, follow=True).content.decode()

    assert "short notice" in when
    assert "A marked time is given with a reason." in when
    assert [name for name, _words in before.context["insist"].warnings] == ["inside_notice"]
    assert "The client is here" in before.content.decode()
    assert unsaid.status_code == 422
    assert "Reason: The client is here (Finn Maier)" in done


def test_the_front_desk_reads_who_has_to_look_and_nothing_about_health(linden: Cast) -> None:
    answered(linden.clara, now=timezone.now(), **recent_surgery(today_at_linden()))
    desk, start = signed_in(linden.front_desk), at(next_monday(), "10:00")
    chosen = {"service": linden.swedish.id, "minutes": 60, "client": linden.clara.client.id}

    page = desk.post(f"{reverse('desk:book')}?{urlencode({**chosen, 'start': start.isoformat()})}", {"key": "one"})

    assert page.status_code == 422
    assert "A therapist has to look at the answers first" in page.content.decode()
    assert "surgery" not in page.content.decode().lower()

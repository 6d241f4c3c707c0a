"""What is booked ahead is counted where a setting is changed, listed by a link, and named once a length is gone."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from tableside.records.practice.models import Equipment, EquipmentKind
from tableside.records.scheduling.models import Appointment, Reservation, Resource
from tests.personas import Cast, signed_in
from tests.sessions import booked

AHEAD = reverse("desk:settings-ahead")


def _tomorrow(cast: Cast) -> Appointment:
    return booked(cast, at=timezone.now() + timedelta(days=1))


@pytest.mark.parametrize("of", ["service", "therapist", "place", "room", "policies"])
def test_only_what_is_ahead_and_uses_it_is_counted_and_listed(linden: Cast, of: str) -> None:
    one, browser = _tomorrow(linden), signed_in(linden.owner)
    booked(linden, at=timezone.now() - timedelta(days=1))
    assert one.table is not None
    keys = {"service": one.service_id, "therapist": one.therapist_id, "place": one.location_id}
    key = keys.get(of, one.table.room_id)
    page = reverse(f"desk:settings-{of}", args=[] if of == "policies" else [key])

    ahead = browser.get(page).context["ahead"]
    listed = browser.get(ahead.url).context["appointments"]
    other = browser.get(AHEAD, {"of": "therapist", "key": str(linden.ben.as_therapist.id)}).context["appointments"]

    assert (ahead.count, listed, other) == (1, [one], [])


def lengths(cast: Cast) -> set[int]:
    return set(cast.swedish.lengths.values_list("minutes", flat=True))


def test_a_length_that_goes_names_first_what_is_booked_in_it_and_one_that_stays_names_none(linden: Cast) -> None:
    one, browser = _tomorrow(linden), signed_in(linden.owner)
    page = reverse("desk:settings-service", args=[one.service_id])
    givers = [str(linden.ana.as_therapist.id)]
    given: dict[str, object] = {
        "givers": givers,
        "name": "S",
        "technique": "swedish",
        "kind": "treatment",
        "therapists_needed": 1,
        "recovery_minutes": 15,
    }

    kept = browser.post(page, given | {"minutes_0": 60, "price_0": 80}, follow=True).context["messages"]
    asked = browser.post(page, given | {"minutes_0": 45, "price_0": 80}).context["outside"]

    assert [str(said) for said in kept] == ["Saved. What is booked keeps its length and price."]
    assert (asked, lengths(linden)) == ((one,), {60})


def test_a_piece_in_use_goes_last_and_names_first_what_has_it(linden: Cast) -> None:
    one, browser = _tomorrow(linden), signed_in(linden.owner)
    cups = EquipmentKind.objects.create(name="Cups")
    other, piece = (Equipment.objects.create(kind=cups, location=linden.location) for _number in range(2))
    taken = Reservation.objects.filter(appointment=one)[0]
    Reservation.objects.create(
        resource=Resource.objects.create(equipment=piece),
        start_minute=taken.start_minute,
        end_minute=taken.end_minute,
        why=taken.why,
        appointment=one,
    )
    page = reverse("desk:settings-equipment", args=[linden.location.id])

    one_goes = browser.post(page, {"name": "Cups", "pieces": 1})
    left = list(Equipment.objects.filter(is_in_use=True))
    asked = browser.post(page, {"name": "Cups", "pieces": 0})
    untouched = list(Equipment.objects.filter(is_in_use=True))
    agreed = browser.post(page, {"name": "Cups", "pieces": 0, "confirmed": "yes"})

    assert (one_goes.status_code, left, other in left) == (302, [piece], False)
    assert (asked.context["outside"], untouched) == ((one,), [piece])
    assert "One future appointment would no longer fit" in asked.content.decode()
    assert (agreed.status_code, Equipment.objects.filter(is_in_use=True).count()) == (302, 0)


@pytest.mark.parametrize("asked", [{"of": "x"}, {"of": "service"}, {"of": "service", "key": "x"}])
def test_what_cannot_be_asked_for_is_not_there(linden: Cast, asked: dict[str, str]) -> None:
    assert signed_in(linden.owner).get(AHEAD, asked).status_code == 404

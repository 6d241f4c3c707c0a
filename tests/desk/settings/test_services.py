"""Services with their lengths and prices."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tableside.records.audit.queries import newest_entries
from tableside.records.practice.models import Service
from tableside.records.practice.queries import all_services, service_with_length
from tests.personas import Cast, signed_in
from tests.sessions import booked

LIST = reverse("desk:settings-services")
ADD = reverse("desk:settings-service-add")


def given(**changes: object) -> dict[str, object]:
    return {
        "name": "Sports massage",
        "technique": "sports",
        "kind": "treatment",
        "therapists_needed": "1",
        "recovery_minutes": "15",
        "minutes_0": "45",
        "price_0": "59,50",
        "minutes_1": "90",
        "price_1": "110",
    } | changes


def url(service: Service, name: str = "settings-service") -> str:
    return reverse(f"desk:{name}", args=[service.id])


def lengths(service: Service) -> list[tuple[int, int]]:
    return sorted((length.minutes, length.price_minor) for length in service.lengths.all())


def test_a_service_is_added_with_its_prices_and_those_who_give_it(linden: Cast) -> None:
    signed_in(linden.owner).post(ADD, given(givers=[str(linden.ana.as_therapist.id)]))

    (service,) = [one for one in all_services() if one.name == "Sports massage"]
    assert (lengths(service), service.technique, list(service.therapists.all())) == (
        [(45, 5950), (90, 11000)],
        "sports",
        [linden.ana.as_therapist],
    )
    assert {"service.added"} <= {entry.deed for entry in newest_entries()[:2]}


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"name": ""}, "This field is required"),
        ({"technique": "magic"}, "Select a valid choice"),
        ({"minutes_0": "", "price_0": "", "minutes_1": "", "price_1": ""}, "Give at least one length"),
        ({"price_0": ""}, "Say what this length costs"),
        ({"minutes_0": ""}, "Say how many minutes"),
        ({"minutes_1": "45"}, "stands above already"),
        ({"price_0": "1,250.00"}, "Write the amount in digits"),
        ({"price_0": "-5"}, "Write the amount in digits"),
        ({"minutes_0": "1000"}, "less than or equal to 480"),
        ({"minutes_0": "soon"}, "Enter a whole number"),
        ({"therapists_needed": "3"}, "Select a valid choice"),
        ({"givers": ["nobody"]}, "Select a valid choice"),
    ],
)
def test_what_cannot_be_is_said_and_nothing_added(linden: Cast, changes: dict[str, object], sentence: str) -> None:
    answer = signed_in(linden.owner).post(ADD, given(**changes))

    assert (answer.status_code, sentence in answer.content.decode()) == (422, True)
    assert all_services().count() == 4


def test_a_change_of_price_leaves_what_is_booked_alone(linden: Cast) -> None:
    appointment = booked(linden)
    givers = [str(one.as_therapist.id) for one in (linden.ana, linden.ben)]

    changes = {"name": "Swedish", "minutes_0": "60", "price_0": "99", "givers": givers}
    signed_in(linden.owner).post(url(linden.swedish), given(**changes))

    appointment.refresh_from_db()
    (service,) = [one for one in all_services() if one.name == "Swedish"]
    assert (lengths(service), appointment.price_minor) == ([(60, 9900), (90, 11000)], 8000)
    assert newest_entries()[1].detail == {"fields": ["name", "technique", "lengths"]}


def test_the_form_starts_from_what_stands(linden: Cast) -> None:
    form = signed_in(linden.owner).get(url(linden.swedish)).context["form"]

    assert [(minutes.value(), price.value()) for minutes, price in form.length_rows()][:3] == [
        (60, "80.00"),
        (75, "100.00"),
        (90, "120.00"),
    ]


def test_a_service_is_taken_off_and_put_back(linden: Cast) -> None:
    browser = signed_in(linden.owner)
    offering = url(linden.swedish, "settings-service-offering")

    browser.post(offering, {"offered": "no"})
    assert service_with_length(linden.swedish.id, minutes=60) is None
    browser.post(offering, {"offered": "yes"})

    assert service_with_length(linden.swedish.id, minutes=60) is not None
    assert [entry.deed for entry in newest_entries()[:2]] == ["service.offered", "service.withdrawn"]


def test_more_services_cost_no_more_queries(linden: Cast) -> None:
    browser = signed_in(linden.owner)

    counts = []
    for _round in range(2):
        with CaptureQueriesContext(connection) as captured:
            browser.get(LIST)
        counts.append(len(captured))
        browser.post(ADD, given())

    assert counts[0] == counts[1]

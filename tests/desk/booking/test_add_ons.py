"""The desk's step of the treatment: length and price follow the add-ons that are ticked; a button adds up too."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from tableside.core.permissions.actor import Actor
from tableside.records.foundation.keys import new_key
from tableside.records.practice.service_actions import NewAddOn, set_add_ons
from tests.desk.booking.test_booking import free_start
from tests.personas import FOUNDED, Cast, signed_in

BOOK = reverse("desk:book")


def with_add_ons(cast: Cast, *, by: Actor) -> tuple[NewAddOn, NewAddOn]:
    stones, arnica = NewAddOn(new_key(), "Hot stones", 15, 2000), NewAddOn(new_key(), "Arnica", 0, 300)
    set_add_ons(cast.swedish, [stones, arnica], by=by, now=FOUNDED)
    return stones, arnica


@pytest.mark.parametrize(
    ("ticked", "first"),
    [
        ((), ("60 minutes", "€80.00", "")),
        ((0,), ("75 minutes", "€100.00", "Hot stones")),
        ((0, 1), ("75 minutes", "€103.00", "Arnica, Hot stones")),
    ],
)
def test_length_and_price_are_those_with_what_is_ticked(
    linden: Cast, ticked: tuple[int, ...], first: tuple[str, str, str]
) -> None:
    add_ons = with_add_ons(linden, by=linden.owner.actor)
    asked: dict[str, Any] = {"client": linden.clara.client.id, "service": linden.swedish.id}

    page = signed_in(linden.front_desk).get(BOOK, {**asked, "add_on": [add_ons[one].id for one in ticked]})

    cards = {card["service"].id: card for card in page.context["cards"]}
    swedish, other = cards[linden.swedish.id], cards[linden.deep_tissue.id]
    shown = swedish["lengths"][0]
    assert (shown["words"], shown["price"], swedish["with"]) == first
    assert (shown["minutes"], other["with"]) == (60, "")  # what is sent is the treatment alone, its add-ons beside it
    html = page.content.decode()
    assert html.count(" checked") == len(ticked)
    assert '<button class="button button--secondary">Add up time and price</button>' in html


def test_an_add_on_of_another_treatment_or_of_nothing_adds_nothing(linden: Cast) -> None:
    stones, _arnica = with_add_ons(linden, by=linden.owner.actor)
    desk, client = signed_in(linden.front_desk), linden.clara.client.id

    deep, swedish = linden.deep_tissue.id, linden.swedish.id

    for service, add_on in ((deep, stones.id), (swedish, "nonsense"), ("x", stones.id)):
        page = desk.get(BOOK, {"client": str(client), "service": str(service), "add_on": str(add_on)})
        assert [card["with"] for card in page.context["cards"] if card["with"]] == []


def test_going_back_to_the_treatment_keeps_what_was_ticked(linden: Cast) -> None:
    stones, _arnica = with_add_ons(linden, by=linden.owner.actor)
    chosen: dict[str, Any] = {"client": linden.clara.client.id, "service": linden.swedish.id, "minutes": 60}
    chosen |= {"add_on": stones.id}
    desk = signed_in(linden.front_desk)
    confirm = desk.get(BOOK, {**chosen, "start": free_start(linden.swedish).isoformat()})

    treatment = next(fact for fact in confirm.context["summary"] if fact.term == "Treatment")
    page = desk.get(treatment.url)

    assert page.context["choices"].step == "what"
    assert [card["with"] for card in page.context["cards"] if card["with"]] == ["Hot stones"]

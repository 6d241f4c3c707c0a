"""Where it hurts, as the client marked it, is a picture on the therapist's pages."""

from __future__ import annotations

import re

from django.urls import reverse
from django.utils import timezone

from tableside.knowledge.load_rulebook import load_questions
from tests.factories import answered
from tests.intakes import send
from tests.personas import Cast, signed_in
from tests.sessions import booked, this_minute

TITLE = "Where it hurts, as the client marked it"


def marked(page: str) -> list[str]:
    """The places that are tinted on the figure, some of them in front and behind."""
    return sorted(set(re.findall(r'class="place place--chosen" data-place="([^"]+)"', page)))


def test_a_client_ticks_places_and_the_therapist_sees_them_on_the_figure(linden: Cast) -> None:
    appointment = booked(linden, at=this_minute())
    places = ("shoulder.left", "lower_back.right")
    number = next(n for n, one in enumerate(load_questions().groups, 1) if one.id == "wishes")

    send(signed_in(linden.clara), "/my/intake/", {"pain_places": places})

    own = signed_in(linden.clara).get(f"/my/intake/{number}/").content.decode()
    assert marked(own) == sorted(places)
    for name in ("desk:session", "desk:finding"):
        page = signed_in(linden.ana).get(reverse(name, args=[appointment.id])).content.decode()
        assert TITLE in page
        assert marked(page) == sorted(places)


def test_whoever_marked_nothing_has_no_picture(linden: Cast) -> None:
    appointment = booked(linden, at=this_minute())
    answered(linden.clara, now=timezone.now())

    for name in ("desk:session", "desk:finding"):
        assert TITLE not in signed_in(linden.ana).get(reverse(name, args=[appointment.id])).content.decode()

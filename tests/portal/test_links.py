"""Guessing at links is slowed down, and never at the cost of somebody whose link is good."""

from __future__ import annotations

import pytest
from django.test import Client as Browser

from tableside.portal.links import MISSES
from tests.personas import Cast
from tests.portal.intake.test_doors import intake_link


@pytest.mark.parametrize("way", ["/intake/{}/", "/claim/{}/", "/appointment/{}/", "/appointment/{}/health/"])
def test_whoever_tries_many_links_that_open_nothing_is_asked_to_wait(linden: Cast, way: str) -> None:
    good, guess = intake_link(linden.clara), way.format("a" * 43)
    for _ in range(MISSES - 1):
        Browser().get("/claim/" + "b" * 43 + "/")

    answers = [Browser().get(guess) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [404, 429]
    assert "use its link, or try again in an hour" in answers[1].content.decode()
    assert answers[1]["Retry-After"] == "3600"
    assert Browser().get(f"/intake/{good}/").status_code == 200
    assert Browser(REMOTE_ADDR="203.0.113.9").get(guess).status_code == 404

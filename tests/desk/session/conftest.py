"""Clara lies on the massage table and Ana treats her, now."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client as Browser
from django.urls import reverse

from tableside.records.charting.models import Session
from tests.factories import answered
from tests.personas import Cast, signed_in
from tests.sessions import booked, running, this_minute

Post = Callable[..., Any]  # Any: the test client's response


@pytest.fixture
def session(linden: Cast) -> Session:
    answered(linden.clara)
    return running(linden, booked(linden, at=this_minute(), service=linden.swedish))


@pytest.fixture
def ana(linden: Cast) -> Browser:
    return signed_in(linden.ana)


@pytest.fixture
def post(ana: Browser, session: Session) -> Post:
    """Ana sends a form of the session page."""

    def send(name: str, *args: object, data: dict[str, Any] | None = None, **headers: str) -> Any:
        address = reverse(f"desk:{name}", args=[session.appointment_id, *args])
        return ana.post(address, data or {}, headers=headers)

    return send

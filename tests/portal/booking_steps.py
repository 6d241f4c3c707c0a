"""Booking as a browser does it, one step after the other, by plain links and forms."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.test import Client as Browser

from tableside.records.practice.models import Service, Therapist

GUEST = {"name": "Gwen Hart", "email": "gwen@guests.example", "phone": "", "agree": "on"}


def chosen(service: Service, *, therapist: Therapist | None = None, minutes: int = 60, **more: object) -> str:
    query = {"service": service.id, "minutes": minutes, **({"therapist": therapist.id} if therapist else {}), **more}
    return urlencode(query)


def offered(browser: Browser, query: str) -> list[str]:
    """The times of the first free day, as its buttons send them."""
    page = browser.get(f"/book/time/?{query}")
    return [offer.value for offer in page.context["page"].offers]


def book(browser: Browser, query: str, start: str, *, key: str = "one-key", **details: str) -> Any:
    """The last step; what Django's test client answers."""
    address = f"/book/details/?{query}&{urlencode({'start': start})}"
    return browser.post(address, GUEST | {"key": key} | details)


def instant(text: str) -> datetime:
    return datetime.fromisoformat(text)

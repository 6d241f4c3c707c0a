"""What somebody answered to a text, as the gateway posts it."""

from __future__ import annotations

import json

from django.conf import settings
from django.http import HttpRequest


def read_answer(request: HttpRequest) -> tuple[str, str]:
    """The number it came from and what it says; both empty when the request holds neither."""
    given: object = request.POST
    if request.content_type == "application/json":
        try:
            given = json.loads(request.body)
        except ValueError:
            given = {}
    names = settings.SMS_FIELDS
    read = getattr(given, "get", lambda _name: None)
    return tuple(str(read(names[part]) or "")[:500] for part in ("from", "text"))  # type: ignore[return-value]

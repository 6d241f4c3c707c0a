"""One key a form: sending it twice is one deed."""

from __future__ import annotations

import secrets

from django.http import HttpRequest

_LONGEST = 80


def new_key() -> str:
    return secrets.token_urlsafe(16)


def sent_key(request: HttpRequest) -> str:
    """The key that came with the form; one of its own for a form that came without."""
    return request.POST.get("key", "")[:_LONGEST] or new_key()

"""The links in mails. A link that is good always opens; whoever tries many that open nothing is asked to wait."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import cast

from allauth.core.internal.ratelimit import get_ip
from django.core.cache import cache
from django.http import Http404, HttpRequest
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext

from tableside.records.clients.models import Link
from tableside.records.clients.queries import link_of_token
from tableside.ui.errors import TooOften
from tableside.ui.requests import PublicRequest

MISSES = 30
_PERIOD = timedelta(hours=1)


def link_to_open(request: HttpRequest, token: str, *purposes: Link.Purpose, now: datetime) -> Link:
    """404 for a token that opens nothing, whatever the reason; ``TooOften`` after many of them from one address."""
    for purpose in purposes:
        if link := link_of_token(token, purpose=purpose, now=now):
            return link
    raise turned_away(request)


def turned_away(request: HttpRequest) -> Http404 | TooOften:
    """The answer to whoever came with a token that opens nothing; each counts."""
    if _misses(request) > MISSES:
        why = gettext("Please open the newest mail from the practice and use its link, or try again in an hour.")
        return TooOften(why, cast(PublicRequest, request).practice, wait=_PERIOD)
    return Http404()


def _misses(request: HttpRequest) -> int:
    """How often this address has missed within the hour, this time included. Kept under a keyed hash."""
    name = "missed:" + salted_hmac("links by address", get_ip(request)).hexdigest()
    cache.add(name, 0, _PERIOD.total_seconds())
    try:
        return cache.incr(name)
    except ValueError:  # the hour ended between the two lines
        return 0

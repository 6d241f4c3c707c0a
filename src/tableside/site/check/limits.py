"""How often one network address may ask: counted in memory and for an hour only, because this page leaves nothing
behind, not even a row in a cache table. Each process of the server counts for itself. A page that is filled in looks
for follow-ups with many an answer, so a look counts less than a step."""

from __future__ import annotations

from datetime import timedelta

from allauth.core.internal.ratelimit import get_ip
from django.conf import settings
from django.core.cache import caches
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

PERIOD = timedelta(hours=1)
LOOKS_IN_A_STEP = 10


def asks_too_often(request: HttpRequest, *, only_looks: bool) -> bool:
    """Counts this request, and says whether it is one too many."""
    if not settings.CHECKS_PER_ADDRESS:
        return False
    memory = caches["in_memory"]
    name = "checked:" + salted_hmac("checks by address", get_ip(request)).hexdigest()
    memory.add(name, 0, PERIOD.total_seconds())
    try:
        looks = memory.incr(name, 1 if only_looks else LOOKS_IN_A_STEP)
    except ValueError:  # the hour ended between the two lines
        return False
    return looks > settings.CHECKS_PER_ADDRESS * LOOKS_IN_A_STEP

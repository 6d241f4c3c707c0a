"""Hand a text message to the practice's HTTP gateway. The contract is in docs/operate/settings.md."""

from __future__ import annotations

import json

import phonenumbers
import urllib3
from django.conf import settings

_TIMEOUT = urllib3.Timeout(connect=5, read=15)
_ASK_AGAIN = frozenset({408, 425, 429})


class GatewayRefused(Exception):
    """It will not take this message, however often it is asked."""


class GatewayAway(Exception):
    """It could not be reached or could not say: ask again later."""


def offers_texts() -> bool:
    return bool(settings.SMS_URL)


def international(number: str, *, country: str) -> str:
    """The number as gateways want it, ``+431234567``; empty when it can be no number of a telephone.

    >>> international("01 234 5678", country="AT"), international("by the door", country="AT")
    ('+4312345678', '')
    """
    try:
        parsed = phonenumbers.parse(number, country.upper() or None)
    except phonenumbers.NumberParseException:
        return ""
    if not phonenumbers.is_possible_number(parsed):
        return ""
    return str(phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164))


def send_text(number: str, text: str, *, key: str) -> None:
    """One POST. ``key`` goes along, so that a gateway which knows it sends the message once however often we ask."""
    names = settings.SMS_FIELDS
    body = {names["to"]: number, names["from"]: settings.SMS_SENDER, names["text"]: text, names["key"]: key}
    headers = {"Content-Type": "application/json", "Idempotency-Key": key}
    if settings.SMS_TOKEN:
        headers["Authorization"] = f"Bearer {settings.SMS_TOKEN}"
    with urllib3.PoolManager(retries=False, timeout=_TIMEOUT) as pool:
        try:
            answer = pool.request("POST", settings.SMS_URL, body=json.dumps(body), headers=headers, redirect=False)
        except urllib3.exceptions.HTTPError as reason:
            raise GatewayAway(type(reason).__name__) from reason
    if answer.status >= 500 or answer.status in _ASK_AGAIN:
        raise GatewayAway(str(answer.status))
    if not 200 <= answer.status < 300:
        raise GatewayRefused(str(answer.status))

"""Fetch a file from an address that somebody typed in: https to a public host and nowhere else. The host is looked up
once, every address it has is checked, and the connection goes to one that was checked. Plain Python, as the reader is.
"""

from __future__ import annotations

import ipaddress
import socket
import time
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass
from urllib.parse import urlsplit

import urllib3

from tableside.workflows.calendars.busy_times import CannotRead

MOST_BYTES = 2_000_000
_SECONDS = 10.0
_LONGEST = 2_000
_PIECE = 65_536


@dataclass(frozen=True)
class Address:
    host: str
    path: str  # with what follows the question mark


@dataclass(frozen=True)
class Version:
    """What the other side said of the file the last time, so that it can say that nothing has changed."""

    etag: str = ""
    last_modified: str = ""


@dataclass(frozen=True)
class Fetched:
    content: bytes
    version: Version


def public_addresses(host: str) -> Sequence[str]:
    """Where this host is. Not one of them may be inside: a name with a public and a private address is refused."""
    try:
        found = {str(row[4][0]) for row in socket.getaddrinfo(host, 443, type=socket.SOCK_STREAM)}
    except (OSError, UnicodeError) as reason:
        raise CannotRead("away") from reason
    if not found or not all(map(is_public, found)):
        raise CannotRead("not_public")
    return sorted(found)


def is_public(address: str) -> bool:
    """Whether a machine anywhere reaches the same host by it. IPv6 addresses that stand for one of IPv4 are not taken:
    who they lead to depends on where one asks.

    >>> [is_public(one) for one in ("9.9.9.9", "10.0.0.1", "::ffff:9.9.9.9", "2620:fe::fe")]
    [True, False, False, True]
    """
    known = ipaddress.ip_address(address)
    if not known.is_global or known.is_multicast or known.is_reserved:
        return False
    return known.version == 4 or not (known.ipv4_mapped or known.sixtofour or known.teredo)


@dataclass(frozen=True)
class Door:
    """How the outside is reached; ``authorities`` is a file of certificates, none for those this machine trusts."""

    addresses: Callable[[str], Sequence[str]] = public_addresses
    port: int = 443
    authorities: str | None = None


STRICT = Door()


def address_of(typed: str) -> Address:
    """``CannotRead`` for what can be no address of a calendar; the host has not been looked up then."""
    text = typed.strip()
    if text[:9].lower() == "webcal://":
        text = "https://" + text[9:]
    try:
        parts = urlsplit(text)
        host, port = parts.hostname or "", parts.port
    except ValueError as reason:
        raise CannotRead("not_an_address") from reason
    if len(text) > _LONGEST or not all("!" <= sign <= "~" and sign != "\\" for sign in text) or not host:
        raise CannotRead("not_an_address")
    if parts.scheme != "https" or port not in (None, 443):
        raise CannotRead("not_https")
    if "@" in parts.netloc:
        raise CannotRead("has_password")
    if _is_inside(host):
        raise CannotRead("not_public")
    return Address(host, (parts.path or "/") + (f"?{parts.query}" if parts.query else ""))


def fetch(typed: str, *, known: Version, door: Door = STRICT) -> Fetched | None:
    """None when nothing has changed since ``known``."""
    address, until = address_of(typed), time.monotonic() + _SECONDS
    place = door.addresses(address.host)[0]
    headers = {"Host": address.host, "Accept": "text/calendar", "Accept-Encoding": "identity"}
    headers |= {"If-None-Match": known.etag} if known.etag else {}
    headers |= {"If-Modified-Since": known.last_modified} if known.last_modified else {}
    with urllib3.HTTPSConnectionPool(
        place,
        door.port,
        server_hostname=address.host,
        assert_hostname=address.host,
        cert_reqs="CERT_REQUIRED",
        ca_certs=door.authorities,
        timeout=urllib3.Timeout(connect=5, read=5),
        retries=False,
    ) as pool:
        try:
            with closing(
                pool.request("GET", address.path, headers=headers, redirect=False, preload_content=False)
            ) as answer:
                return _understood(answer, known=known, until=until)
        except (urllib3.exceptions.SSLError, urllib3.exceptions.NewConnectionError) as reason:
            raise CannotRead("not_trusted" if "SSL" in type(reason).__name__ else "away") from reason
        except (urllib3.exceptions.HTTPError, OSError) as reason:
            raise CannotRead("away") from reason


def _understood(answer: urllib3.BaseHTTPResponse, *, known: Version, until: float) -> Fetched | None:
    if answer.status == 304 and known != Version():
        return None
    _insist_on_a_file(answer)
    version = Version(answer.headers.get("ETag", "")[:200], answer.headers.get("Last-Modified", "")[:60])
    return Fetched(_content(answer, until=until), version)


def _insist_on_a_file(answer: urllib3.BaseHTTPResponse) -> None:
    if 300 <= answer.status < 400:
        raise CannotRead("leads_on")
    if answer.status in (401, 403, 404, 410):
        raise CannotRead("not_given")
    if answer.status != 200:
        raise CannotRead("away")
    if answer.headers.get("Content-Encoding", "identity") != "identity":
        raise CannotRead("not_a_calendar")


def _content(answer: urllib3.BaseHTTPResponse, *, until: float) -> bytes:
    content = bytearray()
    while piece := answer.read1(_PIECE, decode_content=False):
        content += piece
        if len(content) > MOST_BYTES:
            raise CannotRead("too_large")
        if time.monotonic() > until:
            raise CannotRead("too_slow")
    return bytes(content)


def _is_inside(host: str) -> bool:
    """Whether the host is written as a number of this house or of none; names are looked up only when fetching."""
    try:
        return not is_public(host)
    except ValueError:
        return False

"""Fetching from an address that a stranger may have typed: what is refused before, on the way and on arrival."""

from __future__ import annotations

import ssl
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from tableside.workflows.calendars import fetch_calendar
from tableside.workflows.calendars.busy_times import CannotRead
from tableside.workflows.calendars.fetch_calendar import (
    STRICT,
    Door,
    Fetched,
    Version,
    address_of,
    fetch,
    public_addresses,
)

HOST = "calendar.example"
NEVER = Version()


class Other(BaseHTTPRequestHandler):
    """The other side. Each path is one way to behave; ``asked`` is whom it was asked for."""

    asked: list[str] = []

    def do_GET(self) -> None:
        self.asked.append(self.headers["Host"])
        unchanged = self.headers.get("If-None-Match") == '"1"'
        status = {"/moved": 302, "/gone": 404, "/broken": 500}.get(self.path, 304 if unchanged else 200)
        self.send_response(status)
        self.send_header("ETag", '"1"')
        if self.path == "/moved":
            self.send_header("Location", f"https://{HOST}/ok")
        if self.path == "/packed":
            self.send_header("Content-Encoding", "gzip")
        self.end_headers()
        if status == 200:
            size = fetch_calendar.MOST_BYTES + 1 if self.path == "/large" else 2
            self.wfile.write(b"x" * size)

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture(scope="module")
def door(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Door]:
    """To a real server with a certificate for ``calendar.example``; only the addresses and who is trusted differ."""
    folder = tmp_path_factory.mktemp("certificate")
    authority, keys = certificate(folder)
    server = ThreadingHTTPServer(("127.0.0.1", 0), Other)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(authority, keys)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield Door(addresses=lambda host: ["127.0.0.1"], port=server.server_port, authorities=str(authority))
    server.shutdown()
    server.server_close()
    thread.join()


def certificate(folder: Path) -> tuple[Path, Path]:
    key, name = ec.generate_private_key(ec.SECP256R1()), x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, HOST)])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(hours=1))
        .not_valid_after(now + timedelta(hours=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(HOST)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    paths = folder / "certificate.pem", folder / "key.pem"
    paths[0].write_bytes(made.public_bytes(Encoding.PEM))
    paths[1].write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    return paths


def problem_of(typed: str, *, door: Door = STRICT) -> str:
    with pytest.raises(CannotRead) as caught:
        fetch(typed, known=NEVER, door=door)
    return caught.value.code


def test_a_file_is_fetched_and_the_same_one_not_again(door: Door) -> None:
    first = fetch(f"https://{HOST}/ok?key=1", known=NEVER, door=door)

    assert first == Fetched(b"xx", Version(etag='"1"'))
    assert fetch(f"webcal://{HOST}/ok", known=first.version, door=door) is None
    assert set(Other.asked) == {HOST}


@pytest.mark.parametrize(
    ("path", "problem"),
    [
        ("moved", "leads_on"),
        ("gone", "not_given"),
        ("broken", "away"),
        ("large", "too_large"),
        ("packed", "not_a_calendar"),
    ],
)
def test_what_is_no_plain_small_file_is_not_taken(door: Door, path: str, problem: str) -> None:
    assert problem_of(f"https://{HOST}/{path}", door=door) == problem


def test_what_takes_its_time_is_given_up(door: Door, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetch_calendar, "_SECONDS", -1)

    assert problem_of(f"https://{HOST}/ok", door=door) == "too_slow"


def test_a_certificate_for_another_name_or_from_nobody_is_not_trusted(door: Door) -> None:
    stranger = replace(door, authorities=None)

    assert problem_of("https://other.example/ok", door=door) == "not_trusted"
    assert problem_of(f"https://{HOST}/ok", door=stranger) == "not_trusted"


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1",
        "10.1.2.3",
        "172.16.0.1",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "0.0.0.0",
        "224.0.0.1",
        "[::1]",
        "[::]",
        "[fe80::1]",
        "[fc00::1]",
        "[::ffff:8.8.8.8]",
        "[::ffff:127.0.0.1]",
        "[2002:7f00:1::]",
        "[64:ff9b::7f00:1]",
        "2130706433",
        "0x7f.1",
        "127.1",
        "localhost",
    ],
)
def test_no_address_inside_is_reached_however_it_is_written(host: str) -> None:
    assert problem_of(f"https://{host}/") == "not_public"


def test_a_name_with_one_private_address_among_public_ones_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    def found(*addresses: str) -> None:
        rows = [(0, 0, 0, "", (address, 443)) for address in addresses]
        monkeypatch.setattr("socket.getaddrinfo", lambda *asked, **more: rows)

    found("9.9.9.9", "2620:fe::fe")
    both = public_addresses(HOST)
    found("9.9.9.9", "10.0.0.1")

    assert both == ["2620:fe::fe", "9.9.9.9"]
    assert problem_of(f"https://{HOST}/") == "not_public"


@pytest.mark.parametrize(
    ("typed", "problem"),
    [
        ("", "not_an_address"),
        ("calendar.example/ok", "not_an_address"),
        ("https://", "not_an_address"),
        ("https://[calendar/", "not_an_address"),
        ("https://calendar.example:99999/", "not_an_address"),
        ("https://calendar.example/a b", "not_an_address"),
        ("https://calendar.example\\@evil.example/", "not_an_address"),
        ("https://calendar.example/\r\nHost: evil.example", "not_an_address"),
        ("https://kalender.exämple/", "not_an_address"),
        ("https://calendar.example/" + "a" * 2_000, "not_an_address"),
        ("http://calendar.example/", "not_https"),
        ("file:///etc/passwd", "not_an_address"),
        ("https://calendar.example:8443/", "not_https"),
        ("https://ana:secret@calendar.example/", "has_password"),
    ],
)
def test_what_is_no_plain_https_address_is_refused_before_anything_is_asked(typed: str, problem: str) -> None:
    with pytest.raises(CannotRead) as caught:
        address_of(typed)

    assert caught.value.code == problem

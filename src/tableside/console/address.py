"""Where the practice is reached: the port, and the names a browser may use for it."""

from __future__ import annotations

import errno
import os
import socket
from ipaddress import ip_address

from tableside.console.talk import CannotGoOn


def announce_to_settings(host: str, port: int) -> None:
    """Names that the operator has set in the environment win."""
    names = ["127.0.0.1", "localhost", "[::1]"]
    if not _is_loopback(host):
        names += [_bracketed(_visible(host)), socket.gethostname(), f"{socket.gethostname()}.local"]
    os.environ.setdefault("TABLESIDE_HOSTS", " ".join(names))
    os.environ.setdefault("TABLESIDE_URL", seen_by_a_browser(host, port).rstrip("/"))


def check_free(host: str, port: int) -> None:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as reason:
            raise CannotGoOn(_why_not(host, port, reason)) from None


def seen_by_a_browser(host: str, port: int) -> str:
    return f"http://{_bracketed(_visible(host))}:{port}/"


def reached_from_here(host: str) -> str:
    return {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)


def cautions(host: str) -> list[str]:
    if _is_loopback(host):
        return []
    return ["Everyone in this network can reach it, unencrypted. For real clients, put an https proxy in front."]


def _why_not(host: str, port: int, reason: OSError) -> str:
    if reason.errno == errno.EADDRINUSE:
        return f"Port {port} is in use by another program. Choose another one: --port {port + 1}"
    if reason.errno == errno.EACCES:
        return f"Port {port} is reserved for the administrator. Choose one from 1024 up: --port 8000"
    return f"{host} is not an address of this machine. Use 127.0.0.1, or 0.0.0.0 for the whole local network."


def _visible(host: str) -> str:
    """The address that others in the network would use, where the machine listens on all of its own."""
    if host not in {"0.0.0.0", "::"}:
        return host
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))  # sends nothing; only asks which of our addresses would be used
        except OSError:
            return "127.0.0.1"
        return str(probe.getsockname()[0])


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _bracketed(host: str) -> str:
    return f"[{host}]" if ":" in host else host

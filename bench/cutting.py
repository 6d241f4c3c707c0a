"""A network that breaks. It passes bytes on to a server and spoils every second connection: it is cut while the form is
on its way, or just before the answer to the form comes back, when the booking stands and nobody has heard of it."""

from __future__ import annotations

import contextlib
import random
import socket
import threading
from collections.abc import Iterator
from types import TracebackType


class CuttingNetwork:
    """Listens on a port of its own while the ``with`` block lasts."""

    def __init__(self, server_port: int, draw: random.Random) -> None:
        self._server_port, self._draw, self._seen = server_port, draw, 0
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._listener.getsockname()[1])

    def __enter__(self) -> CuttingNetwork:
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._listener.close()

    def _accept(self) -> None:
        while True:
            try:
                person, _ = self._listener.accept()
                server = socket.create_connection(("127.0.0.1", self._server_port))
            except OSError:
                return
            self._seen += 1
            sends_a_form = threading.Event()
            is_bad = self._seen % 2 == 0
            up = self._draw.randrange(1, 1000) if is_bad and self._seen % 4 == 0 else None  # a form is about that long
            loses_the_answer = is_bad and up is None
            for way in (
                (_pass_up, person, server, up, sends_a_form),
                (_pass_down, server, person, loses_the_answer, sends_a_form),
            ):
                threading.Thread(target=way[0], args=way[1:], daemon=True).start()


def _pass_up(person: socket.socket, server: socket.socket, left: int | None, sends_a_form: threading.Event) -> None:
    """What the person sends; of a form only the first ``left`` bytes, if that is a number."""
    with _closing(person, server):
        while chunk := person.recv(65536):
            if chunk.startswith(b"POST"):
                sends_a_form.set()
            if left is None or not sends_a_form.is_set():
                server.sendall(chunk)
            else:
                server.sendall(chunk[:left])
                return


def _pass_down(
    server: socket.socket, person: socket.socket, loses_the_answer: bool, sends_a_form: threading.Event
) -> None:
    with _closing(person, server):
        while chunk := server.recv(65536):
            if loses_the_answer and sends_a_form.is_set():
                return
            person.sendall(chunk)


@contextlib.contextmanager
def _closing(*ends: socket.socket) -> Iterator[None]:
    try:
        with contextlib.suppress(OSError):
            yield
    finally:
        for end in ends:
            with contextlib.suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
            end.close()

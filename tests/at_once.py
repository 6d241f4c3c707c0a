"""One form that many browsers send to the running server at the same moment. Real threads, real transactions."""

from __future__ import annotations

import re
import threading
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from http.client import HTTPConnection
from http.cookies import SimpleCookie
from urllib.parse import urlsplit

from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart

TWENTY = 20


@dataclass(frozen=True)
class Answer:
    """``status`` is what the server answered first; ``page`` is what is read in the end, behind a redirect."""

    status: int
    page: str
    cookies: Mapping[str, str]


@dataclass(frozen=True)
class Server:
    url: str

    def open(self, place: str, cookies: Mapping[str, str] | None = None) -> Answer:
        return self._ask("GET", place, cookies or {})

    def send_at_once(self, place: str, form: Mapping[str, object], *, times: int = TWENTY) -> list[Answer]:
        """Opened once, and then sent by everybody with what the page had hidden in it."""
        opened = self.open(place)
        hidden = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', opened.page))
        body = encode_multipart(BOUNDARY, {**hidden, **form})
        ready = threading.Barrier(times, timeout=60)

        def send(_number: int) -> Answer:
            ready.wait()
            return self._ask("POST", place, opened.cookies, body)

        with ThreadPoolExecutor(times) as pool:
            return list(pool.map(send, range(times)))

    def _ask(self, method: str, place: str, cookies: Mapping[str, str], body: bytes | None = None) -> Answer:
        connection = HTTPConnection(urlsplit(self.url).netloc, timeout=60)
        try:
            kept = "; ".join(f"{name}={value}" for name, value in cookies.items())
            connection.request(method, place, body, {"Cookie": kept, "Content-Type": MULTIPART_CONTENT})
            answer = connection.getresponse()
            page = answer.read().decode()
        finally:
            connection.close()
        given: SimpleCookie = SimpleCookie("\n".join(answer.headers.get_all("Set-Cookie", [])))
        now_kept = {**cookies, **{name: morsel.coded_value for name, morsel in given.items()}}
        if answer.status == 302:
            page = self.open(answer.headers["Location"], now_kept).page
        return Answer(answer.status, page, now_kept)

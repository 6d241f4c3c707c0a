"""Who is asking, of which practice, and whether the address lets them: found out once, before any view runs.
And what happens to the answers that a view does not give itself: refusals, and a database that gave up."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import replace
from typing import Any, cast

from allauth.account.authentication import get_authentication_records
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone

from tableside.core.decision import Refusal
from tableside.records.clients.access import surroundings_of
from tableside.records.foundation.scope import practice_scope
from tableside.records.practice.queries import facts_of, practice_read
from tableside.ui.errors import bad_request, not_found, turned_down, unavailable
from tableside.ui.guards import guard_of
from tableside.workflows.clearance.take_letter import too_large

logger = logging.getLogger(__name__)

_Next = Callable[[HttpRequest], HttpResponse]

#: How the addresses end at which files are uploaded.
_TAKE_FILES = ("/file/",)


class HeadReads:
    """HEAD is GET without the body. So every page that can be read answers it, and no view can take it for a change:
    it sees GET. The server leaves the body out."""

    def __init__(self, get_response: _Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method != "HEAD":
            return self.get_response(request)
        request.method = "GET"
        response = self.get_response(request)
        request.method = "HEAD"
        return response


class CleanInput:
    """NUL and lone surrogates are no text: neither database keeps both, so neither gets them. And files are uploaded at
    few addresses: elsewhere a form of several parts may be no longer than any other."""

    def __init__(self, get_response: _Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        takes_file = request.path.endswith(_TAKE_FILES) and request.content_type == "multipart/form-data"
        if takes_file and _is_longer(request, settings.FILE_UPLOAD_MAX_MEMORY_SIZE):
            return turned_down(request, too_large().detail)
        too_long = not takes_file and _is_longer(request, settings.DATA_UPLOAD_MAX_MEMORY_SIZE)
        if too_long or any(map(_is_dirty, (request.path, *_flat(request.GET), *request.COOKIES.values()))):
            return bad_request(request)
        if request.method == "POST" and not _is_json(request) and any(map(_is_dirty, _flat(request.POST))):
            return bad_request(request)
        return self.get_response(request)


class Surroundings:
    """Sets ``request.practice``, ``request.actor`` and ``request.has_second_factor``, the practice scope and the
    time zone. As long as there is no practice, every address leads to setting one up."""

    def __init__(self, get_response: _Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        found = surroundings_of(request.user, host=request.get_host().rsplit(":", 1)[0])
        typed = cast(Any, request)  # Any: a plain request gains the fields of ui.requests.PublicRequest
        if found is None:
            typed.practice = typed.actor = None
            typed.has_second_factor = False
            return self.get_response(request) if _is_setup(request.path) else HttpResponseRedirect("/setup/")
        records = get_authentication_records(request, request.user)
        typed.has_second_factor = any(record["method"] == "mfa" for record in records)
        practice, actor = found
        typed.practice = facts_of(practice)
        typed.actor = actor and replace(actor, has_second_factor=typed.has_second_factor)
        with practice_scope(practice.id), practice_read(practice), timezone.override(typed.practice.zone):
            return self.get_response(request)


class Guarded:
    """Deny by default: a view that does not say who may use it does not run."""

    def __init__(self, get_response: _Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: Any) -> None:
        if guard_of(view) is None:
            raise PermissionDenied


class InWords:
    """A refusal that no view caught is still a refusal, not a fault; and when the database gave up (locked, full, gone)
    its transaction is undone, so the page can say so."""

    def __init__(self, get_response: _Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, Refusal):
            return not_found(request) if exception.code == "not_found" else turned_down(request, exception.detail)
        if isinstance(exception, OperationalError):
            logger.error("The database gave up on a request.", exc_info=exception)
            return unavailable(request)
        return None


def _is_setup(path: str) -> bool:
    return path.startswith(("/setup/", "/static/"))


def _is_json(request: HttpRequest) -> bool:
    return request.content_type == "application/json"


def _is_longer(request: HttpRequest, most: int) -> bool:
    length = request.headers.get("Content-Length", "")
    return length.isdecimal() and int(length) > most


def _flat(data: Any) -> list[str]:  # Any: QueryDict's stubs hide that lists() yields strings
    return [text for key, values in data.lists() for text in (key, *values)]


def _is_dirty(text: str) -> bool:
    return "\0" in text or any("\ud800" <= letter <= "\udfff" for letter in text)

"""Every address of the program, read from Django's own table, so that a page added later is tested by itself."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.urls import URLPattern, URLResolver, get_resolver


@dataclass(frozen=True)
class Address:
    """``route`` is the whole pattern as written, ``name`` with its namespace."""

    route: str
    name: str
    view: Callable[..., HttpResponse]
    parts: tuple[str, ...]  # names of what the path has to hold, such as ``client_id``


def addresses() -> list[Address]:
    return sorted(_walk(get_resolver().url_patterns, "", ""), key=lambda address: address.route)


def _walk(patterns: list[Any], route: str, space: str) -> Iterator[Address]:  # Any: patterns and resolvers
    for pattern in patterns:
        here = route + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            within = f"{space}{pattern.namespace}:" if pattern.namespace else space
            for address in _walk(pattern.url_patterns, here, within):
                own = tuple(pattern.pattern.converters)
                yield Address(address.route, address.name, address.view, own + address.parts)
        elif isinstance(pattern, URLPattern):
            groups = getattr(pattern.pattern, "regex").groupindex  # noqa: B009  (the stubs do not know it)
            yield Address(here, f"{space}{pattern.name}", pattern.callback, tuple(groups))

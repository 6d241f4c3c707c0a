"""The tags and filters of the design system: icons, badges' words, initials, the script map of a page."""

from __future__ import annotations

import json
import zlib
from collections.abc import Mapping
from functools import lru_cache
from html import escape
from typing import Any

from django import template
from django.templatetags.static import static
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from tableside.ui import words
from tableside.ui.telephone import call_address

register = template.Library()

_MODULES = (
    "auto-save",
    "body-chart",
    "calendar-blocks",
    "calendar-question",
    "calendar-talk",
    "confirm-button",
    "desk-keys",
    "elapsed-minutes",
    "fresh-part",
    "growing-lines",
    "hold-time",
    "show-when",
    "signature-pad",
    "theme-switch",
    "toast-region",
    "zone-guess",
)
_BUNDLED = ("calendar-lib",)  # of others, made while the package is built
_TINTS = 8


@register.filter
def to_call(written: str) -> str | SafeString:
    """A telephone number to press, where it is nothing but one."""
    address = call_address(written)
    return format_html('<a href="{}">{}</a>', address, written) if address else written


@register.simple_tag
def icon(name: str, label: str = "", size: str = "") -> SafeString:
    """An icon of our sprite: decoration unless it is given a label."""
    if not label:
        return _decoration(name, size)
    return format_html(
        '<svg class="{}" role="img" aria-label="{}"><use href="{}"/></svg>', _kind(size), label, _place(name)
    )


@lru_cache(maxsize=512)
def _decoration(name: str, size: str) -> SafeString:
    """Drawn once: a list shows the same few icons hundreds of times."""
    return format_html('<svg class="{}" aria-hidden="true"><use href="{}"/></svg>', _kind(size), _place(name))


def _kind(size: str) -> str:
    return f"icon icon--{size}" if size else "icon"


def _place(name: str) -> str:
    return f"{static('ui/icons.svg')}#{name}"


@register.filter
def badge(look: words.Look) -> SafeString:
    """A badge of whatever has words, a tone and an icon."""
    return drawn_badge(str(look.words), look.tone, look.icon)


@lru_cache(maxsize=512)
def drawn_badge(label: str, tone: str, name: str) -> SafeString:
    """Drawn once, like its icon."""
    return format_html(
        '<span class="badge badge--{}">{}{}</span>', tone, _decoration(name, "small") if name else "", label
    )


@register.simple_tag
@lru_cache(maxsize=1)
def import_map() -> SafeString:
    """Where the browser finds our modules, by the names they call each other."""
    imports = {f"ui/{name}": static(f"ui/js/{name}.js") for name in _MODULES}
    imports |= {f"vendor/{name}": static(f"vendor/{name}.js") for name in _BUNDLED}
    return mark_safe(json.dumps({"imports": imports}).replace("<", "\\u003c"))


@register.simple_block_tag
def captured(content: str) -> SafeString:
    """Keeps what a block renders to, so that its wrapping is left out when there is nothing."""
    return mark_safe(content.strip())


@register.filter
def control(option: Mapping[str, Any]) -> SafeString:  # Any: what Django's widgets tell their templates
    """The input of a choice, as Django's own template draws it but quicker: a page of questions has hundreds."""
    value = {} if option["value"] is None else {"value": str(option["value"])}
    told = {"type": option["type"], "name": option["name"], **value, **option["attrs"]}
    written = [
        f" {name}" if one is True else f' {name}="{escape(str(one))}"' for name, one in told.items() if one is not False
    ]
    return mark_safe(f"<input{''.join(written)}>")


@register.filter
def initials(name: str) -> str:
    """``Ana Maria Lindqvist`` -> ``AL``"""
    parts = [part for part in name.split() if part[:1].isalpha()]
    if not parts:
        return "·"
    return (parts[0][0] + (parts[-1][0] if len(parts) > 1 else "")).upper()


@register.filter
def tint(name: str) -> str:
    """The same name has the same tint on every page and every machine."""
    return f"tint--{zlib.crc32(name.encode()) % _TINTS + 1}"


@register.filter
def certainty_look(key: str) -> words.Look:
    return words.CERTAINTY[key]


@register.filter
def outcome_look(key: str) -> words.Look:
    return words.OUTCOME[key]


@register.filter
def status_look(key: str) -> words.Look:
    return words.STATUS[key]


@register.filter
def certainty_words(key: str) -> str | Promise:
    return words.CERTAINTY[key].words


@register.filter
def outcome_words(key: str) -> str | Promise:
    return words.OUTCOME[key].words


@register.filter
def status_words(key: str) -> str | Promise:
    return words.STATUS[key].words

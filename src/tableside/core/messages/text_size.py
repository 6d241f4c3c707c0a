"""How many text messages a text takes: what phones count, and practices pay for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

# GSM 03.38, the alphabet of seven bits; what stands in the second line takes two places.
_BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡"
    "ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
_EXTENDED = frozenset("\f^{}\\[~]|€")


@dataclass(frozen=True, slots=True)
class TextSize:
    """``used`` places of ``room``, in ``parts`` messages. ``outside`` are the characters, if any, for which every
    message holds only 70 instead of 160."""

    parts: int
    used: int
    room: int
    outside: tuple[str, ...]


def text_size(text: str) -> TextSize:
    """Several parts hold a little less each, because they say how they belong together. A character that takes two
    places is never cut in half.

    >>> text_size("See you soon.")
    TextSize(parts=1, used=13, room=160, outside=())
    >>> text_size("See you at 10:00–11:00.")
    TextSize(parts=1, used=23, room=70, outside=('–',))
    """
    outside = tuple(dict.fromkeys(one for one in text if one not in _BASIC and one not in _EXTENDED))
    places = _places_of_sixteen_bits if outside else _places_of_seven_bits
    whole, part = (70, 67) if outside else (160, 153)
    used = sum(map(places, text))
    if used <= whole:
        return TextSize(min(used, 1), used, whole, outside)
    parts = _parts(text, part, places)
    return TextSize(parts, used, parts * part, outside)


def _parts(text: str, room: int, places: Callable[[str], int]) -> int:
    parts, left = 1, room
    for one in text:
        needs = places(one)
        if needs > left:
            parts, left = parts + 1, room
        left -= needs
    return parts


def _places_of_seven_bits(one: str) -> int:
    return 2 if one in _EXTENDED else 1


def _places_of_sixteen_bits(one: str) -> int:
    return 2 if ord(one) > 0xFFFF else 1

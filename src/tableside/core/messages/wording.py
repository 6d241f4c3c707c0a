"""What a practice may say in its own words: which messages there are, and the names that stand for what differs."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from tableside.core.decision import Refused


class Kind(StrEnum):
    REQUESTED = "requested"
    DECLINED = "declined"
    CONFIRMATION = "confirmation"
    MOVED = "moved"
    CANCELLED = "cancelled"
    REMINDER_FIRST = "reminder_first"
    REMINDER_LAST = "reminder_last"
    WAITLIST_OFFER = "waitlist_offer"
    REVIEW_REQUEST = "review_request"


class Place(StrEnum):
    SUBJECT = "subject"
    MAIL = "mail"
    TEXT = "text"  # a text message


class Name(StrEnum):
    CLIENT = "client"
    DATE = "date"
    TIME = "time"
    PRACTICE = "practice"
    PHONE = "phone"
    LOCATION = "location"
    THERAPIST = "therapist"
    SERVICE = "service"
    APPOINTMENT = "appointment"  # all of it, in a few lines
    UNTIL = "until"  # when an offer ends, or a request is answered
    LINK = "link"


_EVERYWHERE = (Name.CLIENT, Name.DATE, Name.TIME, Name.PRACTICE, Name.PHONE)
_LINK_OPENS_NOTHING = (Kind.DECLINED, Kind.CANCELLED, Kind.REVIEW_REQUEST)


@dataclass(frozen=True, slots=True)
class Wording:
    """A text as it was read: what stays as it is, and names."""

    pieces: tuple[str | Name, ...]

    def filled(self, values: Mapping[Name, str]) -> str:
        """With the values in place of the names. A value is never read again, whatever is in it.

        >>> Wording(("Hello ", Name.CLIENT)).filled({Name.CLIENT: "{link}"})
        'Hello {link}'
        """
        return "".join(values[piece] if isinstance(piece, Name) else piece for piece in self.pieces)


def names_in(kind: Kind, place: Place) -> tuple[Name, ...]:
    """The names that may stand there. A subject and a text are read on locked screens, so neither names the treatment,
    and no text holds a link that opens an appointment.

    >>> [str(name) for name in names_in(Kind.REMINDER_LAST, Place.TEXT)]
    ['client', 'date', 'time', 'practice', 'phone', 'location']
    """
    names = list(_EVERYWHERE)
    if kind is not Kind.WAITLIST_OFFER:  # an offer says the rest on its page
        names.append(Name.LOCATION)
    if place is Place.MAIL:
        names += [Name.THERAPIST, Name.SERVICE, Name.APPOINTMENT]
    if (kind is Kind.WAITLIST_OFFER and place is not Place.SUBJECT) or (kind is Kind.REQUESTED and place is Place.MAIL):
        names.append(Name.UNTIL)
    if place is Place.MAIL or (place is Place.TEXT and kind in _LINK_OPENS_NOTHING):
        names.append(Name.LINK)
    return tuple(names)


def read_wording(text: str, *, names: tuple[Name, ...]) -> Wording | Refused:
    """Read what somebody wrote. Refused with ``unknown_name`` or ``lone_brace``, naming those that may stand.

    >>> read_wording("See you on {date}.", names=(Name.DATE,))
    Wording(pieces=('See you on ', <Name.DATE: 'date'>, '.'))
    >>> read_wording("You feel {pain}.", names=(Name.DATE,)).detail
    'There is no name {pain} here. You can use {date}.'
    """
    offered = ", ".join(f"{{{name}}}" for name in names)
    pieces: list[str | Name] = []
    for piece in re.split(r"(\{[^{}]*\})", text):
        if not piece.startswith("{") or not piece.endswith("}"):
            if lone := re.search(r"[{}]", piece):
                return Refused("lone_brace", f"There is a {lone[0]} too many. A name stands in one pair: {offered}.")
            pieces += [piece] if piece else []
            continue
        known = next((name for name in names if name == piece[1:-1].strip().lower()), None)
        if known is None:
            return Refused("unknown_name", f"There is no name {piece} here. You can use {offered}.")
        pieces.append(known)
    return Wording(tuple(pieces))

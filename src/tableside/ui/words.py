"""The words, tone and icon of each closed set that a badge can show. Colour never carries the meaning alone."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Look:
    words: str | Promise
    tone: str
    icon: str = ""
    level: int = 0


CERTAINTY = {
    "high": Look(_("High certainty"), "good", level=4),
    "moderate": Look(_("Moderate certainty"), "good", level=3),
    "low": Look(_("Low certainty"), "caution", level=2),
    "very_low": Look(_("Very low certainty"), "caution", level=1),
    "none": Look(_("No good evidence"), "neutral", level=0),
    "contradicted": Look(_("Evidence says otherwise"), "stop", "stop"),
}

#: Trainings that screening asks for and that are no technique of their own.
TRAINING_BEYOND_TECHNIQUES: dict[str, str | Promise] = {
    "oncology": _("Massage for people with cancer"),
    "mld": _("Manual lymph drainage"),
    "abdominal": _("Massage of the belly"),
}

OUTCOME = {
    "proceed": Look(_("Go ahead"), "good", "check"),
    "modify": Look(_("Adapt the treatment"), "info", "hand"),
    "avoid_region": Look(_("Leave an area out"), "caution", "body"),
    "needs_clearance": Look(_("Needs clearance first"), "caution", "shield"),
    "do_not_treat": Look(_("Do not treat"), "stop", "stop"),
    "refer_urgent": Look(_("Seek care now"), "urgent", "alert"),
}

STATUS = {
    "requested": Look(_("Requested"), "caution", "question"),
    "booked": Look(_("Booked"), "neutral", "calendar"),
    "arrived": Look(_("Arrived"), "accent", "map-pin"),
    "completed": Look(_("Completed"), "good", "check"),
    "no_show": Look(_("Did not come"), "caution", "question"),
    "cancelled": Look(_("Cancelled"), "neutral", "close"),
}

#: The practice's rules that staff may set aside for one appointment, as warnings.
RULES: dict[str, str | Promise] = {
    "outside_hours": _("Outside working hours"),
    "practice_closed": _("The practice is closed that day"),
    "inside_buffer": _("Inside the time kept free before or after another appointment"),
    "elsewhere": _("The therapist is elsewhere then, as their other calendar says"),
    "day_full": _("More than the therapist takes in a day"),
    "new_clients_full": _("More first appointments than are given in a day"),
    "inside_notice": _("At shorter notice than clients have to keep"),
    "client_limit": _("More appointments ahead than clients may book by themselves"),
    "not_for_new_clients": _("Not given on a first visit"),
    "past_horizon": _("Later than bookings are open"),
    "off_grid": _("Between the usual starts"),
    "findings": _("A therapist has to look at the answers first"),
}

REMIND_BY: dict[str, str | Promise] = {"mail": _("By mail"), "sms": _("By text message"), "none": _("None")}

#: The letters about an appointment, as the desk calls them.
LETTERS: dict[str, str | Promise] = {
    "requested": _("Request received"),
    "declined": _("Request declined"),
    "confirmation": _("Confirmation"),
    "moved": _("New time"),
    "suggestion": _("Suggestion of a change"),
    "cancelled": _("Cancellation"),
    "clearance_ends": _("Reminder of a clearance that ends"),
    "clearance_waits": _("Reminder of a clearance that nobody has answered"),
    "way_back": _("Way back to the health questions"),
    "series_booked": _("Confirmation of a series"),
    "series_changed": _("Change of a series"),
    "reminder_first": _("First reminder"),
    "reminder_last": _("Last reminder"),
    "waitlist_offer": _("Offer to who waits"),
    "review_request": _("How it was"),
}

MARK_KINDS = (
    ("tension", _("Tension")),
    ("trigger_point", _("Trigger point")),
    ("adhesion", _("Adhesion")),
    ("pain", _("Pain")),
    ("bruise", _("Bruise")),
    ("other", _("Something else")),
)

BODY_TOOLS = (
    ("hands", _("Hands")),
    ("fingers", _("Fingers")),
    ("thumb", _("Thumb")),
    ("knuckles", _("Knuckles")),
    ("forearm", _("Forearm")),
    ("elbow", _("Elbow")),
    ("stones", _("Stones")),
    ("cups", _("Cups")),
    ("tool", _("Tool")),
)

PRESSURE_SAID = (
    ("lighter", _("Lighter")),
    ("good", _("Good")),
    ("deeper", _("Deeper")),
)

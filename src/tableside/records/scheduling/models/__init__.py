"""Who and what is taken, when: by what it is about in the files beside this one."""

from __future__ import annotations

from tableside.records.scheduling.models.appointments import AgreedAddOn, Appointment, AppointmentFee, Booking, Series
from tableside.records.scheduling.models.changes import FormerState, KeptAnswer, RulesSetAside
from tableside.records.scheduling.models.hours import ClosedDay, HoursException, HoursVisibility, WorkingHours
from tableside.records.scheduling.models.reservations import Reservation, Resource
from tableside.records.scheduling.models.waitlist import WaitlistEntry, WaitlistOffer, WaitlistWindow

__all__ = [
    "AgreedAddOn",
    "Appointment",
    "AppointmentFee",
    "Booking",
    "ClosedDay",
    "FormerState",
    "HoursException",
    "HoursVisibility",
    "KeptAnswer",
    "Reservation",
    "Resource",
    "RulesSetAside",
    "Series",
    "WaitlistEntry",
    "WaitlistOffer",
    "WaitlistWindow",
    "WorkingHours",
]

"""The practice and what it works with: by what it is about in the files beside this one."""

from __future__ import annotations

from tableside.records.practice.models.people import Licence, Membership, Therapist, Training
from tableside.records.practice.models.places import Equipment, EquipmentKind, Location, MassageTable, Room, TravelTime
from tableside.records.practice.models.practice import MessageWording, PolicyVersion, Practice
from tableside.records.practice.models.services import AddOn, Service, ServiceLength

__all__ = [
    "AddOn",
    "Equipment",
    "EquipmentKind",
    "Licence",
    "Location",
    "MassageTable",
    "Membership",
    "MessageWording",
    "PolicyVersion",
    "Practice",
    "Room",
    "Service",
    "ServiceLength",
    "Therapist",
    "Training",
    "TravelTime",
]

"""The practice itself: how it works, what it says, and what was agreed on under which version."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from tableside.core.appointments.fees import FeeKind
from tableside.records.foundation.constraints import AppendOnly
from tableside.records.foundation.privacy import Privacy, classified
from tableside.records.foundation.scope import Keyed, PracticeOwned

_FEE_KINDS = [(kind.value, kind.value) for kind in FeeKind]


def _fee_fits(which: str) -> Q:
    kind, value = f"{which}_fee_kind", f"{which}_fee_value"
    percent = {kind: "percent", f"{value}__gte": 1, f"{value}__lte": 100}
    return Q(**{kind: "none", value: 0}) | Q(**percent) | Q(**{kind: "amount", f"{value}__gte": 1})


class Practice(Keyed):
    slug = models.SlugField(unique=True)
    name = models.CharField(max_length=120)
    about = models.TextField(blank=True)
    host = models.CharField(max_length=253, blank=True)  # public name under which it is reached; empty: the first one
    time_zone = models.CharField(max_length=64)
    currency = models.CharField(max_length=3)
    country = models.CharField(max_length=2, blank=True)
    email = models.EmailField(blank=True)
    phone = models.CharField(max_length=40, blank=True)
    emergency_number = models.CharField(max_length=40)
    crisis_line = models.CharField(max_length=80, blank=True)
    maternity_line = models.CharField(max_length=80, blank=True)
    poison_line = models.CharField(max_length=80, blank=True)  # empty: that of the country, where it is known
    notice_minutes = models.PositiveIntegerField(default=240)
    horizon_days = models.PositiveIntegerField(default=90)
    step_minutes = models.PositiveSmallIntegerField(default=15)
    cancel_notice_minutes = models.PositiveIntegerField(default=1440)
    reschedule_notice_minutes = models.PositiveIntegerField(default=1440)
    hold_minutes = models.PositiveSmallIntegerField(default=10)
    accepts_first = models.BooleanField(default=False)  # whether an online booking is a request until somebody says yes
    answer_minutes = models.PositiveIntegerField(default=1440)  # within which a request is answered
    undo_minutes = models.PositiveSmallIntegerField(default=3)  # a change can be undone, and the letter about it waits
    offer_minutes = models.PositiveSmallIntegerField(default=120)  # an offer to somebody who waits stands
    soon_offer_minutes = models.PositiveSmallIntegerField(default=30)  # and less than a day ahead
    policy_text = models.TextField(blank=True)
    policy_version = models.PositiveIntegerField(default=1)
    late_fee_kind = models.CharField(max_length=10, choices=_FEE_KINDS, default="none")
    late_fee_value = models.PositiveIntegerField(default=0)  # percent, or minor units
    missed_fee_kind = models.CharField(max_length=10, choices=_FEE_KINDS, default="none")
    missed_fee_value = models.PositiveIntegerField(default=0)
    waives_first_fee = models.BooleanField(default=False)
    holiday_country = models.CharField(max_length=2, blank=True)  # whose public holidays close the practice, if any
    holiday_subdivision = models.CharField(max_length=10, blank=True)
    coming_limit = models.PositiveSmallIntegerField(null=True)  # appointments a client may have before them
    new_clients_per_day = models.PositiveSmallIntegerField(null=True)
    marks_good_fits = models.BooleanField(default=False)  # whether times that leave no useless gap are marked
    languages = models.CharField(max_length=120, default="en-gb")  # of messages; the usual one first
    first_reminder_minutes = models.PositiveIntegerField(default=2880)  # before the start; 0 is never
    last_reminder_minutes = models.PositiveIntegerField(default=180)
    quiet_from_minute = models.PositiveSmallIntegerField(default=1260)  # of the local day; no reminder leaves then
    quiet_until_minute = models.PositiveSmallIntegerField(default=480)
    asks_afterwards = models.BooleanField(default=False)  # whether clients are asked after a session how it was
    answers_valid_days = models.PositiveSmallIntegerField(null=True, default=365)  # None: health answers never end
    initialled_clauses = models.CharField(max_length=400, blank=True)  # of the consent, where initials are asked for
    is_demo = models.BooleanField(default=False)
    created_at = models.DateTimeField()

    privacy: ClassVar[dict[str, Privacy]] = classified(
        operational="id slug name about host time_zone currency country email phone emergency_number crisis_line "
        "maternity_line poison_line "
        "notice_minutes horizon_days step_minutes cancel_notice_minutes reschedule_notice_minutes policy_text "
        "policy_version late_fee_kind late_fee_value missed_fee_kind missed_fee_value waives_first_fee "
        "holiday_country holiday_subdivision coming_limit new_clients_per_day marks_good_fits "
        "hold_minutes accepts_first answer_minutes undo_minutes offer_minutes soon_offer_minutes languages "
        "first_reminder_minutes last_reminder_minutes quiet_from_minute quiet_until_minute asks_afterwards "
        "answers_valid_days initialled_clauses is_demo created_at"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["host"], condition=~Q(host=""), name="practice_host_once"),
            models.CheckConstraint(
                condition=Q(step_minutes__gte=5, step_minutes__lte=240), name="practice_step_in_range"
            ),
            models.CheckConstraint(condition=Q(answer_minutes__gte=60), name="practice_answers_in_an_hour"),
            models.CheckConstraint(condition=Q(answers_valid_days__gte=1), name="practice_answers_hold_a_day"),
            models.CheckConstraint(
                condition=Q(quiet_from_minute__lt=1440, quiet_until_minute__lt=1440), name="practice_quiet_in_a_day"
            ),
            models.CheckConstraint(condition=_fee_fits("late") & _fee_fits("missed"), name="practice_fees_fit"),
        ]

    def __str__(self) -> str:
        return self.name


class MessageWording(PracticeOwned):
    """What a message says here, in one language, in place of our own words. The highest number holds; what it leaves
    empty is ours."""

    kind = models.CharField(max_length=20)  # of core.messages.wording
    language = models.CharField(max_length=12)
    number = models.PositiveIntegerField()
    subject = models.CharField(max_length=200, blank=True)
    mail = models.TextField(blank=True)
    text = models.TextField(blank=True)
    saved_by = models.CharField(max_length=120)
    saved_at = models.DateTimeField()

    privacy: ClassVar[dict[str, Privacy]] = classified(
        operational="id practice kind language number subject mail text saved_by saved_at"
    )

    class Meta(PracticeOwned.Meta):
        constraints = [
            models.UniqueConstraint(fields=["practice", "kind", "language", "number"], name="wording_number_once"),
        ]


class PolicyVersion(PracticeOwned):
    """What clients agreed to while this version held. Never changed: the next change adds a row."""

    number = models.PositiveIntegerField()
    text = models.TextField(blank=True)
    cancel_notice_minutes = models.PositiveIntegerField()
    reschedule_notice_minutes = models.PositiveIntegerField()
    late_fee_kind = models.CharField(max_length=10, choices=_FEE_KINDS, default="none")
    late_fee_value = models.PositiveIntegerField(default=0)
    missed_fee_kind = models.CharField(max_length=10, choices=_FEE_KINDS, default="none")
    missed_fee_value = models.PositiveIntegerField(default=0)
    waives_first_fee = models.BooleanField(default=False)
    kept_at = models.DateTimeField()

    privacy: ClassVar[dict[str, Privacy]] = classified(
        operational="id practice number text cancel_notice_minutes reschedule_notice_minutes late_fee_kind "
        "late_fee_value missed_fee_kind missed_fee_value waives_first_fee kept_at"
    )

    class Meta(PracticeOwned.Meta):
        constraints = [
            models.UniqueConstraint(fields=["practice", "number"], name="policy_version_once"),
            models.CheckConstraint(condition=_fee_fits("late") & _fee_fits("missed"), name="policy_version_fees_fit"),
            AppendOnly(name="policy_version_append_only"),
        ]

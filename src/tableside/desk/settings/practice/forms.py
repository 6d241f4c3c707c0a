"""The practice's details, and its rules for booking."""

from __future__ import annotations

from collections.abc import Collection
from decimal import Decimal
from typing import Any

from django import forms
from django.forms import BoundField
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tableside.core.appointments.fees import NO_FEE, FeeKind, FeeRule
from tableside.core.billing.money import Money, parse_money
from tableside.core.decision import Refusal
from tableside.knowledge.load_consent import Consent
from tableside.records.practice.actions import Policies, PracticeDetails
from tableside.records.practice.models import Practice
from tableside.ui import moments
from tableside.ui.forms import ChoiceCardsMany

_LARGEST_FEE = 2_000_000_000  # minor units, as far as the column goes
_STEPS = (5, 10, 15, 20, 30, 60)


class DetailsForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=120)
    about = forms.CharField(
        label=_("About the practice"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Stands on the first page. Promise nothing that massage cannot keep."),
    )
    email = forms.EmailField(label=_("E-mail"), max_length=254, required=False)
    phone = forms.CharField(label=_("Phone"), max_length=40, required=False)
    emergency_number = forms.CharField(
        label=_("Emergency number"), max_length=40, help_text=_("Stands at the foot of every page.")
    )
    crisis_line = forms.CharField(
        label=_("Crisis line"),
        max_length=80,
        required=False,
        help_text=_("Shown when an answer says that somebody may harm themselves."),
    )
    maternity_line = forms.CharField(
        label=_("Maternity line"),
        max_length=80,
        required=False,
        help_text=_("Shown beside signs in pregnancy or after a birth: the unit that your clients can call."),
    )
    poison_line = forms.CharField(
        label=_("Poison line"),
        max_length=80,
        required=False,
        help_text=_("Shown to whoever took too much of a medicine. Empty: your country's number, where we know it."),
    )

    def details(self) -> PracticeDetails:
        return PracticeDetails(**self.cleaned_data)


_AS_THEY_ARE = (
    *("coming_limit", "new_clients_per_day", "marks_good_fits", "accepts_first"),
    *("hold_minutes", "undo_minutes", "offer_minutes", "soon_offer_minutes", "answers_valid_days"),
)


_GROUPS = (
    (_("Booking online"), ("notice", "horizon_days", "step_minutes", "marks_good_fits")),
    (_("How many"), ("coming_limit", "new_clients_per_day")),
    (_("Requests"), ("accepts_first", "answer")),
    (_("Health answers"), ("answers_valid_days",)),
    (
        _("Cancelling, moving and fees"),
        ("cancel_notice", "reschedule_notice", "late_fee", "missed_fee", "waives_first_fee"),
    ),
    (_("How long something waits"), ("hold_minutes", "undo_minutes", "offer_minutes", "soon_offer_minutes")),
    (_("In your words"), ("policy_text",)),
)


class HoursField(forms.DecimalField):
    """Hours as people say them; cleans to whole minutes."""

    def __init__(self, *, least: int = 0, **kwargs: Any) -> None:  # Any: Django's own signature
        super().__init__(min_value=least, max_value=720, max_digits=5, decimal_places=2, **kwargs)

    def clean(self, value: Any) -> int:  # Any: Django's own signature
        hours: Decimal = super().clean(value)
        return round(hours * 60)


class FeeField(forms.CharField):
    """What a fee is, as people write it: nothing, ``50 %`` or an amount. Cleans to a ``FeeRule``."""

    currency = ""

    def __init__(self, **kwargs: Any) -> None:  # Any: Django's own signature
        super().__init__(max_length=12, required=False, **kwargs)

    def clean(self, value: Any) -> FeeRule:  # Any: Django's own signature
        text: str = super().clean(value)
        if not text:
            return NO_FEE
        percent = text.removesuffix("%").strip()
        if percent != text:
            if percent.isdecimal() and 1 <= int(percent) <= 100:
                return FeeRule(FeeKind.PERCENT, int(percent))
            raise forms.ValidationError(_("Write a whole number from 1 to 100 before the %."))
        try:
            amount = parse_money(text, currency=self.currency).minor
        except Refusal as refusal:
            raise forms.ValidationError(refusal.detail) from None
        if amount > _LARGEST_FEE:
            raise forms.ValidationError(_("This is more than anything here costs. Write a smaller amount."))
        return FeeRule(FeeKind.AMOUNT, amount) if amount else NO_FEE


class PoliciesForm(forms.Form):
    notice = HoursField(label=_("Hours before the start at which online booking closes"))
    horizon_days = forms.IntegerField(
        label=_("Days ahead that can be booked"), min_value=1, max_value=365, help_text=_("Holds for the desk too.")
    )
    step_minutes = forms.TypedChoiceField(label=_("Appointments start every"), coerce=int)
    cancel_notice = HoursField(label=_("Hours before the start until which clients can cancel"))
    reschedule_notice = HoursField(label=_("Hours before the start until which clients can move"))
    late_fee = FeeField(
        label=_("Fee for cancelling later than that"),
        help_text=_(
            "A share of the price, such as 50 %, or an amount. Empty: clients cannot cancel later, but contact you."
        ),
    )
    missed_fee = FeeField(
        label=_("Fee for a missed appointment"),
        help_text=_("A share of the price, or an amount. Empty: none. Fees are noted as due; nothing is charged here."),
    )
    waives_first_fee = forms.BooleanField(
        label=_("The first late cancellation and the first missed appointment of a client cost nothing"), required=False
    )
    coming_limit = forms.IntegerField(
        label=_("Most appointments a client can have ahead"),
        min_value=1,
        max_value=100,
        required=False,
        help_text=_("Holds for booking online. Leave empty for no limit."),
    )
    new_clients_per_day = forms.IntegerField(
        label=_("Most first visits in a day"),
        min_value=1,
        max_value=100,
        required=False,
        help_text=_("Holds for booking online. Leave empty for no limit."),
    )
    marks_good_fits = forms.BooleanField(
        label=_("Mark times that leave no useless gap as a good fit"),
        required=False,
        help_text=_("Every free time is offered all the same."),
    )
    hold_minutes = forms.IntegerField(
        label=_("Minutes for which a chosen time is kept while the details are filled in"), min_value=2, max_value=60
    )
    accepts_first = forms.BooleanField(
        label=_("Say yes or no to each online booking"),
        required=False,
        help_text=_("It is a request until then, and its time is kept. The desk books at once, as always."),
    )
    answer = HoursField(
        label=_("Hours within which a request is answered"),
        least=1,
        help_text=_("At the latest when online booking closes. What is not answered by then is declined by itself."),
    )
    answers_valid_days = forms.IntegerField(
        label=_("Days for which health answers hold"),
        min_value=1,
        max_value=1826,
        required=False,
        help_text=_("Older ones have to be looked through again before a session starts. Leave empty for no limit."),
    )
    undo_minutes = forms.IntegerField(
        label=_("Minutes for which a change can be undone"),
        min_value=1,
        max_value=30,
        help_text=_("The message about it waits as long."),
    )
    offer_minutes = forms.IntegerField(
        label=_("Minutes for which an offer to somebody on the waitlist stands"), min_value=15, max_value=2880
    )
    soon_offer_minutes = forms.IntegerField(
        label=_("The same when the time is less than a day away"), min_value=5, max_value=720
    )
    policy_text = forms.CharField(
        label=_("Booking policy"),
        max_length=5000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("Clients agree to this when they book. A change makes a new version; bookings keep theirs."),
    )

    def __init__(self, data: QueryDict | None, *, practice: Practice) -> None:
        initial = {
            "notice": _hours(practice.notice_minutes),
            "horizon_days": practice.horizon_days,
            "step_minutes": practice.step_minutes,
            "cancel_notice": _hours(practice.cancel_notice_minutes),
            "reschedule_notice": _hours(practice.reschedule_notice_minutes),
            "answer": _hours(practice.answer_minutes),
            "policy_text": practice.policy_text,
            "late_fee": _fee(practice.late_fee_kind, practice.late_fee_value, practice.currency),
            "missed_fee": _fee(practice.missed_fee_kind, practice.missed_fee_value, practice.currency),
            "waives_first_fee": practice.waives_first_fee,
        } | {name: getattr(practice, name) for name in _AS_THEY_ARE}
        super().__init__(data, initial=initial)
        for name in ("late_fee", "missed_fee"):
            fee = self.fields[name]
            assert isinstance(fee, FeeField)
            fee.currency = practice.currency
        steps = sorted({*_STEPS, practice.step_minutes})
        field = self.fields["step_minutes"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(step, moments.minutes(step)) for step in steps]

    def groups(self) -> list[tuple[Promise, list[BoundField]]]:
        """Every field once, under the heading it belongs to."""
        return [(heading, [self[name] for name in names]) for heading, names in _GROUPS]

    def policies(self) -> Policies:
        given = self.cleaned_data
        return Policies(
            notice_minutes=given["notice"],
            horizon_days=given["horizon_days"],
            step_minutes=given["step_minutes"],
            cancel_notice_minutes=given["cancel_notice"],
            reschedule_notice_minutes=given["reschedule_notice"],
            answer_minutes=given["answer"],
            policy_text=given["policy_text"].replace("\r\n", "\n"),
            late_fee_kind=given["late_fee"].kind.value,
            late_fee_value=given["late_fee"].value,
            missed_fee_kind=given["missed_fee"].kind.value,
            missed_fee_value=given["missed_fee"].value,
            waives_first_fee=given["waives_first_fee"],
            **{name: given[name] for name in _AS_THEY_ARE},
        )


class InitialsForm(forms.Form):
    """Which clauses ask for initials; none unless the practice wants it."""

    clauses = forms.MultipleChoiceField(label=_("Initials beside"), required=False, widget=ChoiceCardsMany)

    def __init__(self, data: QueryDict | None, *, consent: Consent, chosen: Collection[str]) -> None:
        super().__init__(data, initial={"clauses": list(chosen)})
        field = self.fields["clauses"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = [(clause.id, clause.heading) for clause in consent.clauses]


def _fee(kind: str, value: int, currency: str) -> str:
    match kind:
        case "percent":
            return f"{value} %"
        case "amount":
            return Money(value, currency).as_text()
    return ""


def _hours(minutes: int) -> str:
    return f"{minutes / 60:g}"

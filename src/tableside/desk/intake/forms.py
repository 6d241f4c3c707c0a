"""What a healthcare provider answered."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from tableside.core.charting.technique import ScreeningClass
from tableside.knowledge.load_body import load_body
from tableside.ui.forms import CardLabel, ChoiceCards, ChoiceCardsMany, DayInput, Notes, PressureField
from tableside.ui.places import PlacesInput
from tableside.workflows.clearance.ask_provider import Received
from tableside.workflows.clearance.clearance_question import techniques_in_words
from tableside.workflows.clearance.give_clearance import ProviderAnswer
from tableside.workflows.intake.screen_appointment import Scope

_YES, _NO = "yes", "no"


class ClearanceForm(forms.Form):
    """A yes has a scope and an end; a no needs neither."""

    use_required_attribute = False

    answer_given = forms.ChoiceField(
        label=_("What did the provider say?"),
        choices=[
            (_YES, CardLabel(_("Yes, within limits"), _("Massage may take place as written below."), "check")),
            (_NO, CardLabel(_("No"), _("Massage may not take place."), "stop")),
        ],
        widget=ChoiceCards,
    )
    provider = forms.CharField(
        label=_("Who said it"), max_length=240, help_text=_("Name, profession, and how you heard it.")
    )
    given_on = forms.DateField(label=_("When"), widget=DayInput)
    expires_on = forms.DateField(label=_("Holds until"), widget=DayInput, required=False)
    pressure_cap = PressureField(label=_("Strongest pressure allowed"), required=False)
    avoid = forms.MultipleChoiceField(label=_("Places to leave out"), required=False)
    barred = forms.MultipleChoiceField(
        label=_("Techniques that may not be used"),
        required=False,
        choices=[(one.value, techniques_in_words([one])) for one in ScreeningClass],
        widget=ChoiceCardsMany,
    )
    note = forms.CharField(label=_("Anything else they said"), max_length=2000, required=False, widget=Notes)

    def __init__(self, data: Any, *, longest_days: int, today: date, received: Received | None) -> None:
        """``data`` is Django's own. What the provider sent by the link stands in the form to be accepted."""
        latest = {"given_on": today, "expires_on": today + timedelta(days=longest_days)}
        super().__init__(data, initial=latest | (_as_sent(received) if received else {}))
        body, avoid = load_body(), self.fields["avoid"]
        assert isinstance(avoid, forms.MultipleChoiceField)
        avoid.widget = PlacesInput(body, title=str(avoid.label))
        avoid.choices = [(place, body.label(place)) for place in body.places]

    def clean(self) -> dict[str, Any]:  # Any: values of several types
        data = super().clean() or {}
        if data.get("answer_given") == _YES and not data.get("expires_on") and "expires_on" not in self.errors:
            self.add_error("expires_on", _("Say until when it holds."))
        return data

    def answer(self) -> ProviderAnswer:
        data = self.cleaned_data
        is_yes = data["answer_given"] == _YES
        scope = Scope(
            pressure_cap=data["pressure_cap"],
            avoid=tuple(data["avoid"]),
            barred=tuple(ScreeningClass(one) for one in data["barred"]),
        )
        return ProviderAnswer(
            is_yes=is_yes,
            provider=data["provider"],
            given_on=data["given_on"],
            expires_on=data["expires_on"] if is_yes else data["given_on"],
            scope=scope if is_yes else Scope(),
            note=data["note"],
        )


def _as_sent(received: Received) -> dict[str, object]:
    reply = received.reply
    sent: dict[str, object] = {
        "answer_given": _YES if reply.is_yes else _NO,
        "provider": gettext("%(provider)s, by the link") % {"provider": reply.provider},
        "given_on": timezone.localdate(received.received_at),
        "pressure_cap": reply.scope.pressure_cap,
        "avoid": list(reply.scope.avoid),
        "barred": [one.value for one in reply.scope.barred],
        "note": reply.note,
    }
    return sent | ({"expires_on": reply.expires_on} if reply.expires_on else {})

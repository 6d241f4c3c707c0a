"""The signature at the end of the health questions, and which answers it stands under."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext_lazy as _

from tableside.core.consent.initials import LONGEST_INITIALS, check_initials
from tableside.core.consent.strokes import MOST_POINTS, MOST_STROKES, SHEET, Strokes, parse_strokes
from tableside.core.decision import Refusal
from tableside.knowledge.load_consent import Clause, Consent
from tableside.workflows.intake.fill_intake import Filling
from tableside.workflows.intake.sign_consent import Signature, WhoSigns

_INITIALS = "initials-"


@dataclass(frozen=True)
class ClauseShown:
    heading: str
    text: str
    tick: BoundField
    initials: BoundField | None


class InitialsField(forms.CharField):
    def __init__(self, clause: Clause) -> None:
        super().__init__(
            label=_("Your initials: %(heading)s") % {"heading": clause.heading},
            widget=forms.TextInput(attrs={"autocomplete": "off", "maxlength": LONGEST_INITIALS}),
            error_messages={"required": _("Write your initials here, or talk to us about this part first.")},
        )

    def validate(self, value: str) -> None:
        super().validate(value)
        if not check_initials(value):
            raise forms.ValidationError(_("Write your initials here, such as AB: one to six letters."))


@dataclass(frozen=True)
class Pad:
    """What the browser is told of the sheet to draw on."""

    width: int = SHEET[0]
    height: int = SHEET[1]
    strokes: int = MOST_STROKES
    points: int = MOST_POINTS


class StrokesField(forms.CharField):
    """A drawn signature, as the pad writes it down; cleans to strokes."""

    widget = forms.HiddenInput

    def clean(self, value: Any) -> Strokes:  # Any: Django's own signature
        try:
            return parse_strokes(super().clean(value))
        except Refusal as refusal:
            raise forms.ValidationError(refusal.detail) from None


class SignForm(forms.Form):
    """Which answers are meant, and, for whoever has not signed this text yet, each clause and the name."""

    use_required_attribute = False

    intake = forms.UUIDField(widget=forms.HiddenInput)
    is_draft = forms.BooleanField(widget=forms.HiddenInput, required=False)
    pad = Pad()

    def __init__(
        self,
        data: MultiValueDict[str, Any] | None,
        *,
        filling: Filling,
        consent: Consent | None,
        initialled: Collection[str] = (),
        signer: WhoSigns = WhoSigns.CLIENT,
    ) -> None:
        intake = filling.intake
        super().__init__(data, initial={"intake": intake.id if intake else None, "is_draft": filling.is_draft})
        self.consent = consent
        self._initialled = initialled
        if consent is None:
            return
        for clause in consent.clauses:
            self.fields[clause.id] = forms.BooleanField(
                label=_("I agree to this part: %(heading)s") % {"heading": clause.heading}, required=False
            )
            if clause.id in initialled:
                self.fields[f"{_INITIALS}{clause.id}"] = InitialsField(clause)
        self.fields["every_clause"] = forms.BooleanField(label=_("I have read this and agree"), required=False)
        self._add_signature(signer)

    def clean(self) -> dict[str, Any]:  # Any: Django's own signature
        """One tick for all, or one for each."""
        data = super().clean() or self.cleaned_data
        if self.consent is None or data.get("every_clause"):
            return data
        missing = [clause.id for clause in self.consent.clauses if not data.get(clause.id)]
        for name in missing if self.is_part_by_part else ["every_clause"]:
            self.add_error(name, _("Please tick this, or talk to us about it first."))
        return data

    def _add_signature(self, signer: WhoSigns) -> None:
        is_for_child = signer is WhoSigns.GUARDIAN
        self.fields["signed_name"] = forms.CharField(
            label=_("Sign: your full name"),
            help_text=_("A parent or legal guardian signs, because the client is under 18.") if is_for_child else "",
            max_length=120,
            widget=forms.TextInput(attrs={"autocomplete": "name"}),
            error_messages={"required": _("Type your name to sign.")},
        )
        if is_for_child:
            self.fields["relation"] = forms.CharField(
                label=_("Your relation to the child"),
                help_text=_("Such as mother."),
                max_length=60,
                error_messages={"required": _("Write what you are to the child, such as mother.")},
            )
        self.fields["drawn"] = StrokesField(label=_("Drawn signature"), required=False)

    def signature(self) -> Signature:
        data = self.cleaned_data
        return Signature(
            data["intake"],
            data["is_draft"],
            name=data.get("signed_name", ""),
            clauses=frozenset(clause.id for clause in self.consent.clauses) if self.consent else frozenset(),
            initials={key: data[f"{_INITIALS}{key}"] for key in self._initialled},
            drawn=data.get("drawn", ()),
            relation=data.get("relation", ""),
        )

    @property
    def is_part_by_part(self) -> bool:
        """Sent with a tick for some part, and without the one for all."""
        return not self["every_clause"].value() and any(one.tick.value() for one in self.clauses)

    @property
    def clauses(self) -> list[ClauseShown]:
        return [self._shown(clause) for clause in self.consent.clauses] if self.consent else []

    def _shown(self, clause: Clause) -> ClauseShown:
        initials = self[f"{_INITIALS}{clause.id}"] if clause.id in self._initialled else None
        return ClauseShown(clause.heading, clause.text, self[clause.id], initials)

"""With whom: anybody, one therapist, or whoever is free of several; as an address says it and as a form asks it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from babel.lists import format_list
from django import forms
from django.utils.translation import get_language, gettext, to_locale
from django.utils.translation import gettext_lazy as _

from tableside.ui.forms import CardLabel, ChoiceRowMany

_FEW = 2  # so many need no list: both have a link of their own


class WhomForm(forms.Form):
    """Tick boxes of those who give the treatment."""

    therapist = forms.MultipleChoiceField(label=_("With any of these"), required=False, widget=ChoiceRowMany)


@dataclass(frozen=True)
class Whom:
    """The form that chooses among therapists, and what it carries along to ``url``."""

    words: str
    form: WhomForm
    hidden: Sequence[tuple[str, object]]

    @classmethod
    def of(
        cls, able: Sequence[tuple[UUID, str]], chosen: Sequence[UUID], *, hidden: Sequence[tuple[str, object]]
    ) -> Whom | None:
        """``able`` are keys and names. None where there are so few that a list is no help."""
        if len(able) <= _FEW:
            return None
        form = WhomForm(initial={"therapist": [str(key) for key in chosen]})
        field = form.fields["therapist"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(str(key), CardLabel(name)) for key, name in able]
        names = any_of([name for key, name in able if key in chosen])
        carried = [(name, value) for name, value in hidden if name != "therapist"]
        return cls(names or gettext("anyone who is free"), form, carried)


def any_of(names: Sequence[str]) -> str:
    """``Ana Lindqvist, Ben Okafor or Cem Aydin``; empty for nobody in particular."""
    return format_list(names, style="or", locale=to_locale(get_language() or "en-gb")) if names else ""

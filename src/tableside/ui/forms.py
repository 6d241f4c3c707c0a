"""How forms are drawn: one renderer and the few widgets that are more than a box to type in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.forms.renderers import DjangoTemplates
from django.utils.datastructures import MultiValueDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

PRESSURE_WORDS = (
    (1, _("Light, as for lotion")),
    (2, _("Gentle but firm")),
    (3, _("Medium")),
    (4, _("Strong")),
    (5, _("Deep")),
)


class Renderer(DjangoTemplates):
    """Label, help, control and error come from ``ui/forms/field.html``, for every form of the product."""

    form_template_name = "ui/forms/form.html"
    formset_template_name = "ui/forms/formset.html"
    field_template_name = "ui/forms/field.html"


@dataclass(frozen=True)
class CardLabel:
    """The words on a choice card; goes where a choice's label goes."""

    title: str | Promise
    text: str | Promise = ""
    icon: str = ""
    aside: str | Promise = ""

    def __str__(self) -> str:
        return str(self.title)


class ChoiceCards(forms.RadioSelect):
    """One of a few, each as big as a card."""

    template_name = "ui/forms/choice_cards.html"
    layout = "cards"

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        context["widget"]["layout"] = self.layout
        return context


class ChoiceCardsMany(forms.CheckboxSelectMultiple):
    """Any of a few, each as big as a card."""

    template_name = "ui/forms/choice_cards.html"
    layout = "cards"

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        context["widget"]["layout"] = self.layout
        return context


class _Folded(forms.widgets.ChoiceWidget):
    """No, or one of many others: these open to whoever says yes, and stay open once one is chosen. Where nothing has to
    be said, there is no yes and no to press: it opens by "Choose", with no among the others."""

    template_name = "ui/forms/choice_folded.html"
    is_folded = True

    def __init__(self, no: str, *, choices: Iterable[tuple[str, str | Promise]]) -> None:
        super().__init__(choices=tuple(choices))
        self.no = no

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        options = [option for _group, found, _index in context["widget"]["optgroups"] for option in found]
        no = [one for one in options if one["value"] == self.no]
        context["widget"] |= {"others": [one for one in options if one["value"] != self.no], "no": no, "no_inside": []}
        context["widget"]["is_open"] = any(one["selected"] for one in context["widget"]["others"])
        if not self.is_required:
            context["widget"] |= {"no": [], "no_inside": no}
        return context


class FoldedCards(_Folded, ChoiceCards):
    template_name = _Folded.template_name


class FoldedCardsMany(_Folded, ChoiceCardsMany):
    template_name = _Folded.template_name


class ChoiceRowMany(ChoiceCardsMany):
    """Any of several short ones, side by side."""

    layout = "row"


class YesNo(ChoiceCards):
    """Short answers side by side: yes, no, not sure."""

    layout = "row"


class ScoreScale(forms.RadioSelect):
    """0 to 10 with what the ends mean."""

    template_name = "ui/forms/score_scale.html"

    def __init__(self, low: str | Promise = "", high: str | Promise = "", attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs)
        self.low, self.high = low, high

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        context["widget"] |= {"low": self.low, "high": self.high}
        return context


class PressureScale(forms.RadioSelect):
    """Walton's pressure levels, 1 to 5, each with its words."""

    template_name = "ui/forms/pressure_scale.html"


class ScoreField(forms.TypedChoiceField):
    """0 to 10; cleans to an int, or to None when it was left out and may be."""

    def __init__(self, *, low: str | Promise = "", high: str | Promise = "", **kwargs: Any) -> None:
        choices = [(number, str(number)) for number in range(11)]
        widget = ScoreScale(low=low, high=high)
        super().__init__(choices=choices, coerce=int, empty_value=None, widget=widget, **kwargs)


class PressureField(forms.TypedChoiceField):
    """Walton's pressure levels, 1 to 5, up to the highest that may be used here."""

    def __init__(self, *, highest: int = 5, **kwargs: Any) -> None:
        choices = [(level, words) for level, words in PRESSURE_WORDS if level <= highest]
        super().__init__(choices=choices, coerce=int, empty_value=None, widget=PressureScale, **kwargs)


def offer(form: forms.Form, name: str, choices: Iterable[tuple[str, str | Promise]]) -> None:
    """Set what a field of this form can be chosen from, where that is only known while the form is made."""
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)
    field.choices = list(choices)


class KeysField(forms.Field):
    """Several keys of one name in an address, once each. What is no key counts as ``unreadable``, or is left out."""

    widget = forms.MultipleHiddenInput

    def __init__(self, *, unreadable: UUID | None = None) -> None:
        super().__init__(required=False)
        self.unreadable = unreadable

    def clean(self, value: Any) -> tuple[UUID, ...]:  # Any: Django's own signature
        return tuple(dict.fromkeys(key for text in value or () if (key := self._key(text)) is not None))

    def _key(self, text: str) -> UUID | None:
        try:
            return UUID(text)
        except ValueError:
            return self.unreadable


class DayInput(forms.DateInput):
    input_type = "date"

    def __init__(self, attrs: Mapping[str, Any] | None = None) -> None:
        super().__init__(dict(attrs or {}), format="%Y-%m-%d")


class ClockInput(forms.TimeInput):
    input_type = "time"

    def __init__(self, attrs: Mapping[str, Any] | None = None) -> None:
        super().__init__(dict(attrs or {}), format="%H:%M")


class Notes(forms.Textarea):
    """Text that grows as it is written and that no browser keeps: it may be about somebody's health."""

    def __init__(self, rows: int = 3, attrs: Mapping[str, Any] | None = None) -> None:
        super().__init__({"rows": rows, "autocomplete": "off", **(attrs or {})})


class Suggestions(forms.TextInput):
    """A box that suggests what can be typed, and can be searched by typing; any text is still possible."""

    template_name = "ui/forms/suggestions.html"

    def __init__(self, suggestions: Iterable[str], attrs: Mapping[str, Any] | None = None) -> None:
        super().__init__(dict(attrs or {}))
        self.suggestions = tuple(suggestions)

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        list_id = f"{context['widget']['attrs'].get('id', name)}_suggestions"
        context["widget"] |= {"suggestions": self.suggestions, "list_id": list_id}
        context["widget"]["attrs"]["list"] = list_id
        return context


class SuggestedLines(forms.Widget):
    """A text of several lines, each a box that suggests what can be typed. Spare boxes, so that it works as it is sent;
    ``<growing-lines>`` keeps one of them and adds another as soon as that is used."""

    template_name = "ui/forms/suggested_lines.html"
    use_fieldset = True
    spare = 3

    def __init__(self, suggestions: Iterable[str]) -> None:
        super().__init__()
        self.suggestions = tuple(suggestions)

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        written = value.splitlines() if isinstance(value, str) else []
        context["widget"] |= {"suggestions": self.suggestions, "lines": [*written, *[""] * self.spare]}
        return context

    def value_from_datadict(self, data: Mapping[str, Any], files: MultiValueDict[str, Any], name: str) -> Any:
        if not isinstance(data, MultiValueDict):
            return data.get(name)
        return "\n".join(line for line in data.getlist(name) if line.strip())

"""What a message says: read, refused where a name is unknown, and empty wherever it is as ours."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils import translation
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from tableside.core.decision import Refused
from tableside.core.messages.wording import Kind, Place, names_in, read_wording
from tableside.workflows.letters.words import OUR_LANGUAGE, OURS, Words, usual_subject


class WordingForm(forms.Form):
    """Its fields are the places of core.messages.wording."""

    use_required_attribute = False

    subject = forms.CharField(label=_("Subject of the mail"), max_length=150, required=False)
    mail = forms.CharField(label=_("Mail"), max_length=5000, required=False, widget=forms.Textarea(attrs={"rows": 12}))
    text = forms.CharField(
        label=_("Text message"), max_length=600, required=False, widget=forms.Textarea(attrs={"rows": 4})
    )

    def __init__(self, data: QueryDict | None, *, kind: Kind, language: str, words: Words) -> None:
        super().__init__(data, initial={place.value: words.at(place).strip() for place in Place})
        self.kind, self.language, self.words = kind, language, words
        with translation.override(language):
            self.ours = {place: OURS[kind].at(place).strip() for place in Place}
        helped = gettext("You can use %(names)s. Left empty, it is in our words.")
        for place in Place:
            names = ", ".join(f"{{{name}}}" for name in names_in(kind, place))
            self.fields[place.value].help_text = helped % {"names": names}
        if not language.startswith(OUR_LANGUAGE):
            self.fields["subject"].help_text += " " + gettext(
                "Above a mail of your own it names practice and day only."
            )

    def clean(self) -> dict[str, Any]:  # Any: Django's own signature
        given = super().clean() or {}
        for place in Place:
            text = given.get(place.value, "").replace("\r\n", "\n").strip()
            read = read_wording(text, names=names_in(self.kind, place))
            if isinstance(read, Refused):
                self.add_error(place.value, ValidationError(read.detail))
            given[place.value] = "" if text == self.ours[place] else text
        return given

    def shown_words(self) -> Words:
        """What is typed, where it can be read; else what holds."""
        if not self.is_bound or not self.is_valid():
            return self.words
        given = {place: self.cleaned_data[place.value] for place in Place}
        usual = usual_subject(self.kind, language=self.language, has_own_mail=bool(given[Place.MAIL]))
        mail, text = (given[place] or self.ours[place] for place in (Place.MAIL, Place.TEXT))
        return Words(given[Place.SUBJECT] or usual, mail, text)

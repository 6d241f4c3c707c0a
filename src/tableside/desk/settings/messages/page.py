"""What the pages about messages show: which there are, what each says, and how it would read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.http import Http404
from django.urls import reverse
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import get_language_info, gettext, ngettext
from django.utils.translation import gettext_lazy as _

from tableside.core.messages.text_size import TextSize
from tableside.core.messages.wording import Kind, Name, Place, names_in
from tableside.core.permissions.practice import PracticeFacts
from tableside.desk.settings.messages.wording_form import WordingForm
from tableside.records.practice.models import MessageWording
from tableside.records.practice.wording_queries import wording_here, wordings_here
from tableside.ui import moments
from tableside.ui.parts import Fact
from tableside.ui.words import LETTERS
from tableside.workflows.letters.sample import Sample, sample_of
from tableside.workflows.letters.words import Words, words_of

NAMES: dict[Name, str | Promise] = {
    Name.CLIENT: _("Who is written to"),
    Name.DATE: _("The day of the appointment"),
    Name.TIME: _("When it begins"),
    Name.PRACTICE: _("The name of the practice"),
    Name.PHONE: _("Your phone number"),
    Name.LOCATION: _("The location"),
    Name.THERAPIST: _("The therapist"),
    Name.SERVICE: _("The treatment"),
    Name.APPOINTMENT: _("All of it, in a few lines"),
    Name.UNTIL: _("Until when the offer holds, or the request is answered"),
    Name.LINK: _("Where the message leads"),
}


@dataclass(frozen=True)
class Row:
    title: str
    text: str
    url: str


@dataclass(frozen=True)
class WordingPage:
    """``kind`` and ``language`` as the address names them; ``sample`` shows what is in the form, saved or not."""

    kind: Kind
    language: str
    title: str
    form: WordingForm
    newest: MessageWording | None
    legend: tuple[Fact, ...]
    sample: Sample
    size: str

    @classmethod
    def of(cls, kind: Kind, language: str, form: WordingForm, *, practice: PracticeFacts, now: datetime) -> WordingPage:
        sample = sample_of(kind, form.shown_words(), language=language, practice=practice, now=now)
        return cls(
            kind=kind,
            language=language,
            title=_title(kind, language, practice),
            form=form,
            newest=wording_here(kind, language=language),
            legend=tuple(
                Fact(f"{{{name}}}", f"{NAMES[name]}: {' '.join(sample.values[name].split())}")
                for name in names_in(kind, Place.MAIL)
            ),
            sample=sample,
            size=size_in_words(sample.size),
        )


def rows_of(practice: PracticeFacts) -> tuple[Row, ...]:
    here = wordings_here()
    return tuple(
        Row(
            title=_title(kind, language, practice),
            text=_whose(here.get((kind, language)), practice),
            url=reverse("desk:settings-message", args=[kind, language]),
        )
        for kind in Kind
        for language in practice.languages
    )


def kind_and_language(kind: str, language: str, *, practice: PracticeFacts) -> tuple[Kind, str]:
    """As the address names them; 404 for what is not written here."""
    if kind not in list(Kind) or language not in practice.languages:
        raise Http404
    return Kind(kind), language


def words_here(kind: Kind, language: str) -> Words:
    with translation.override(language):
        words = words_of(kind)
        return Words(str(words.subject), str(words.mail), str(words.text))


def size_in_words(size: TextSize) -> str:
    words = ngettext(
        "For this sample %(parts)s message: %(used)s of %(room)s places.",
        "For this sample %(parts)s messages: %(used)s of %(room)s places.",
        size.parts,
    ) % {"parts": size.parts, "used": size.used, "room": size.room}
    if not size.outside:
        return words
    outside = gettext("Without %(characters)s a message would hold 160 instead of 70.")
    return f"{words} {outside % {'characters': ' '.join(size.outside)}}"


def _title(kind: Kind, language: str, practice: PracticeFacts) -> str:
    if len(practice.languages) == 1:
        return str(LETTERS[kind])
    return f"{LETTERS[kind]}, {get_language_info(language)['name_local']}"


def _whose(wording: MessageWording | None, practice: PracticeFacts) -> str:
    if wording is None or not (wording.subject or wording.mail or wording.text):
        return gettext("In our words")
    words = gettext("In your words, saved %(when)s by %(who)s")
    return words % {"when": moments.stamp(wording.saved_at, practice.zone), "who": wording.saved_by}

"""What the answers mean for what somebody would like to book, in words for them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from tableside.core.screening.request import Answers
from tableside.core.screening.result import Finding as Found
from tableside.core.screening.result import Outcome, Screened
from tableside.core.screening.rulebook import Rulebook
from tableside.core.screening.screen import screen
from tableside.knowledge.load_body import load_body
from tableside.knowledge.load_rulebook import load_questions
from tableside.knowledge.load_techniques import load_techniques
from tableside.records.intake.queries import practice_rulebook
from tableside.site.check.forms import Wish
from tableside.ui import moments
from tableside.ui.forms import PRESSURE_WORDS
from tableside.ui.parts import Finding
from tableside.ui.places import places_in_words
from tableside.ui.words import CERTAINTY, TRAINING_BEYOND_TECHNIQUES

_DAYS_AHEAD = 90
_HEADINGS: Mapping[Outcome, str | Promise] = {
    Outcome.PROCEED: _("Yes, you can book this"),
    Outcome.MODIFY: _("Yes, you can book this, with limits"),
    Outcome.AVOID_REGION: _("Yes, you can book this, with limits"),
    Outcome.NEEDS_CLEARANCE: _("Ask first, then come"),
    Outcome.DO_NOT_TREAT: _("Not as things are: please wait with this"),
    Outcome.REFER_URGENT: _("Please get this looked at now"),
}
_LEADS: Mapping[Outcome, str | Promise] = {
    Outcome.PROCEED: _("Nothing in your answers stands in the way."),
    Outcome.MODIFY: _("Your therapist would adapt the treatment to you, as it says below."),
    Outcome.AVOID_REGION: _("Your therapist would leave some areas out, as it says below."),
    Outcome.NEEDS_CLEARANCE: _("You can book, but somebody who knows your health has to agree before you are treated."),
    Outcome.DO_NOT_TREAT: _("This massage would do you no good now. What would change that stands below."),
}


@dataclass(frozen=True)
class Checked:
    wish: Wish
    screened: Screened
    earliest: date | None
    medicines: tuple[tuple[str, str], ...]  # as written, and as understood

    @classmethod
    def of(cls, wish: Wish, answers: Answers) -> Checked:
        book, request = practice_rulebook(), wish.request
        screened = screen(book, answers, request=request)
        earliest = None
        if screened.outcome is Outcome.DO_NOT_TREAT:
            later = (request.on + timedelta(days=number) for number in range(1, _DAYS_AHEAD + 1))
            earliest = next((on for on in later if _is_possible(book, answers, wish, on)), None)
        written = answers.get("medicines")
        understood = book.medicines.read(written) if isinstance(written, str) else ()
        return cls(wish, screened, earliest, tuple((one.written, one.name) for one in understood))

    @property
    def is_urgent(self) -> bool:
        return self.screened.outcome is Outcome.REFER_URGENT

    @property
    def heading(self) -> str | Promise:
        return _HEADINGS[self.screened.outcome]

    @property
    def lead(self) -> str | Promise:
        return _LEADS[self.screened.outcome]

    @property
    def urgent_words(self) -> tuple[str, ...]:
        """What has to be done at once, each thing once."""
        urgent = (one.for_client for one in self.screened.findings if one.outcome is Outcome.REFER_URGENT)
        return tuple(dict.fromkeys(urgent))

    @property
    def findings(self) -> tuple[Finding, ...]:
        """One sentence once, as part of its most serious finding."""
        shown: dict[str, Finding] = {}
        for one in self.screened.findings:
            shown.setdefault(one.for_client, _shown(one))
        return tuple(shown.values())

    @property
    def limits(self) -> tuple[str, ...]:
        """What would be different from the treatment as it is usually given."""
        limits, body = self.screened.limits, load_body()
        words = []
        if limits.avoid:
            words.append(gettext("Left out: %(places)s.") % {"places": places_in_words(body, limits.avoid)})
        if limits.pressure_cap < self.wish.request.pressure:
            word = dict(PRESSURE_WORDS).get(limits.pressure_cap, gettext("none at all"))
            told = {"word": word, "level": limits.pressure_cap}
            words.append(gettext("Pressure at most: %(word)s (level %(level)d of 5).") % told)
        if limits.minutes_cap is not None and limits.minutes_cap < self.wish.minutes:
            words.append(gettext("At most %(minutes)s.") % {"minutes": moments.minutes(limits.minutes_cap)})
        if self.screened.substitute:
            kinds = load_techniques().values()
            name = next((one.name for one in kinds if one.screening_class == self.screened.substitute), "")
            words.append(gettext("Instead of this kind of massage: %(name)s.") % {"name": name})
        if limits.positions:
            words.append(gettext("How you would lie: %(positions)s.") % {"positions": ", ".join(limits.positions)})
        return (*words, *self._trainings())

    @property
    def next_steps(self) -> tuple[str, ...]:
        outcome = self.screened.outcome
        steps = []
        if outcome is Outcome.NEEDS_CLEARANCE:
            needed = [one for one in self.screened.findings if one.outcome is outcome and one.clearance_from]
            who = dict.fromkeys(one.clearance_from.replace("their ", "your ", 1) for one in needed)
            steps += [gettext("Ask %(provider)s whether massage is right for you now.") % {"provider": w} for w in who]
            unsure = gettext("You were not sure: “%(question)s” Please find out, or talk to us before you come.")
            question = load_questions().question
            steps += [unsure % {"question": question(key).text} for key in self.screened.missing]
            steps.append(gettext("When you book, we give you a letter for that, and keep your time meanwhile."))
        if outcome is Outcome.DO_NOT_TREAT:
            day = moments.day_year(self.earliest) if self.earliest else ""
            later = gettext("With the same answers you could come from %(day)s on.") % {"day": day}
            steps.append(later if day else gettext("When things have changed, check again."))
        if outcome.allows_treatment:
            steps.append(gettext("When you book, you answer these questions once more for your therapist."))
        return tuple(steps)

    @property
    def book_url(self) -> str:
        """Where to book it. The address says what and when, nothing about the answers."""
        service = self.wish.service
        if service is None:
            return reverse("portal:book")
        on = self.earliest or self.wish.on
        query = urlencode({"service": service.id, "minutes": self.wish.minutes, "on": on.isoformat()})
        return f"{reverse('portal:book-therapist')}?{query}"

    @property
    def can_book(self) -> bool:
        return self.screened.outcome.rank < Outcome.DO_NOT_TREAT.rank or self.earliest is not None

    def _trainings(self) -> list[str]:
        needed = dict.fromkeys(one.needs_training for one in self.screened.findings if one.needs_training)
        return [_training(key) for key in needed]


def _is_possible(book: Rulebook, answers: Answers, wish: Wish, on: date) -> bool:
    later = screen(book, answers, request=replace(wish.request, on=on))
    return later.outcome.rank < Outcome.DO_NOT_TREAT.rank


def _training(key: str) -> str:
    """The name of the one for people with cancer could say more than somebody told us."""
    if key == "oncology":
        return gettext("Ask us which of our therapists is trained for this.")
    name = str(TRAINING_BEYOND_TECHNIQUES.get(key) or load_techniques()[key].name)
    return gettext("Choose a therapist with this training: %(training)s.") % {"training": name}


def _shown(found: Found) -> Finding:
    """In the words for clients alone: why a rule asks for something may name an illness that nobody told of."""
    told = found.would_change.rstrip(".")
    would_change = [gettext("What would change it: %(what)s.") % {"what": told}] if told else []
    return Finding(
        found.outcome.value, found.for_client, details=(*would_change, str(CERTAINTY[found.certainty].words))
    )

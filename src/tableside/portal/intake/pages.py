"""What each page of the health questions shows, made of what has been answered so far."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar, Self

from django.http import Http404
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext

from tableside.core.screening.question import Group, Questionnaire
from tableside.knowledge.load_rulebook import load_medicines
from tableside.portal.intake.doors import Door
from tableside.portal.intake.forms import PageForm
from tableside.portal.intake.sign_form import SignForm
from tableside.records.intake.age_queries import intake_is_too_old
from tableside.ui.answers import AnsweredGroup, answers_in_words
from tableside.ui.questions import Block
from tableside.workflows.intake.fill_intake import Filling, Saved, answers_so_far, save_page
from tableside.workflows.intake.send_way_back import may_send_way_back
from tableside.workflows.intake.sign_consent import clauses_to_initial, text_to_sign, who_signs

_Data = MultiValueDict[str, Any] | None


@dataclass(frozen=True)
class Part:
    """A group of questions in the list of them."""

    title: str
    url: str
    is_done: bool


@dataclass(frozen=True)
class StartShown:
    parts: tuple[Part, ...]
    next_url: str
    has_begun: bool
    given_at: datetime | None
    is_too_old: bool  # what was given has to be looked through again
    unchanged: SignForm | None  # sends the answers of last time as they are, where nothing has to be signed or added

    @classmethod
    def of(cls, door: Door, *, now: datetime) -> StartShown:
        filling = answers_so_far(door.client.id, now=now)
        parts = tuple(_part(door, filling, number) for number in range(1, len(filling.questions.groups) + 1))
        waiting = [part.url for part in parts if not part.is_done]
        first_url = parts[0].url if door.client.one_at_a_time else door.whole_url
        is_too_old = filling.intake is not None and intake_is_too_old(filling.intake, at=now)
        return cls(
            parts=parts,
            next_url=(waiting[0] if waiting else door.sign_url) if filling.is_draft else first_url,
            has_begun=filling.is_draft,
            given_at=filling.given_at,
            is_too_old=is_too_old,
            unchanged=None if is_too_old else _unchanged(door, filling, now=now),
        )


@dataclass(frozen=True)
class Section:
    """A group on a page of questions."""

    group: Group
    blocks: list[Block]

    @property
    def is_open(self) -> bool:
        return any(block.field.value() or block.field.errors for block in self.blocks)


@dataclass
class PageShown:
    """A page of questions; ``StepShown`` is a page of one."""

    door: Door
    number: int | None  # None: all questions on one page
    filling: Filling
    group: Group
    form: PageForm
    has_opened: bool = False
    is_step: ClassVar[bool] = False

    @classmethod
    def of(cls, door: Door, number: int | None, data: _Data, *, now: datetime) -> Self:
        filling = answers_so_far(door.client.id, now=now)
        groups = cls.pages_of(filling.questions)
        if number is not None and not 1 <= number <= len(groups):
            raise Http404
        group = groups[number - 1] if number is not None else _whole(filling.questions)
        return cls(door, number, filling, group, PageForm(data, filling=filling, group=group))

    @staticmethod
    def pages_of(questions: Questionnaire) -> tuple[Group, ...]:
        return questions.groups

    @property
    def is_whole(self) -> bool:
        return self.number is None

    @property
    def parts(self) -> list[Section]:
        """Each group on this page with its questions."""
        groups = self.filling.questions.groups if self.is_whole else (self.group,)
        return [Section(group, self.form.blocks(group)) for group in groups]

    @property
    def position(self) -> int | None:
        return self.number

    @property
    def total(self) -> int:
        """All pages, the one to sign included."""
        return len(self.filling.questions.groups) + 1

    @property
    def url(self) -> str:
        return self.door.page_url(self.number) if self.number else self.door.whole_url

    @property
    def can_send_link(self) -> bool:
        return bool(may_send_way_back(self.door.client, through=self.door.link))

    @property
    def back_url(self) -> str:
        return self.door.page_url(self.number - 1) if self.number and self.number > 1 else self.door.start_url

    @property
    def next_url(self) -> str:
        if self.number is None or self.number + 1 >= self.total:
            return self.door.sign_url
        return self.door.page_url(self.number + 1)

    def save(self, *, now: datetime) -> Saved:
        self.form.full_clean()  # judges nothing: what was sent, unread
        sent, asked, link = self.form.cleaned_data, self.form.shown(), self.door.link
        return save_page(self.door.client, self.group, sent, shown=asked, through=link, now=now)

    def onward(self, saved: Saved, *, wish: str) -> str:
        """Where to go next; nowhere as long as something on this page needs a look."""
        self.filling = saved.filling
        if saved.problems:
            return ""
        if wish == "back":
            return self.back_url
        if wish == "later":
            return self.door.start_url
        return "" if saved.opened or saved.filling.missing_in(self.group) else self.next_url

    def complain(self, saved: Saved) -> None:
        self.filling = saved.filling
        self.form.reopen(saved.filling, self.group)
        # What has only just opened could not be answered yet: it is pointed at, not complained about.
        opened = {question.id for question in saved.opened}
        missing = [question for question in saved.filling.missing_in(self.group) if question.id not in opened]
        self.form.complain(saved.problems, missing)
        self.has_opened = bool(opened)


@dataclass(frozen=True)
class SignShown:
    form: SignForm
    missing: tuple[Part, ...]
    answers: tuple[AnsweredGroup, ...]
    signed_before: bool
    medicines: tuple[tuple[str, str], ...]  # as written, and as understood
    unknown_medicines: tuple[str, ...]  # as written; nothing is guessed

    @classmethod
    def of(cls, door: Door, data: _Data, *, now: datetime) -> SignShown:
        filling = answers_so_far(door.client.id, now=now)
        signer = who_signs(filling.born_on, now=now)
        consent = text_to_sign(door.client.id, signer)
        initialled = clauses_to_initial(consent) if consent else ()
        groups = list(enumerate(filling.questions.groups, start=1))
        written = filling.answers.get("medicines")
        listed = written if isinstance(written, str) else ""
        return cls(
            form=SignForm(data, filling=filling, consent=consent, initialled=initialled, signer=signer),
            missing=tuple(_part(door, filling, number) for number, group in groups if filling.missing_in(group)),
            answers=answers_in_words(filling.questions, filling.answers),
            signed_before=consent is None,
            medicines=tuple((one.written, one.in_words) for one in load_medicines().read(listed)),
            unknown_medicines=load_medicines().not_understood(listed),
        )


def _whole(questions: Questionnaire) -> Group:
    return Group("whole", gettext("Your health"), "", questions.questions)


def _unchanged(door: Door, filling: Filling, *, now: datetime) -> SignForm | None:
    """None while something has to be answered or signed first, or was already begun anew."""
    is_whole = not any(filling.missing_in(group) for group in filling.questions.groups)
    unsigned = text_to_sign(door.client.id, who_signs(filling.born_on, now=now)) is not None
    if filling.given_at is None or not is_whole or unsigned:
        return None
    return SignForm(None, filling=filling, consent=None)


def _part(door: Door, filling: Filling, number: int) -> Part:
    group = filling.questions.groups[number - 1]
    is_single = door.client.one_at_a_time
    url = door.step_url(filling.step_of(group)) if is_single else door.page_url(number)
    return Part(group.title, url, not filling.missing_in(group) and filling.is_touched(group))

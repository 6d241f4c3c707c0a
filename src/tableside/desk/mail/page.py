"""What became of each message, in words."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.core.paginator import Page, Paginator
from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tableside.records.outbox.models import Message
from tableside.records.outbox.queries import failed_count, newest_messages
from tableside.ui.words import Look

_PAGE_SIZE = 25

# Letters whose links let their reader in as somebody else. Once there is a mail server, only that person reads them.
_PRIVATE_KINDS = ("account", "invitation")

WAITING = Look(_("Waiting"), "neutral", "clock")
SENT = Look(_("Sent"), "good", "check")
SHOWN_HERE = Look(_("Shown here only"), "info", "eye")
FAILED = Look(_("Failed"), "stop", "alert")
WITHDRAWN = Look(_("Withdrawn"), "neutral", "close")

_EXPLAINED: dict[Look, str | Promise] = {
    WAITING: _("It leaves within a minute of the time it is due."),
    SENT: _("It was handed over and taken."),
    SHOWN_HERE: _("No mail server is set, so it was not sent. Pass on what it says, or set a mail server."),
    FAILED: _("It could not be delivered. Look at the address, then send it again."),
    WITHDRAWN: _("It was taken back before it left, because something newer replaced it."),
}

_GONE = _("It could not be delivered. Its reader can ask for a new one on the sign-in page.")


@dataclass(frozen=True)
class Shown:
    """A message with its state. ``closed`` says why its text is not shown; empty when it is."""

    message: Message
    subject: str
    state: Look
    explained: str | Promise
    closed: str | Promise
    can_be_sent_again: bool

    @classmethod
    def of(cls, message: Message, *, has_second_factor: bool) -> Shown:
        state = state_of(message)
        return cls(
            message=message,
            subject=message.content["subject"],
            state=state,
            explained=_GONE if state is FAILED and message.emptied_at else _EXPLAINED[state],
            closed=_why_closed(message, has_second_factor=has_second_factor),
            can_be_sent_again=state is FAILED and message.emptied_at is None,
        )


@dataclass(frozen=True)
class MailList:
    page: Page[Message]
    rows: tuple[Shown, ...]
    failed: int
    has_mail_server: bool

    @classmethod
    def of(cls, request: HttpRequest) -> MailList:
        page = Paginator(newest_messages(), _PAGE_SIZE).get_page(request.GET.get("page"))
        rows = tuple(Shown.of(message, has_second_factor=False) for message in page.object_list)
        return cls(page=page, rows=rows, failed=failed_count(), has_mail_server=bool(settings.MAIL_HOST))


def _why_closed(message: Message, *, has_second_factor: bool) -> str | Promise:
    if message.emptied_at is not None:
        return _("What this letter said let its reader sign in, so it is not kept.")
    if message.kind in _PRIVATE_KINDS and message.went != "page" and settings.MAIL_HOST:
        return _("This letter lets its reader sign in, so only they can read it.")
    if not has_second_factor:  # its links open a client's health answers
        return _("Letters hold links that open what clients answered. Sign in with your second factor to read them.")
    return ""


def state_of(message: Message) -> Look:
    if message.withdrawn_at is not None and message.done_at is None:
        return WITHDRAWN
    if message.done_at is not None:
        return SHOWN_HERE if message.went == "page" else SENT
    return FAILED if message.failed_at is not None else WAITING

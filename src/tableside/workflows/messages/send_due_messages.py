"""Send what is due: claim, check that it is still wanted, send once, note it, and come back later when it failed."""

from __future__ import annotations

import logging
import smtplib
import threading
from collections.abc import Callable
from datetime import datetime, timedelta

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import close_old_connections, connection

from tableside.records.foundation.scope import practice_scope
from tableside.records.outbox import actions
from tableside.records.outbox.models import Message
from tableside.workflows.booking.answer_request import decline_unanswered_everywhere
from tableside.workflows.intake.screen_outdated import screen_outdated_everywhere
from tableside.workflows.messages.text_gateway import GatewayAway, GatewayRefused, offers_texts, send_text
from tableside.workflows.waitlist.offer_openings import offer_openings_everywhere

logger = logging.getLogger(__name__)

_LOOK_FOR_OPENINGS = timedelta(minutes=1)


def send_due_messages(*, now: Callable[[], datetime], stop: threading.Event | None = None) -> int:
    """Send everything due at this moment; answers how many left. ``now`` is asked anew for each letter. Told to
    stop, it ends after the letter in hand."""
    sent = 0
    while not (stop and stop.is_set()) and (message := actions.claim(now=(claimed_at := now()))):
        if actions.is_still_wanted(message, now=claimed_at):
            sent += _send(message, now=now)
    return sent


def run_worker(stop: threading.Event, *, now: Callable[[], datetime], every_seconds: float = 2.0) -> None:
    """Go on sending until told to stop. One bad round is logged and does not end the worker."""
    look_at: datetime | None = None
    screened = 0
    while not stop.wait(every_seconds):
        close_old_connections()
        try:
            actions.empty_old_account_letters(now=now())  # first, so that no link that has ended goes out
            send_due_messages(now=now, stop=stop)
        except Exception:  # the loop must go on; the letter comes due again by its lease
            logger.exception("A round of sending messages failed.")
        try:
            if screened or look_at is None or now() >= look_at:
                screened = screen_outdated_everywhere(now=now, stop=stop)
        except Exception:  # likewise: it is still outdated in a minute
            logger.exception("A round of screening again failed.")
        try:
            if look_at is None or now() >= look_at:
                look_at = now() + _LOOK_FOR_OPENINGS
                decline_unanswered_everywhere(now=now, stop=stop)  # first: what they give back is free for others
                offer_openings_everywhere(now=now, stop=stop)
        except Exception:  # letters must leave all the same; the next round looks again
            logger.exception("A round of offering free times failed.")
    connection.close()


def _send(message: Message, *, now: Callable[[], datetime]) -> int:
    try:
        with practice_scope(message.practice_id):
            went = _hand_over(message)
    except smtplib.SMTPRecipientsRefused as reason:
        actions.note_failure(message, error="The mail server refused the address.", is_final=True, now=now())
        logger.warning("Message %s refused: %s", message.pk, type(reason).__name__)
    except GatewayRefused as reason:
        actions.note_failure(message, error=f"The SMS gateway refused it ({reason}).", is_final=True, now=now())
        logger.warning("Message %s refused by the gateway: %s", message.pk, reason)
    except GatewayAway as reason:
        actions.note_failure(message, error="The SMS gateway could not be reached.", is_final=False, now=now())
        logger.warning("Message %s not sent: %s", message.pk, reason)
    except (OSError, smtplib.SMTPException) as reason:
        actions.note_failure(message, error="The mail server could not be reached.", is_final=False, now=now())
        logger.warning("Message %s not sent: %s", message.pk, type(reason).__name__)
    except Exception as reason:  # one letter that cannot be opened must not keep the others waiting
        actions.note_failure(message, error="This letter could not be put together.", is_final=False, now=now())
        logger.error("Message %s not put together: %s", message.pk, type(reason).__name__)  # its words may hold a name
    else:
        actions.note_sent(message, went=went, now=now())
        return 1
    return 0


def _hand_over(message: Message) -> str:
    """Answers how it went: by "mail", by "sms", or onto the owner's "page" where nothing is set to carry it."""
    if message.channel == "sms" and offers_texts():
        send_text(message.address, message.content["text"], key=str(message.pk))
        return "sms"
    if message.channel == "mail" and settings.MAIL_HOST:
        _mail(message).send()
        return "mail"
    return "page"


def _mail(message: Message) -> EmailMessage:
    """The same letter has the same Message-ID however often it is sent, so that a copy can be recognised."""
    content = message.content
    domain = settings.DEFAULT_FROM_EMAIL.rsplit("@", 1)[-1].rstrip(">")
    mail = EmailMessage(
        subject=content["subject"],
        body=content["text"],
        to=[message.address],
        headers={"Message-ID": f"<{message.pk}@{domain}>", "Auto-Submitted": "auto-generated"} | _leave(content),
    )
    if content["calendar"]:
        mail.attach("appointment.ics", content["calendar"], "text/calendar; method=PUBLISH")
    return mail


def _leave(content: dict[str, str]) -> dict[str, str]:
    """The headers by which a mail program offers a button to stop these (RFC 8058)."""
    if not (url := content.get("leave_url")):
        return {}
    return {"List-Unsubscribe": f"<{url}stop/>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}

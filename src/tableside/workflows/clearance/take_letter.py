"""A client sends in a provider's letter as a file. What is seen in it is drawn anew, and kept sealed for a therapist.

What a file is called and what the browser says it is count for nothing; its first bytes do.
"""

from __future__ import annotations

import hashlib
import io
import os
import subprocess
import sys
from datetime import datetime, timedelta

from django.utils.translation import gettext
from PIL import Image, ImageOps

from tableside.core.decision import Refusal
from tableside.core.permissions.actor import Actor
from tableside.records.clients.models import Client
from tableside.records.foundation.locks import lock
from tableside.records.foundation.transactions import in_transaction
from tableside.records.intake.actions import keep_letter
from tableside.records.intake.models import ProviderLetter
from tableside.records.intake.queries import letters_of, open_clearances_of
from tableside.records.scheduling.answers import is_answered, keep_answer
from tableside.workflows.clearance.pdf_drawer import MOST_PAGES, Ended
from tableside.workflows.clearance.remind_of_clearance import stop_reminding

LARGEST = 10_000_000  # bytes
MOST_PIXELS = 50_000_000  # a page scanned at 600 dots an inch has 35 million
MOST_A_DAY = 10
_SECONDS = 30.0  # for the pages of a PDF

_Kind = ProviderLetter.Kind
_HEADS = (
    (b"%PDF-1.", _Kind.PDF),
    (b"%PDF-2.", _Kind.PDF),
    (b"\xff\xd8\xff", _Kind.JPEG),
    (b"\x89PNG\r\n\x1a\n", _Kind.PNG),
)


def take_letter(client: Client, content: bytes, *, key: str = "", by: Actor, now: datetime) -> ProviderLetter:
    """Raises ``Refusal`` with what to do instead; ``sent_already`` when the same form has brought the same letter."""
    kind, clean = cleaned(content)
    sent = hashlib.sha256(f"{client.id}:{key}:".encode() + content).hexdigest()

    def take() -> ProviderLetter:
        lock([f"letters:{client.id}"])
        if key and is_answered(sent):
            raise Refusal("sent_already", gettext("We have this letter already. You need not send it again."))
        if not open_clearances_of(client.id).exists():
            raise Refusal("nothing_asked", gettext("There is no open question that a letter could answer."))
        if letters_of(client.id).filter(uploaded_at__gt=now - timedelta(days=1)).count() >= MOST_A_DAY:
            raise Refusal("too_many", gettext("You have sent many files today. Please call us, or go on tomorrow."))
        letter = keep_letter(client, clean, kind=kind, by=by, now=now)
        if key:
            keep_answer(sent, body_sha256=sent, answer={}, now=now)
        stop_reminding(client.id, now=now)
        return letter

    return in_transaction(take)


def cleaned(content: bytes) -> tuple[ProviderLetter.Kind, bytes]:
    """What the file really is, and what is kept: a picture of each page, drawn anew without what hides in it."""
    if not content:
        raise Refusal("empty", gettext("This file is empty. Please choose another one."))
    if len(content) > LARGEST:
        raise too_large()
    kind = next((kind for head, kind in _HEADS if content.startswith(head)), None)
    if kind is None:
        words = gettext("We can only read PDF, JPEG and PNG files. A photograph of the letter will do.")
        raise Refusal("wrong_kind", words)
    return kind, _pages_drawn_anew(content) if kind is _Kind.PDF else _drawn_anew(content, kind)


def too_large() -> Refusal:
    return Refusal("too_large", gettext("This file is larger than 10 MB. A photograph of the letter will do."))


def _pages_drawn_anew(content: bytes) -> bytes:
    """In a process of its own, which knows no secret of ours and is ended when it takes too long or too much memory."""
    kept = {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    kept |= {name: os.environ[name] for name in ("SYSTEMROOT",) if name in os.environ}
    command = [sys.executable, "-m", "tableside.workflows.clearance.pdf_drawer"]
    try:
        ended = subprocess.run(command, input=content, capture_output=True, timeout=_SECONDS, env=kept)
        how = ended.returncode
    except subprocess.TimeoutExpired:
        how = Ended.TOO_LONG
    if how != Ended.WELL:
        raise _cannot_draw(how)
    if len(ended.stdout) > LARGEST:
        raise too_large()
    return ended.stdout


def _cannot_draw(how: int) -> Refusal:
    if how == Ended.ENCRYPTED:
        words = gettext("This PDF asks for a password. Please send one without, or a photograph of the letter.")
        return Refusal("encrypted", words)
    if how == Ended.TOO_LONG:
        words = gettext("This PDF is too long. Please send only the letter, at most %(pages)d pages.")
        return Refusal("too_long", words % {"pages": MOST_PAGES})
    return Refusal("broken", gettext("This PDF cannot be opened. Please save it again, or send a photograph of it."))


def _drawn_anew(content: bytes, kind: ProviderLetter.Kind) -> bytes:
    drawn = io.BytesIO()
    try:
        with Image.open(io.BytesIO(content), formats=[kind.value.upper()]) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                raise Image.DecompressionBombError
            upright = ImageOps.exif_transpose(picture).convert("RGBA")
        on_white = Image.new("RGB", upright.size, "white")  # with nothing of the old picture but what is seen
        on_white.paste(upright, mask=upright)
        on_white.save(drawn, format=kind.value.upper(), quality=88, optimize=kind is _Kind.PNG)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as reason:
        words = gettext("This picture has too many pixels. Please send a smaller one.")
        raise Refusal("too_many_pixels", words) from reason
    except Exception as reason:  # a broken picture fails in many ways, and all of them mean the same
        words = gettext("This picture cannot be opened. Please take it again, or send a PDF.")
        raise Refusal("broken", words) from reason
    if drawn.tell() > LARGEST:
        raise too_large()
    return drawn.getvalue()

"""A client sends in a provider's letter. It is what its bytes say, it is sealed on the disk, and only those who may
read health data get it, as a file."""

from __future__ import annotations

import io
import struct
import zlib
from datetime import timedelta

import pypdfium2
import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client as Browser
from django.utils import timezone
from PIL import Image

from tableside.records.audit.models import AuditEntry
from tableside.records.clients.actions import make_link
from tableside.records.clients.models import Link
from tableside.records.foundation.sealed import Unreadable, unseal_file
from tableside.records.intake.models import ProviderLetter
from tableside.records.intake.queries import letter_place
from tableside.workflows.clearance.pdf_drawer import MOST_PAGES
from tableside.workflows.clearance.take_letter import LARGEST, MOST_A_DAY
from tests.factories import answered, recent_surgery
from tests.hostile_pdf import PLANTED, pdf
from tests.personas import Cast, signed_in

PLACE = "/my/intake/file/"
PDF = pdf()
BROKEN = b"%PDF-1.7\n1 0 obj << /Secret (planted) >> endobj\n%%EOF\n"


@pytest.fixture(autouse=True)
def waiting(linden: Cast) -> None:
    answered(linden.clara, now=timezone.now(), **recent_surgery(timezone.localdate()))


def picture(kind: str) -> bytes:
    """With something hidden in it."""
    hidden = Image.Exif()
    hidden[0x010E] = "planted description"
    file = io.BytesIO()
    Image.new("RGB", (40, 30), "teal").save(file, format=kind, exif=hidden)
    return file.getvalue()


def enormous() -> bytes:
    """A PNG of a few bytes that says it is 12,000 dots wide and high."""

    def chunk(name: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))

    head = struct.pack(">IIBBBBB", 12_000, 12_000, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"")) + chunk(b"IEND", b"")


def files() -> set[str]:
    return set(default_storage.listdir("")[1]) if default_storage.exists("") else set()


def is_drawn_anew(content: bytes) -> bool:
    """What is seen on the page is there, and nothing of what was hidden."""
    page = pypdfium2.PdfDocument(content)[0].render().to_pil()
    left = [word for word in (PLANTED, b"JavaScript", b"EmbeddedFile", b"/Annot", b"/URI") if word in content]
    return (page.getpixel((150, 600)), page.getpixel((500, 100)), left) == ((0, 0, 0), (255, 255, 255), [])


def send(browser: Browser, content: bytes, *, name: str = "letter.pdf", place: str = PLACE) -> tuple[int, str]:
    answer = browser.post(place, {"letter": SimpleUploadedFile(name, content)})
    return answer.status_code, answer.content.decode()


def test_a_pdf_is_drawn_anew_and_sealed_on_the_disk(linden: Cast) -> None:
    assert send(signed_in(linden.clara), PDF)[0] == 302

    letter = ProviderLetter.objects.get()
    with default_storage.open(letter.file_name) as kept:
        assert b"planted" not in kept.read()
    answer = signed_in(linden.ana).get(f"/desk/intake/letters/{letter.id}/")
    assert is_drawn_anew(answer.content)
    assert {name: answer[name] for name in ("Content-Type", "Content-Disposition", "X-Content-Type-Options")} == {
        "Content-Type": "application/pdf",
        "Content-Disposition": 'attachment; filename="letter.pdf"',
        "X-Content-Type-Options": "nosniff",
    }
    assert answer["Content-Security-Policy"].startswith("sandbox")
    assert "no-store" in answer["Cache-Control"]
    deeds = AuditEntry.objects.filter(deed__startswith="provider_letter.").order_by("pk")
    assert list(deeds.values_list("deed", "actor_label")) == [
        ("provider_letter.uploaded", "Clara Novak"),
        ("provider_letter.read", "Ana Lindqvist"),
    ]


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_a_picture_is_drawn_anew_whatever_it_is_called(linden: Cast, kind: str) -> None:
    assert send(signed_in(linden.clara), picture(kind), name="letter.exe")[0] == 302

    letter = ProviderLetter.objects.get()
    content = signed_in(linden.ana).get(f"/desk/intake/letters/{letter.id}/").content
    assert letter.kind == kind.lower()
    assert b"planted" in picture(kind)
    assert b"planted" not in content
    with Image.open(io.BytesIO(content)) as kept:
        assert (kept.format, kept.size, dict(kept.getexif())) == (kind, (40, 30), {})


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "This file is empty."),
        (b"<html><script>alert(1)</script></html>", "only read PDF, JPEG and PNG"),
        (b"GIF89a" + bytes(20), "only read PDF, JPEG and PNG"),
        (b"MZ" + PDF, "only read PDF, JPEG and PNG"),
        (b"\xff\xd8\xff" + bytes(200), "cannot be opened"),
        (picture("PNG")[:60], "cannot be opened"),
        (enormous(), "too many pixels"),
        (BROKEN, "This PDF cannot be opened"),
        (PDF[:300], "This PDF cannot be opened"),
        (pdf(is_locked=True), "asks for a password"),
        (pdf(pages=MOST_PAGES + 1), "too long"),
        (PDF + bytes(LARGEST), "larger than 10 MB"),
        (PDF + bytes(LARGEST + 200_000), "larger than 10 MB"),
    ],
    ids=[
        "empty",
        "page",
        "gif",
        "program",
        "broken jpeg",
        "half a png",
        "bomb",
        "broken pdf",
        "half a pdf",
        "locked pdf",
        "long pdf",
        "too large",
        "far too large",
    ],
)
def test_what_cannot_be_kept_is_refused_in_words_and_leaves_nothing(linden: Cast, content: bytes, words: str) -> None:
    before = files()

    status, page = send(signed_in(linden.clara), content)

    assert status == 422
    assert words in page
    assert (ProviderLetter.objects.count(), files()) == (0, before)


def test_no_file_at_all_is_asked_for(linden: Cast) -> None:
    answer = signed_in(linden.clara).post(PLACE)

    assert answer.status_code == 422
    assert "Choose a file first." in answer.content.decode()


def test_the_link_of_the_health_questions_takes_it_too(linden: Cast) -> None:
    clara, now = linden.clara.client, timezone.now()
    token = make_link(clara, purpose=Link.Purpose.TABLET, subject_id=clara.id, lasts=timedelta(hours=1), now=now)

    assert send(Browser(), PDF, place=f"/intake/{token}/file/")[0] == 302
    assert ProviderLetter.objects.get().client_id == clara.id


def test_nothing_is_taken_where_nothing_was_asked(linden: Cast) -> None:
    browser = signed_in(linden.dora)

    assert "not waiting for a letter" in browser.get(PLACE).content.decode()
    assert send(browser, PDF)[0] == 422
    assert ProviderLetter.objects.count() == 0


def test_nobody_fills_the_disk(linden: Cast) -> None:
    browser = signed_in(linden.clara)

    statuses = [send(browser, PDF)[0] for _time in range(MOST_A_DAY + 1)]

    assert statuses == [302] * MOST_A_DAY + [422]


def test_the_therapist_finds_it_in_the_queue_and_beside_the_question(linden: Cast) -> None:
    send(signed_in(linden.clara), PDF)
    letter = ProviderLetter.objects.get()
    browser = signed_in(linden.ana)

    queue = browser.get("/desk/intake/")

    row = next(row for row in queue.context["page"].rows if row.note == "A healthcare provider answered")
    assert f"/desk/intake/letters/{letter.id}/" in browser.get(row.url).content.decode()


def test_nobody_else_gets_a_letter(linden: Cast) -> None:
    send(signed_in(linden.clara), PDF)
    place = f"/desk/intake/letters/{ProviderLetter.objects.get().id}/"

    seen = {who: signed_in(getattr(linden, who)).get(place).status_code for who in ("front_desk", "clara", "dora")}

    assert seen == {"front_desk": 403, "clara": 403, "dora": 403}
    assert signed_in(linden.other_therapist).get(place).status_code == 404
    assert Browser().get(place).status_code == 302
    assert signed_in(linden.ana).post(place).status_code == 405


def test_a_file_that_took_the_place_of_another_does_not_open(linden: Cast) -> None:
    send(signed_in(linden.clara), PDF)

    with default_storage.open(ProviderLetter.objects.get().file_name) as kept, pytest.raises(Unreadable):
        unseal_file(kept.read(), place=letter_place("another"))

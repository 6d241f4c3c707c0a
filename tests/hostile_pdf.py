"""PDF files as somebody might send them: whole, with things hidden in them, locked, too long."""

from __future__ import annotations

PLANTED = b"planted"


def pdf(*, pages: int = 1, is_locked: bool = False) -> bytes:
    """A black square on each page; beside it a script that runs when it is opened, an attachment, and a link."""
    kids = b" ".join(b"%d 0 R" % (10 + number) for number in range(pages))
    told = [
        (
            1,
            b"<< /Type /Catalog /Pages 2 0 R /OpenAction 3 0 R /Names << /EmbeddedFiles << /Names [(a) 4 0 R] >> >> >>",
        ),
        (2, b"<< /Type /Pages /Count %d /Kids [%s] >>" % (pages, kids)),
        (3, b"<< /S /JavaScript /JS (app.alert\\('planted'\\)) >>"),
        (4, b"<< /Type /Filespec /F (planted.exe) /EF << /F 5 0 R >> >>"),
        (5, b"<< /Type /EmbeddedFile /Length 7 >>\nstream\nplanted\nendstream"),
        (6, b"<< /Length 27 >>\nstream\n0 g 100 100 200 200 re f   \nendstream"),
        (7, b"<< /Subtype /Link /Rect [0 0 612 792] /A << /S /URI /URI (https://planted.example/) >> >>"),
    ]
    page = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 6 0 R /Annots [7 0 R] >>"
    told += [(10 + number, page) for number in range(pages)]
    body, places = b"%PDF-1.7\n", {}
    for number, content in told:
        places[number] = len(body)
        body += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    rows = [places.get(number) for number in range(max(places) + 1)]
    table = b"".join(b"0000000000 65535 f \n" if at is None else b"%010d 00000 n \n" % at for at in rows)
    key = b"ab" * 32
    lock = b" /Encrypt << /Filter /Standard /V 1 /R 2 /O <%s> /U <%s> /P -4 >> /ID [<ab> <ab>]" % (key, key)
    trailer = b"<< /Size %d /Root 1 0 R%s >>" % (len(rows), lock if is_locked else b"")
    return b"%sxref\n0 %d\n%strailer\n%s\nstartxref\n%d\n%%%%EOF\n" % (body, len(rows), table, trailer, len(body))

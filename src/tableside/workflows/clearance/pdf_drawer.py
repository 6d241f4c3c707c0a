"""``python -m tableside.workflows.clearance.pdf_drawer``: a PDF that somebody sent comes in, one made of pictures of
its pages goes out. Nothing else of it is left: no script, attachment, link or form. How it ended is the exit code."""

from __future__ import annotations

import io
import math
import sys
from enum import IntEnum
from typing import Any

MOST_PAGES = 20
_SCALE = 150 / 72  # dots for each point: 150 an inch, which small print can be read at
_MOST_DOTS = 4_000_000  # of a page
_MEMORY = 1 << 30  # bytes
_SECONDS = 20


class Ended(IntEnum):
    WELL = 0
    BROKEN = 3
    ENCRYPTED = 4
    TOO_LONG = 5


class CannotDraw(Exception):
    def __init__(self, how: Ended) -> None:
        super().__init__(how.name)
        self.how = how


def drawn(content: bytes) -> bytes:
    """The same pages as pictures. Raises ``CannotDraw``."""
    import pypdfium2  # only in the process of its own: it reads what nobody has looked at

    try:
        document = pypdfium2.PdfDocument(content)
        document.init_forms()  # what was typed into a form is part of the letter
        if len(document) > MOST_PAGES:
            raise CannotDraw(Ended.TOO_LONG)
        pages = [_picture(page) for page in document]
        file = io.BytesIO()
        pages[0].save(file, format="PDF", save_all=True, append_images=pages[1:], resolution=150, quality=80)
    except CannotDraw:
        raise
    except pypdfium2.PdfiumError as reason:
        is_locked = getattr(reason, "err_code", None) == pypdfium2.raw.FPDF_ERR_PASSWORD
        raise CannotDraw(Ended.ENCRYPTED if is_locked else Ended.BROKEN) from reason
    except Exception as reason:  # a broken file fails in many ways, and all of them mean the same
        raise CannotDraw(Ended.BROKEN) from reason
    return file.getvalue()


def _picture(page: Any) -> Any:  # Any: the library says nothing of its types
    width, height = page.get_size()
    scale = min(_SCALE, math.sqrt(_MOST_DOTS / max(width * height, 1.0)))
    return page.render(scale=scale).to_pil().convert("RGB")


def main() -> int:
    _limit()
    try:
        sys.stdout.buffer.write(drawn(sys.stdin.buffer.read()))
    except CannotDraw as reason:
        return reason.how
    return Ended.WELL


def _limit() -> None:
    """Where the system can: so much memory and time, and no file written."""
    try:
        import resource
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (_SECONDS, _SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))


if __name__ == "__main__":
    sys.exit(main())

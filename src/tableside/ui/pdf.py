"""Papers as PDF that screen readers can read (PDF/UA-1), set by typst from a template in ``ui/paper/``.

What people wrote goes in as data, never as markup: the template reads one JSON value. The fonts are those that typst
brings; a letter they lack is looked for among the fonts of the machine, and shown as a box rather than not at all.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping
from datetime import datetime
from functools import cache
from pathlib import Path

import typst
from django.http import HttpResponse

_PAPERS = Path(__file__).parent / "paper"
_log = logging.getLogger(__name__)


def as_pdf(paper: str, words: Mapping[str, object], *, language: str, now: datetime) -> bytes:
    """``paper`` names the template; ``words`` are what it reads, of which ``title`` is the document's title."""
    told = json.dumps({**words, "language": language.split("-")[0]}, ensure_ascii=False)
    template, made_at = _template(paper), now.replace(microsecond=0)
    # With the machine's fonts the same words may look different elsewhere, so they come second.
    for only_own_fonts in (True, False):
        try:
            return typst.compile(
                template,
                format="pdf",
                pdf_standards=["ua-1"],
                ignore_system_fonts=only_own_fonts,
                sys_inputs={"words": told},
                timestamp=made_at,
            )
        except typst.TypstError:
            _log.info("the fonts do not have every letter of a paper (%s)", paper)
    return typst.compile(template, format="pdf", sys_inputs={"words": told}, timestamp=made_at)


def paper_answer(content: bytes, *, name: str) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}.pdf"'}
    return HttpResponse(content, "application/pdf", headers=headers)


@cache
def _template(paper: str) -> bytes:
    return (_PAPERS / f"{paper}.typ").read_bytes()

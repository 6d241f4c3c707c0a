"""Filling in the health questions through the pages, as a browser does."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from django.test import Client as Browser

from tableside.core.screening.question import Group
from tableside.core.screening.request import Answer
from tableside.knowledge.load_consent import load_consent
from tableside.knowledge.load_rulebook import load_questions
from tests.factories import healthy

Changes = Mapping[str, Answer]


def send(browser: Browser, start: str, changes: Changes | None = None, *, name: str = "Clara Novak") -> str:
    """Every page, the signature, and then the page that says what it means."""
    for number, group in enumerate(load_questions().groups, start=1):
        birth = {"born_on": "1988-05-04"} if group.id == "mind" else {}  # counts where nobody knows it yet
        answer = browser.post(f"{start}{number}/", page_of(group, changes) | birth)
        assert answer.status_code == 302, complaints(answer.content.decode())
    signed = browser.post(f"{start}sign/", signed_page(browser, start, name=name))
    assert signed.status_code == 302, complaints(signed.content.decode())
    return browser.get(signed["Location"]).content.decode()


def page_of(group: Group, changes: Changes | None = None) -> dict[str, Any]:
    """What a browser sends of one page: a healthy client's answers with these changes."""
    questions = load_questions()
    answers = healthy(questions, **(changes or {}))
    asked = [question.id for question in questions.asked(answers) if question in group.questions]
    given = {key: form_value(answers[key]) for key in asked if key in answers}
    return {**given, "shown": asked, "go": "next"}


def signed_page(browser: Browser, start: str, *, name: str = "Clara Novak") -> dict[str, str]:
    """What a browser sends of the last page: its hidden fields, a tick for each clause, the name."""
    page = browser.get(f"{start}sign/").content.decode()
    hidden = {key: re.search(rf'name="{key}" value="([^"]+)"', page) for key in ("intake", "is_draft")}
    ticks = {clause.id: "on" for clause in load_consent().clauses}
    relation = {"relation": "mother"} if "A parent or legal guardian signs" in page else {}
    return {key: found[1] for key, found in hidden.items() if found} | ticks | {"signed_name": name} | relation


def form_value(answer: Answer) -> object:
    if isinstance(answer, date):
        return answer.isoformat()
    return list(answer) if isinstance(answer, tuple) else answer


def complaints(page: str) -> list[str]:
    """What a page said was wrong."""
    return re.findall(r'<li><a href="#[^"]*">.*?</li>|notice__title">.*?</p>', page)

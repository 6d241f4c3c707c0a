"""Which illnesses a text for a client names that the client did not report."""

from __future__ import annotations

import re
from collections.abc import Mapping

from tableside.core.screening.condition import ANSWERED_ON
from tableside.core.screening.question import NONE
from tableside.core.screening.request import Answer
from tableside.knowledge.load_rulebook import load_questions

#: By name or stem, as rules and clinicians call them.
CONDITIONS = (
    *(
        "anaemi",
        "aneurysm",
        "angina",
        "anxiety",
        "arthriti",
        "asthma",
        "bleeding disorder",
        "blood clot",
        "cancer",
        "clot",
        "concussion",
    ),
    *("copd", "depression", "diabet", "dialysis", "disc", "eating disorder", "eczema", "endometriosis", "epilep"),
    *("fibromyalgia", "fractur", "frozen shoulder", "glaucoma", "gout", "heart attack", "heart condition"),
    *("heart failure", "hernia", "kidney disease", "liver disease", "lung disease", "lupus", "lymphoedema"),
    *("meningit", "migraine", "multiple sclerosis", "osteoporo", "palsy", "parkinson", "platelet", "pregnan"),
    *("psoriasis", "raynaud", "scleroderma", "seizure", "sepsis", "shingles", "sickle", "stroke", "thrombo", "embol"),
    *("thyroid", "transplant", "tumour", "valve", "varicose", "vertigo", "virus", "appendicit", "eclampsia"),
    *("arter", "bleed", "brain", "broken bone", "cellulitis", "haemorrhag", "infect", "inflam", "spinal cord"),
    *("haematoma", "bone has", "bone may", "giant cell", "cauda equina", "neutropenic", "rhabdo", "dissect"),
)
_NAMED = re.compile(rf"\b(?!cloth)(?:{'|'.join(CONDITIONS)})\w*", re.IGNORECASE)
_DENIED = ("no", NONE, (NONE,))


def unreported(text: str, answers: Mapping[str, Answer]) -> list[str]:
    """Each name once. Reported is what stands in a question that was not answered with no, or in its answer."""
    reported = " ".join(_told(key, answer) for key, answer in answers.items() if answer not in _DENIED).lower()
    named = {name.lower() for name in _NAMED.findall(text)}
    return sorted(name for name in named if _stem(name) not in reported)


def _told(key: str, answer: Answer) -> str:
    if key == ANSWERED_ON:
        return ""
    question = load_questions().question(key)
    chosen = answer if isinstance(answer, tuple) else (answer,)
    labels = [question.label(str(one)) if question.options else str(one) for one in chosen]
    return " ".join((question.text, question.help, *labels))


def _stem(name: str) -> str:
    return next(stem for stem in CONDITIONS if name.startswith(stem))

"""The guide as its pages show it: addresses, words for closed sets, and the search."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tableside.core.charting.technique import BodyTool, Technique
from tableside.knowledge.load_guide import Section, load_guide
from tableside.knowledge.load_rulebook import load_subjects
from tableside.knowledge.load_techniques import load_techniques
from tableside.ui.parts import Crumb

BODY_TOOLS: dict[BodyTool, str | Promise] = {
    BodyTool.HANDS: gettext_lazy("hands"),
    BodyTool.FINGERS: gettext_lazy("fingers"),
    BodyTool.THUMB: gettext_lazy("supported thumb"),
    BodyTool.KNUCKLES: gettext_lazy("knuckles"),
    BodyTool.FOREARM: gettext_lazy("forearm"),
    BodyTool.ELBOW: gettext_lazy("elbow"),
    BodyTool.STONES: gettext_lazy("warm stones"),
    BodyTool.CUPS: gettext_lazy("cups"),
    BodyTool.TOOL: gettext_lazy("a smooth tool"),
}

PRESSURE_LEVELS: tuple[tuple[int, str | Promise, str | Promise], ...] = (
    (1, gettext_lazy("Light"), gettext_lazy("As if putting cooling gel on sunburn. The skin hardly moves.")),
    (2, gettext_lazy("Firm lotion"), gettext_lazy("Like rubbing in a cream. Skin moves, muscle hardly does.")),
    (3, gettext_lazy("Medium"), gettext_lazy("Kneading that reaches the muscle. Joints may move a little.")),
    (4, gettext_lazy("Strong"), gettext_lazy("The therapist leans in. Muscle gives way, the body rocks.")),
    (5, gettext_lazy("Deep"), gettext_lazy("Elbow or forearm, small and short. Never so that you brace.")),
)


@dataclass(frozen=True)
class Entry:
    """A card of the guide, or a line of its search results."""

    title: str
    text: str
    url: str
    icon: str
    certainty: str = ""


@dataclass(frozen=True)
class ShownSection:
    heading: str
    html: SafeString


@dataclass(frozen=True)
class ShownTechnique:
    """A technique in words, for a row of the comparison and the head of its page."""

    technique: Technique
    url: str
    pressure: str
    levels: tuple[tuple[int, str | Promise, str | Promise, bool], ...]
    body_tools: str
    minutes: str


def shown_sections(sections: tuple[Section, ...]) -> list[ShownSection]:
    # Safe: our own Markdown, rendered with HTML switched off.
    return [ShownSection(section.heading, mark_safe(section.html)) for section in sections]


def shown_technique(technique: Technique) -> ShownTechnique:
    pressure = technique.pressure
    lightest, strongest = (pressure.lightest, pressure.strongest) if pressure else (0, 0)
    return ShownTechnique(
        technique=technique,
        url=reverse("site:guide-technique", args=[technique.id]),
        pressure=_pressure_words(lightest, strongest),
        levels=tuple((level, name, text, lightest <= level <= strongest) for level, name, text in PRESSURE_LEVELS),
        body_tools=", ".join(str(BODY_TOOLS[tool]) for tool in technique.body_tools),
        minutes=_("%(shortest)d to %(longest)d minutes")
        % {"shortest": technique.minutes.shortest, "longest": technique.minutes.longest},
    )


def technique_entries() -> list[Entry]:
    guide = load_guide()
    return [
        Entry(
            title=technique.name,
            text=guide.techniques[key].lead if key in guide.techniques else technique.suits[0],
            url=reverse("site:guide-technique", args=[key]),
            icon="hand",
        )
        for key, technique in load_techniques().items()
    ]


def benefit_entries() -> list[Entry]:
    return [
        Entry(
            title=benefit.title,
            text=benefit.plain,
            url=reverse("site:guide-benefit", args=[slug]),
            icon="leaf",
            certainty=benefit.certainty.value,
        )
        for slug, benefit in load_guide().benefits.items()
    ]


def chapter_entries() -> list[Entry]:
    icons = {"expect": "table", "questions": "question", "myths": "info"}
    chapters = load_guide().chapters
    return [
        Entry(chapters[slug].title, chapters[slug].lead, reverse(f"site:guide-{slug}"), icon)
        for slug, icon in icons.items()
    ]


def precaution_entries() -> list[Entry]:
    """A line for each subject, which leads to its part of the page."""
    page = reverse("site:guide-precautions")
    return [
        Entry(subject.title, _("When massage has to change or to wait"), f"{page}#{subject.id}", "shield")
        for subject in load_subjects()
    ]


def precautions_entry() -> Entry:
    return Entry(
        _("When massage has to change or to wait"),
        _("What our health questions look for, what each answer means for your massage, and how sure that is."),
        reverse("site:guide-precautions"),
        "shield",
    )


def check_entry() -> Entry:
    return Entry(
        _("Check before you book"),
        _("Answer the health questions and see at once whether a massage is right for you now. Nothing is kept."),
        reverse("site:check"),
        "check-circle",
    )


def search(words: str) -> list[Entry]:
    """Every page that holds all the words, in any order and case."""
    wanted = words.casefold().split()
    return [entry for entry, text in _searchable() if all(word in text for word in wanted)]


def crumbs(*steps: tuple[str, str]) -> list[Crumb]:
    """From the guide down to this page: label and address name, the last one without."""
    trail = ((_("Guide"), "site:guide-home"), *steps)
    return [Crumb(label, reverse(name) if name else "") for label, name in trail]


def _searchable() -> list[tuple[Entry, str]]:
    guide = load_guide()
    found: list[tuple[Entry, str]] = []
    for entry, technique in zip(technique_entries(), load_techniques().values(), strict=True):
        chapter = guide.techniques.get(technique.id)
        told = (entry.title, *technique.synonyms, *technique.suits, *technique.not_for, chapter.text if chapter else "")
        found.append((entry, " ".join(told).casefold()))
    for entry, benefit in zip(benefit_entries(), guide.benefits.values(), strict=True):
        found.append((entry, benefit.text.casefold()))
    for entry, slug in zip(chapter_entries(), ("expect", "questions", "myths"), strict=True):
        found.append((entry, guide.chapters[slug].text.casefold()))
    for entry, subject in zip(precaution_entries(), load_subjects(), strict=True):
        told = (entry.title, entry.text, *(f"{rule.title} {rule.for_client}" for rule in subject.rules))
        found.append((entry, " ".join(told).casefold()))
    return found


def _pressure_words(lightest: int, strongest: int) -> str:
    if not lightest:
        return _("suction instead of pressure")
    if lightest == strongest:
        return _("level %(level)d of 5") % {"level": lightest}
    return _("levels %(lightest)d to %(strongest)d of 5") % {"lightest": lightest, "strongest": strongest}

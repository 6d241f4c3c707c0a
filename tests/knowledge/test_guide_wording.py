"""No text that a client reads promises what no study carries."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import tableside
from tableside.knowledge.load_banned import banned_in

SOURCE = Path(tableside.__file__).parent
MAY_QUOTE = {SOURCE / "knowledge/guide/myths.md"}
CLIENT_FACING = (
    "knowledge/guide/*.md",
    "knowledge/evidence/*.md",
    "knowledge/techniques/*",
    "knowledge/strokes.toml",
    "knowledge/instruments/*.toml",
    "knowledge/screening/**/*.toml",
    "knowledge/redflags/**/*.toml",
    "knowledge/questions*.toml",
    "knowledge/wording/*.md",
    "site/**/*.html",
    "site/**/*.py",
    "portal/**/*.html",
    "portal/**/*.txt",
    "portal/**/*.py",
    "ui/**/*.html",
    "ui/**/*.txt",
    "workflows/**/*.py",  # letters, and refusals in words
    "core/appointments/*.py",
    "core/availability/*.py",
    "core/outcomes/*.py",
    "core/plans/*.py",
    "core/messages/*.py",
    "core/screening/*.py",
    "records/**/*.py",
    "desk/**/*.html",
    "desk/**/*.py",
    "console/demo/*.py",
)


def client_facing_files() -> list[Path]:
    return sorted({path for pattern in CLIENT_FACING for path in SOURCE.glob(pattern) if path.is_file()} - MAY_QUOTE)


def without_quoted_claim(path: Path, text: str) -> str:
    """A benefit page quotes in its claim line what people say, and may only there. Addresses hold page names."""
    if path.parent.name == "evidence":
        text = re.sub(r"^claim = .*$", "", text, flags=re.MULTILINE)
    if path.suffix == ".md":
        text = re.sub(r"^benefits = .*$", "", text, flags=re.MULTILINE)
    return text


def test_no_text_for_clients_says_a_banned_phrase() -> None:
    found = {
        str(path.relative_to(SOURCE)): phrases
        for path in client_facing_files()
        if (phrases := banned_in(without_quoted_claim(path, path.read_text("utf-8"))))
    }

    assert found == {}


def test_the_scan_reaches_guide_templates_and_instruments() -> None:
    read = {str(path.relative_to(SOURCE)) for path in client_facing_files()}

    assert {
        "knowledge/guide/expect.md",
        "knowledge/evidence/pain.md",
        "knowledge/techniques/swedish.toml",
        "knowledge/techniques/swedish.md",
        "knowledge/instruments/nrs_pain.toml",
        "site/templates/site/guide/home.html",
        "ui/templates/ui/page.html",
    } <= read
    assert "knowledge/guide/myths.md" not in read


@pytest.mark.parametrize(
    "planted",
    [
        "Our detox massage",
        "It flushes\n  out toxins.",
        "boosts your immune system",
        "lowers cortisol",
        "a serotonin lift",
        "Releases endorphins",
        "improves circulation",
        "increases blood flow",
        "breaks up scar tissue",
        "releases the fascia",
        "corrects posture",
        "prevents injuries",
        "improves athletic performance",
        "CURES back pain",
        "promotes healing",
        "treats depression",
        "flushes out lactic acid",
        "no pain, no gain",
        "induces labour",
        "scientifically proven",
        "a transformative hour",
        "releases frozen shoulder",
    ],
)
def test_the_scanner_finds_a_planted_phrase(planted: str) -> None:
    assert banned_in(f"<p>Welcome. {planted} Book now.</p>") != ()


@pytest.mark.parametrize(
    "honest",
    [
        "Massage may ease pain for a while.",
        "Tell us if something has not healed, or about a secure address.",
        "Ask about your immune condition.",
        "We cannot promise better blood flow in muscles.",
    ],
)
def test_the_scanner_lets_honest_words_pass(honest: str) -> None:
    assert banned_in(honest) == ()


def test_a_claim_is_quoted_on_benefit_pages_only() -> None:
    claim = 'claim = "Massage flushes out toxins (detox)."'

    assert banned_in(without_quoted_claim(SOURCE / "knowledge/evidence/detox.md", claim)) == ()
    assert banned_in(without_quoted_claim(SOURCE / "knowledge/guide/expect.md", claim)) != ()
    assert banned_in(without_quoted_claim(SOURCE / "knowledge/evidence/detox.md", 'plain = "detox"')) != ()

"""Health answers of people who have something to tell, by the ids of the questions. Whatever is not told is "no"."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta


@dataclass(frozen=True, slots=True)
class History:
    """``answers`` may hold a span of time, which is then a date counted from today. ``provider`` is who agrees in
    writing some days after being asked, for ``holds_days``; empty where nobody is asked or nobody has answered yet.
    ``changed`` is what they answer differently this morning."""

    answers: Mapping[str, object] = field(default_factory=dict)
    provider: str = ""
    provider_note: str = ""
    holds_days: int = 0
    changed: Mapping[str, object] = field(default_factory=dict)
    is_unanswered: bool = False


def _pregnant(due_in_days: int) -> History:
    answers = {"pregnant": "yes", "due_on": timedelta(days=due_in_days), "pregnancy_signs": ["none"]}
    return History({**answers, "pregnancy_risk": ["none"]})


HISTORIES = {
    "well": History(),
    "unanswered": History(is_unanswered=True),
    "pregnant_31_weeks": _pregnant(63),
    "pregnant_26_weeks": _pregnant(98),
    "pregnant_20_weeks": _pregnant(140),
    "stent_years_ago": History(
        {
            "heart": "yes",
            "heart_kind": ["attack"],
            "heart_event_on": timedelta(days=-1500),
            "heart_worse": "no",
            "medicines": "Bisoprolol in the morning, atorvastatin at night",
        }
    ),
    "osteoporosis": History({"bones": ["osteoporosis"], "medicines": "Alendronate once a week, vitamin D"}),
    "cancer_treatment": History(
        {
            "cancer": "yes",
            "cancer_stage": "treatment",
            "cancer_more": ["none"],
            "cancer_places": ["chest.right", "axilla.right"],
            "medicines": "Letrozole",
            "allergies": ["scent"],
        },
        provider="Breast care team, St Brigid's Hospital",
        provider_note="Gentle massage welcome. Nothing on the right side of the chest. Counts are fine this month.",
        holds_days=30,
    ),
    "pressure_treated": History(
        {"high_pressure": "yes", "pressure_usual": "good", "medicines": "Amlodipine 5 mg in the morning"}
    ),
    "blood_thinner": History(
        {
            "blood_thinner": "yes",
            "thinner_kind": "anticoagulant",
            "thinner_unstable": "no",
            "medicines": "Apixaban 5 mg twice a day",
        }
    ),
    "varicose": History({"varicose": "yes", "varicose_places": ["calf.left", "calf.right"]}),
    "lymph_removed": History(
        {
            "cancer": "yes",
            "cancer_stage": "past",
            "cancer_more": ["nodes", "swelling"],
            "node_places": ["axilla.left", "upper_arm.left"],
        },
        provider="Dr Ana Ferreira",
        provider_note="Lymphatic drainage of the left arm is welcome. If it turns red or hot, please send her to us.",
        holds_days=180,
    ),
    "diabetes": History({"diabetes": "yes", "diabetes_signs": ["none"], "insulin": "no", "medicines": "Metformin"}),
    "numb_feet": History({"diabetes": "yes", "diabetes_signs": ["numb"], "insulin": "no", "medicines": "Metformin"}),
    "recent_clot": History(
        {
            "clot": "yes",
            "clot_on": timedelta(days=-62),
            "clot_treated": "yes",
            "blood_thinner": "yes",
            "thinner_kind": "anticoagulant",
            "thinner_unstable": "no",
            "medicines": "Rivaroxaban 20 mg",
        }
    ),
    "hot_calf": History({"clot_signs": "yes"}),
    "dizzy_since_today": History(changed={"low_pressure": "yes"}),
}

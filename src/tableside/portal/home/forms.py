"""One question, on a day without an appointment."""

from __future__ import annotations

from typing import Any

from django import forms

from tableside.core.outcomes.instrument import Instrument
from tableside.ui.forms import ScoreField


class TodayForm(forms.Form):
    def __init__(self, *args: Any, instrument: Instrument, **kwargs: Any) -> None:  # Any: Django's own signature
        super().__init__(*args, **kwargs)
        item = instrument.items[0]
        self.fields["score"] = ScoreField(label=item.text, low=item.low_label, high=item.high_label)

"""A form with every kind of field, to look at."""

from __future__ import annotations

from django import forms

from tableside.ui.forms import (
    CardLabel,
    ChoiceCards,
    ChoiceCardsMany,
    ClockInput,
    DayInput,
    Notes,
    PressureField,
    ScoreField,
    YesNo,
)


class SampleForm(forms.Form):
    name = forms.CharField(label="Your name", help_text="As you would like to be called.")
    email = forms.EmailField(label="Mail address")
    phone = forms.CharField(label="Telephone", required=False)
    day = forms.DateField(label="Day", widget=DayInput)
    start = forms.TimeField(label="Time", widget=ClockInput)
    location = forms.ChoiceField(label="Location", choices=[("", "Choose one"), ("a", "Old Town"), ("b", "Harbour")])
    service = forms.ChoiceField(
        label="Treatment",
        widget=ChoiceCards,
        choices=[
            ("swedish", CardLabel("Swedish massage", "Long, flowing strokes to settle and loosen.", "leaf", "€70")),
            ("deep", CardLabel("Deep tissue", "Slow and firm, for one or two places.", "pressure", "€80")),
            ("prenatal", CardLabel("Prenatal", "Lying on the side, with cushions.", "baby", "€75")),
        ],
    )
    goals = forms.MultipleChoiceField(
        label="What should get better?",
        required=False,
        widget=ChoiceCardsMany,
        choices=[("pain", "Pain"), ("sleep", "Sleep"), ("stress", "Stress")],
    )
    pregnant = forms.ChoiceField(
        label="Could you be pregnant?",
        widget=YesNo,
        choices=[("yes", "Yes"), ("no", "No"), ("unsure", "Not sure")],
    )
    pain = ScoreField(label="How strong is the pain right now?", low="no pain", high="the worst I can imagine")
    pressure = PressureField(label="Pressure", highest=4)
    note = forms.CharField(label="Anything else?", required=False, widget=Notes(rows=3))
    agree = forms.BooleanField(label="I have read how my answers are used")

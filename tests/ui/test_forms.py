from __future__ import annotations

import re
from typing import Any

import pytest
from django import forms

from tableside.ui.forms import CardLabel, ChoiceCards, FoldedCardsMany, Notes, PressureField, Renderer, ScoreField
from tableside.ui.templatetags.ui import control


class Visit(forms.Form):
    name = forms.CharField(label="Your name", help_text="As you like to be called.")
    phone = forms.CharField(label="Telephone", required=False)
    kind = forms.ChoiceField(
        label="Treatment", widget=ChoiceCards, choices=[("deep", CardLabel("Deep tissue", "Slow", "pressure", "€80"))]
    )
    pain = ScoreField(label="Pain", low="none", high="worst", required=False)
    pressure = PressureField(label="Pressure", highest=3, required=False)
    note = forms.CharField(label="Note", widget=Notes, required=False)


def test_help_and_error_are_tied_to_the_field_they_belong_to() -> None:
    html = str(Visit({"name": ""})["name"].as_field_group())

    described = re.search(r'aria-describedby="([^"]+)"', html)
    assert described is not None
    assert described[1].split() == ["id_name_helptext", "id_name_error"]
    assert 'id="id_name_helptext"' in html
    assert 'id="id_name_error"' in html
    assert 'aria-invalid="true"' in html


def test_help_is_text_and_never_markup() -> None:
    form = Visit()
    form.fields["name"].help_text = "Write <b>Ana</b>"

    assert "Write &lt;b&gt;Ana&lt;/b&gt;" in form["name"].as_field_group()


def test_a_field_that_may_be_left_out_says_so() -> None:
    form = Visit()

    assert "optional" in form["phone"].as_field_group()
    assert "optional" not in form["name"].as_field_group()


def test_mistakes_are_listed_first_with_a_way_to_each_field() -> None:
    html = str(Visit({}))

    links = re.findall(r'<li><a href="#([^"]+)"', html)
    assert links == ["id_name", "id_kind_0"]
    assert all(f'id="{link}"' in html for link in links)


def test_a_choice_card_shows_title_text_and_price_once() -> None:
    html = str(Visit()["kind"])

    assert [html.count(words) for words in ("Deep tissue", "Slow", "€80")] == [1, 1, 1]


@pytest.mark.parametrize("required", [True, False])
@pytest.mark.parametrize(("chosen", "is_open"), [([], False), (["none"], False), (["burn"], True)])
def test_many_answers_open_to_whoever_says_yes_and_stay_open(required: bool, chosen: list[str], is_open: bool) -> None:
    choices = [("burn", "A burn"), ("wart", "A wart"), ("none", "No")]
    field = forms.MultipleChoiceField(
        choices=choices, required=required, widget=FoldedCardsMany("none", choices=choices)
    )
    form = type("Skin", (forms.Form,), {"skin": field})(initial={"skin": chosen})

    before, _, fold = str(form["skin"].as_field_group()).partition("<details")
    inside, _, beside = fold.partition("</details>")

    assert inside.startswith(' class="choices__others" open>') is is_open
    assert ["A burn" in inside, "A wart" in inside] == [True, True]
    assert ("No" in beside, "No" in inside) == (required, not required)
    assert "optional" not in before


@pytest.mark.parametrize(
    "option",
    [
        {"type": "radio", "name": "kind", "value": 'a"<b', "attrs": {"id": "i_0", "checked": True, "required": False}},
        {"type": "checkbox", "name": "kind", "value": None, "attrs": {}},
        {"type": "checkbox", "name": "kind", "value": True, "attrs": {"aria-describedby": "help", "data-count": 5}},
    ],
)
def test_the_input_of_a_choice_is_drawn_as_django_draws_it(option: dict[str, Any]) -> None:
    theirs = Renderer().get_template("django/forms/widgets/input.html").render({"widget": option})

    assert control(option) == theirs.strip()


def test_a_score_cleans_to_a_number_or_to_none() -> None:
    filled = Visit({"name": "Ana", "kind": "deep", "pain": "0"})
    empty = Visit({"name": "Ana", "kind": "deep"})

    assert (filled.is_valid(), filled.cleaned_data["pain"]) == (True, 0)
    assert (empty.is_valid(), empty.cleaned_data["pain"]) == (True, None)


def test_pressure_above_what_is_allowed_is_not_offered_and_not_taken() -> None:
    form = Visit({"name": "Ana", "kind": "deep", "pressure": "4"})

    assert 'value="4"' not in str(Visit()["pressure"])
    assert set(form.errors) == {"pressure"}


def test_what_somebody_typed_is_never_markup() -> None:
    html = str(Visit({"name": '"><script>alert(1)</script>'}))

    assert "<script>" not in html

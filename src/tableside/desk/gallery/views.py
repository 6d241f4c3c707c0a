"""Every component in its states, for whoever builds pages; only in a demo practice or while debugging."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from tableside.desk.gallery.forms import SampleForm
from tableside.ui import body_shapes, words
from tableside.ui.body_chart import Mark, marks_chart, places_chart, shown_chart
from tableside.ui.charts import VisitScore, pain_chart, sparkline
from tableside.ui.guards import public
from tableside.ui.parts import Crumb, Fact, Finding, Offer, Tab, steps

# fmt: off
_ICONS = (
    "calendar", "clock", "person", "people", "leaf", "hand", "alert", "check", "check-circle", "shield",
    "note", "chart", "map-pin", "mail", "phone", "lock", "key", "sun", "moon", "print", "search",
    "plus", "minus", "arrow-left", "arrow-right", "arrow-up", "arrow-down", "chevron-down", "close",
    "menu", "home", "body", "pressure", "table", "heart", "info", "question", "star", "edit", "trash",
    "download", "upload", "link", "settings", "sign-out", "video", "target", "pause", "undo", "eye",
    "list", "spark", "baby", "book", "stop",
)
# fmt: on
_SWATCHES = ["linen", "paper", "sunken", "ink", "accent", "good", "caution", "stop", "info"]
_KINDS = (("tension", "Tension"), ("trigger_point", "Trigger point"), ("pain", "Pain"))


@public("shows samples only, and only in a demo or while debugging")
@require_safe
def gallery(request: HttpRequest) -> HttpResponse:
    if not (settings.DEBUG or settings.DEMO):
        raise Http404
    context = _words() | _pieces() | _pictures()
    return render(request, "desk/gallery/page.html", context)


def _words() -> dict[str, object]:
    return {
        "icons": _ICONS,
        "swatches": _SWATCHES,
        "certainties": tuple(words.CERTAINTY),
        "outcomes": tuple(words.OUTCOME),
        "statuses": tuple(words.STATUS),
        "names": ("Ana Lindqvist", "Marek Dvořák", "Noor Haddad", "Grace Okafor", "Ines Sousa", "Tomás Vega"),
    }


def _pieces() -> dict[str, object]:
    start = datetime(2027, 3, 4, 13, 30, tzinfo=UTC)
    times = ("09:00", "09:15", "10:30", "11:45", "13:30", "14:00", "15:15", "16:45")
    return {
        "crumbs": (Crumb("Clients", "#clients"), Crumb("Ana Lindqvist", "#ana"), Crumb("Session")),
        "steps": steps(("Treatment", "Therapist", "Time", "Details"), current=2, urls=("#one", "#two")),
        "tabs": (Tab("Overview", "#o", True), Tab("Sessions", "#s", count=12), Tab("Plan", "#p")),
        "page": Paginator(range(100), 20).page(2),
        "facts": (Fact("Next visit", "Tuesday 4 March, 13:30"), Fact("Therapist", "Ana Lindqvist", "#ana")),
        "offers": [Offer(at, at, f"Tuesday 4 March, {at}, 60 minutes with Ana") for at in times],
        "findings": (
            Finding("needs_clearance", "Blood thinner", "Ask the prescriber before firm work.", "Rule HEM-2, 2021"),
            Finding("modify", "Pregnant, week 22", "", "", ("Pressure at most 2", "Lie on the side")),
            Finding("refer_urgent", "New swelling of one calf", "Seek care now. Do not wait for the appointment."),
        ),
        "form": SampleForm(initial={"service": "swedish", "pain": "4"}),
        "form_with_errors": SampleForm({"email": "ana@", "name": ""}, auto_id="wrong_%s"),
        "start_at": start,
        "end_at": start + timedelta(minutes=60),
    }


def _pictures() -> dict[str, object]:
    labels = _sample_labels()
    marks = (
        Mark("upper_back.left", 7, "trigger_point", "beside the shoulder blade"),
        Mark("shoulder.right", 4, "tension"),
        Mark("thigh_front.left", 2),
    )
    scores = ((7, 5), (6, 4), (7, 4), (5, 3), (4, 2), (4, 2), (3, 1))
    first = date(2027, 1, 12)
    points = [VisitScore(first + timedelta(days=9 * i), *pair) for i, pair in enumerate(scores)]
    return {
        "shown": shown_chart(marks, labels, title="Marked on 4 March", kinds=_KINDS, id="shown"),
        "choosing": places_chart(
            labels, chosen=("posterior_neck", "shoulder.left"), title="Where does it hurt?", id="choosing"
        ),
        "marking": marks_chart(labels, marks=marks[:1], kinds=_KINDS, title="Findings", id="marking"),
        "chart": pain_chart(points, target=2, title="Pain over sessions"),
        "empty_chart": pain_chart((), title="Pain over sessions, before the first visit"),
        "spark": sparkline([before for before, _after in scores], "Pain from 7 to 3 over seven visits"),
    }


def _sample_labels() -> dict[str, str]:
    """Every drawn place; the names are made from its key, since nothing is stored here."""
    labels: dict[str, str] = {}
    for middle, side in (
        (body_shapes.FRONT_MIDDLE, body_shapes.FRONT_SIDE),
        (body_shapes.BACK_MIDDLE, body_shapes.BACK_SIDE),
    ):
        labels |= {name: name.replace("_", " ").capitalize() for name in middle}
        for name in side:
            labels |= {f"{name}.{way}": f"{way.capitalize()} {name.replace('_', ' ')}" for way in ("left", "right")}
    return labels

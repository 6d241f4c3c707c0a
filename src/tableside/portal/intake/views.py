"""The pages of the health questions. Each takes the door that somebody came through; see ``doors.py``."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.utils import timezone

from tableside.core.decision import Refusal
from tableside.portal.intake.doors import Door
from tableside.portal.intake.pages import PageShown, SignShown, StartShown
from tableside.portal.intake.result import ResultShown
from tableside.portal.intake.steps import StepShown
from tableside.portal.intake.way_back import send_link
from tableside.records.clients.actions import choose_way_of_asking
from tableside.records.clients.queries import consents_of
from tableside.ui.errors import turned_down
from tableside.ui.pdf import paper_answer
from tableside.ui.questions import asks_what_opens
from tableside.workflows.intake.consent_paper import consent_paper
from tableside.workflows.intake.submit_intake import submit_intake


def start(request: HttpRequest, door: Door) -> HttpResponse:
    shown = StartShown.of(door, now=timezone.now())
    return render(request, "portal/intake/start.html", {"door": door, "page": shown})


def way(request: HttpRequest, door: Door) -> HttpResponse:
    wished = request.POST.get("way") == "one"
    choose_way_of_asking(door.client, one_at_a_time=wished, by=door.actor, now=timezone.now())
    return HttpResponseRedirect(StartShown.of(door, now=timezone.now()).next_url)


def page(request: HttpRequest, door: Door, number: int | None = None) -> HttpResponse:
    return _filled_in(request, PageShown.of(door, number, _sent(request), now=timezone.now()))


def step(request: HttpRequest, door: Door, number: int) -> HttpResponse:
    shown = StepShown.of(door, number, _sent(request), now=timezone.now())
    if request.method != "POST" and not shown.is_asked:  # another answer has closed it
        return HttpResponseRedirect(shown.next_url)
    return _filled_in(request, shown)


def _sent(request: HttpRequest) -> QueryDict | None:
    return request.POST if request.method == "POST" else None


def _filled_in(request: HttpRequest, shown: PageShown) -> HttpResponse:
    if request.method == "POST":
        saved = shown.save(now=timezone.now())
        if request.headers.get("X-Auto-Save"):
            return HttpResponse(status=422 if saved.problems else 204)
        if asks_what_opens(request):
            shown.complain(saved)
            blocks = shown.form.come_and_gone(shown.group)
            return render(request, "ui/questions_opened.html", {"blocks": blocks})
        wish = request.POST.get("go", "next")
        if wish == "link" and not saved.problems:
            return send_link(request, shown)
        onward = shown.onward(saved, wish=wish)
        if onward:
            return HttpResponseRedirect(onward)
        shown.complain(saved)
    status = 422 if request.method == "POST" else 200
    return render(request, "portal/intake/page.html", {"door": shown.door, "page": shown}, status=status)


def sign(request: HttpRequest, door: Door) -> HttpResponse:
    shown = SignShown.of(door, request.POST if request.method == "POST" else None, now=timezone.now())
    if request.method == "POST" and shown.form.is_valid():
        try:
            signature = shown.form.signature()
            submit_intake(door.client, signature, through=door.link, by=door.actor, now=timezone.now())
            return HttpResponseRedirect(door.result_url)
        except Refusal as refusal:
            if refusal.code == "intake_submitted":  # pressed twice: the first press has done it
                messages.info(request, refusal.detail)
                return HttpResponseRedirect(door.result_url)
            shown.form.add_error(None, refusal.detail)
    status = 422 if request.method == "POST" else 200
    return render(request, "portal/intake/sign.html", {"door": door, "page": shown}, status=status)


def signed(request: HttpRequest, door: Door) -> HttpResponse:
    """What was signed last, on paper, to be kept."""
    consent = consents_of(door.client.id).select_related("client").first()
    if consent is None:
        raise Http404
    try:
        return paper_answer(consent_paper(consent), name="consent")
    except Refusal as refusal:
        return turned_down(request, str(refusal.detail))


def result(request: HttpRequest, door: Door) -> HttpResponse:
    shown = ResultShown.of(door, now=timezone.now())
    if shown is None:
        return HttpResponseRedirect(door.start_url)
    return render(request, shown.template, {"door": door, "page": shown})

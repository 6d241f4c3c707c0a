"""Check before you book. Three steps at one address; all that was said so far is in the form, and nowhere else."""

from __future__ import annotations

from datetime import date
from typing import cast

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from tableside.site.check.answer import Checked
from tableside.site.check.forms import (
    WISH_NAMES,
    QuestionsForm,
    WishForm,
    answers_in,
    carried,
    deciding_questions,
)
from tableside.site.check.limits import PERIOD, asks_too_often
from tableside.ui.errors import too_often
from tableside.ui.guards import public
from tableside.ui.questions import asks_what_opens
from tableside.ui.requests import PublicRequest


@public("anyone may see whether a massage is right for them; nothing is kept")
@require_http_methods(["GET", "HEAD", "POST"])
def check(request: HttpRequest) -> HttpResponse:
    practice = cast(PublicRequest, request).practice
    today = timezone.now().astimezone(practice.zone).date()
    if request.method == "POST" and asks_too_often(request, only_looks=asks_what_opens(request)):
        why = gettext("Please try again in an hour, or call or write to the practice.")
        return too_often(request, why, practice, wait=PERIOD)
    response = _step(request, request.POST, today=today) if request.method == "POST" else _wish(request, today=today)
    patch_cache_control(response, no_store=True, private=True)
    return response


def _step(request: HttpRequest, posted: QueryDict, *, today: date) -> HttpResponse:
    if asks_what_opens(request):
        form_so_far = QuestionsForm(posted, answers=answers_in(posted, today=today)[0])
        return render(request, "ui/questions_opened.html", {"blocks": form_so_far.come_and_gone()})
    form = WishForm(posted, today=today)
    step = posted.get("step")
    if step not in ("questions", "answer") or not form.is_valid():
        return _wish(request, posted, form=form, today=today, status=200 if step == "wish" else 422)
    answers, problems = answers_in(posted, today=today)
    if step == "questions":
        return _questions(request, posted, QuestionsForm(None, answers=answers))
    checked = Checked.of(form.wish(), answers)
    questions = QuestionsForm(posted, answers=answers)
    unsaid = [key for key in checked.screened.missing if key not in answers]
    if (unsaid or problems) and not checked.is_urgent:  # nobody in need of care is asked to fill in the rest first
        questions.complain(problems, unsaid)
        return _questions(request, posted, questions, status=422)
    context = {
        "checked": checked,
        "hidden": [*carried(posted, WISH_NAMES), *carried(posted, deciding_questions())],
        "practice": cast(PublicRequest, request).practice,
    }
    return render(request, f"site/check/{'urgent' if checked.is_urgent else 'answer'}.html", context)


def _wish(
    request: HttpRequest,
    posted: QueryDict | None = None,
    *,
    today: date,
    form: WishForm | None = None,
    status: int = 200,
) -> HttpResponse:
    hidden = carried(posted, deciding_questions()) if posted is not None else []
    context = {"form": form or WishForm(None, today=today), "hidden": hidden}
    return render(request, "site/check/wish.html", context, status=status)


def _questions(request: HttpRequest, posted: QueryDict, form: QuestionsForm, *, status: int = 200) -> HttpResponse:
    context = {"form": form, "hidden": carried(posted, WISH_NAMES), "has_opened": status == 422 and bool(form.opened)}
    return render(request, "site/check/questions.html", context, status=status)

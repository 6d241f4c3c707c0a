"""The public guide: techniques, benefits, what to expect, questions and myths."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from tableside.knowledge.load_guide import load_guide
from tableside.knowledge.load_rulebook import load_rulebook, load_subjects
from tableside.knowledge.load_techniques import load_techniques
from tableside.site.guide import pages
from tableside.ui.guards import public

_for_everyone = public("the guide is for everyone")


@_for_everyone
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    words = request.GET.get("q", "").strip()[:100]
    shown = {
        "words": words,
        "found": pages.search(words) if words else [],
        "chapters": [*pages.chapter_entries(), pages.precautions_entry(), pages.check_entry()],
        "techniques": pages.technique_entries(),
        "benefits": pages.benefit_entries(),
    }
    return render(request, "site/guide/home.html", shown)


@_for_everyone
@require_safe
def techniques(request: HttpRequest) -> HttpResponse:
    shown = {
        "techniques": [pages.shown_technique(technique) for technique in load_techniques().values()],
        "levels": [(level, name, text, True) for level, name, text in pages.PRESSURE_LEVELS],
        "crumbs": pages.crumbs((_("Techniques"), "")),
    }
    return render(request, "site/guide/techniques.html", shown)


@_for_everyone
@require_safe
def technique(request: HttpRequest, slug: str) -> HttpResponse:
    found = load_techniques().get(slug)
    if found is None:
        raise Http404
    chapter = load_guide().techniques.get(slug)
    shown = {
        "shown": pages.shown_technique(found),
        "chapter": chapter,
        "sections": pages.shown_sections(chapter.sections) if chapter else [],
        "benefits": [load_guide().benefits[key] for key in chapter.benefits] if chapter else [],
        "crumbs": pages.crumbs((_("Techniques"), "site:guide-techniques"), (found.name, "")),
    }
    return render(request, "site/guide/technique.html", shown)


@_for_everyone
@require_safe
def benefits(request: HttpRequest) -> HttpResponse:
    shown = {"benefits": list(load_guide().benefits.values()), "crumbs": pages.crumbs((_("Benefits"), ""))}
    return render(request, "site/guide/benefits.html", shown)


@_for_everyone
@require_safe
def benefit(request: HttpRequest, slug: str) -> HttpResponse:
    found = load_guide().benefits.get(slug)
    if found is None:
        raise Http404
    shown = {
        "benefit": found,
        "sections": pages.shown_sections(found.sections),
        "crumbs": pages.crumbs((_("Benefits"), "site:guide-benefits"), (found.title, "")),
    }
    return render(request, "site/guide/benefit.html", shown)


@_for_everyone
@require_safe
def precautions(request: HttpRequest) -> HttpResponse:
    shown = {
        "subjects": load_subjects(),
        "reviewed_on": max(rule.reviewed_on for rule in load_rulebook().rules),
        "crumbs": pages.crumbs((_("When to wait"), "")),
    }
    return render(request, "site/guide/precautions.html", shown)


@_for_everyone
@require_safe
def expect(request: HttpRequest) -> HttpResponse:
    return _chapter(request, "expect", template="site/guide/chapter.html")


@_for_everyone
@require_safe
def questions(request: HttpRequest) -> HttpResponse:
    return _chapter(request, "questions", template="site/guide/questions.html")


@_for_everyone
@require_safe
def myths(request: HttpRequest) -> HttpResponse:
    return _chapter(request, "myths", template="site/guide/chapter.html")


def _chapter(request: HttpRequest, slug: str, *, template: str) -> HttpResponse:
    chapter = load_guide().chapters[slug]
    shown = {
        "chapter": chapter,
        "sections": pages.shown_sections(chapter.sections),
        "crumbs": pages.crumbs((chapter.title, "")),
    }
    return render(request, template, shown)

"""The therapists of the practice, and each one's page."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from tableside.site.therapists.cards import therapist_cards
from tableside.site.therapists.profile import Profile
from tableside.ui.guards import public
from tableside.ui.requests import PublicRequest

_FOR_EVERYONE = "who treats here is for everyone to read before they book"


@public(_FOR_EVERYONE)
@require_safe
def therapists(request: PublicRequest) -> HttpResponse:
    cards = therapist_cards(request.practice.zone, now=timezone.now())
    return render(request, "site/therapists/list.html", {"cards": cards})


@public(_FOR_EVERYONE)
@require_safe
def therapist(request: PublicRequest, slug: str) -> HttpResponse:
    profile = Profile.of(slug, request.practice, now=timezone.now())
    return render(request, "site/therapists/profile.html", {"profile": profile})

"""Send in a healthcare provider's letter as a file, behind each of the doors to the health questions."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from tableside.core.decision import Refusal
from tableside.portal.intake.doors import Door
from tableside.records.intake.queries import letters_of, open_clearances_of
from tableside.ui.form_key import sent_key
from tableside.workflows.clearance.take_letter import take_letter


class LetterForm(forms.Form):
    use_required_attribute = False

    letter = forms.FileField(
        label=_("The letter"),
        help_text=_("A PDF, or a photograph as JPEG or PNG, of at most 10 MB."),
        allow_empty_file=True,
        error_messages={"required": _("Choose a file first.")},
        widget=forms.FileInput(attrs={"accept": "application/pdf,image/jpeg,image/png"}),
    )


def letter(request: HttpRequest, door: Door) -> HttpResponse:
    is_sent = request.method == "POST"
    form = LetterForm(request.POST, request.FILES) if is_sent else LetterForm()
    key = sent_key(request)
    if is_sent and form.is_valid():
        try:
            take_letter(door.client, form.cleaned_data["letter"].read(), key=key, by=door.actor, now=timezone.now())
            messages.success(request, gettext("Thank you. Your therapist will read the letter."))
            return redirect(door.letter_url)
        except Refusal as refusal:
            if refusal.code == "sent_already":  # pressed twice: the first press has done it
                messages.info(request, refusal.detail)
                return redirect(door.letter_url)
            form.add_error("letter", refusal.detail)
    context = {
        "door": door,
        "form": form,
        "key": key,
        "is_asked": open_clearances_of(door.client.id).exists(),
        "sent": list(letters_of(door.client.id)[:20]),
    }
    return render(request, "portal/intake/letter.html", context, status=422 if is_sent else 200)

"""How somebody is written to and in which language: the same question for clients and at the desk."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import get_language_info
from django.utils.translation import gettext_lazy as _

from tableside.core.permissions.practice import PracticeFacts
from tableside.ui.forms import CardLabel, ChoiceCards, offer


class MessageChoiceForm(forms.Form):
    """SMS is a choice only where the practice can send it, the language only where there are several, and the question
    afterwards only where it is asked."""

    remind_by = forms.ChoiceField(label=_("Reminders before an appointment"), widget=ChoiceCards)
    asked_afterwards = forms.BooleanField(label=_("A question after a visit: how was it?"), required=False)
    language = forms.ChoiceField(label=_("Language of our messages"), required=False)

    def __init__(self, *args: Any, practice: PracticeFacts, offers_texts: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)  # Any: Django's own signature
        mail = CardLabel(_("By mail"), icon="mail")
        text = CardLabel(
            _("As a text message"), _("And one beside each mail about a booking, change or cancellation."), icon="phone"
        )
        none = CardLabel(_("No reminders"), icon="close")
        ways = [("mail", mail), *([("sms", text)] if offers_texts else []), ("none", none)]
        offer(self, "remind_by", ways)  # type: ignore[arg-type]  # a card is drawn where words would stand
        if not practice.asks_afterwards:
            del self.fields["asked_afterwards"]
        if len(practice.languages) > 1:
            offer(self, "language", [(code, get_language_info(code)["name_local"]) for code in practice.languages])
        else:
            del self.fields["language"]

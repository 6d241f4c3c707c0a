"""How somebody is reminded and in which language: the same question for clients and at the desk."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import get_language_info
from django.utils.translation import gettext_lazy as _

from tableside.ui.forms import CardLabel, ChoiceCards, offer


class MessageChoiceForm(forms.Form):
    """SMS is a choice only where the practice can send it; the language only where there are several."""

    remind_by = forms.ChoiceField(label=_("Reminders before an appointment"), widget=ChoiceCards)
    language = forms.ChoiceField(label=_("Language of our messages"), required=False)

    def __init__(self, *args: Any, offers_texts: bool, languages: tuple[str, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)  # Any: Django's own signature
        mail = CardLabel(_("By mail"), icon="mail")
        text = CardLabel(_("As a text message"), icon="phone")
        none = CardLabel(_("No reminders"), icon="close")
        ways = [("mail", mail), *([("sms", text)] if offers_texts else []), ("none", none)]
        offer(self, "remind_by", ways)  # type: ignore[arg-type]  # a card is drawn where words would stand
        if len(languages) > 1:
            offer(self, "language", [(code, get_language_info(code)["name_local"]) for code in languages])
        else:
            del self.fields["language"]

"""What a day's list shows sixty times over: drawn here, for templates in a loop take ten times as long."""

from __future__ import annotations

from collections.abc import Iterable

from django import template
from django.template import Context
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from tableside.desk.appointment.cues import Cue
from tableside.desk.appointment.deeds import Deed
from tableside.ui.templatetags.ui import drawn_badge, icon

register = template.Library()


@register.filter
def badges(cues: Iterable[Cue]) -> SafeString:
    """Each as a badge, and as a link where it leads somewhere."""
    return mark_safe("".join(_cue(cue) for cue in cues))


@register.simple_tag(takes_context=True)
def buttons(context: Context, deeds: Iterable[Deed], name: str) -> SafeString:
    """A button for each deed with whomever ``name`` says. The ``sent`` of the template goes along with each form: the
    token, and where to go back to."""
    return mark_safe("".join(_button(deed, name, context["sent"]) for deed in deeds))


def _cue(cue: Cue) -> SafeString:
    drawn = drawn_badge(cue.words, cue.tone, cue.icon)
    return format_html('<a class="badge-link" href="{}">{}</a>', cue.url, drawn) if cue.url else drawn


def _button(deed: Deed, name: str, sent: SafeString) -> SafeString:
    drawn = icon(deed.icon) if deed.icon else ""
    parts = (deed.look, drawn, deed.words, name)
    if deed.is_link:
        words = '<a class="button button--{1}" href="{0}">{2}{3}<span class="visually-hidden"> {4}</span></a>\n'
        return format_html(words, deed.url, *parts)
    words = '<button class="button button--{1}">{2}{3}<span class="visually-hidden"> {4}</span></button>'
    return format_html('<form method="post" action="{0}">{5}' + words + "</form>\n", deed.url, *parts, sent)

"""Choosing a password, where somebody gets a sign-in of their own."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth import get_user_model
from django.contrib.auth.password_validation import validate_password
from django.utils.translation import gettext_lazy as _


class NewPassword(forms.CharField):
    def __init__(self, **kwargs: Any) -> None:  # Any: Django's own signature
        widget = forms.PasswordInput(attrs={"autocomplete": "new-password"}, render_value=False)
        words = _("At least ten characters. A few words that belong together only for you are best.")
        ours: dict[str, Any] = {"label": _("Password"), "max_length": 200, "strip": False, "help_text": words}
        super().__init__(widget=widget, **(ours | kwargs))


def check_password(form: forms.Form, *, name: str, email: str) -> None:
    """Adds what is wrong with the form's ``password``: too short, too common, too like the name or the address."""
    password = form.cleaned_data.get("password")
    if not password:
        return
    try:
        validate_password(password, user=get_user_model()(email=email, name=name))
    except forms.ValidationError as reason:
        form.add_error("password", reason)

"""All that is asked: a password."""

from __future__ import annotations

from typing import Any

from django import forms

from tableside.records.clients.models import Client
from tableside.ui.passwords import NewPassword, check_password


class PasswordForm(forms.Form):
    password = NewPassword()

    def __init__(self, *args: Any, client: Client, **kwargs: Any) -> None:  # Any: Django's own signature
        super().__init__(*args, **kwargs)
        self.client = client

    def clean(self) -> dict[str, Any]:  # Any: values of several types
        data = super().clean() or {}
        check_password(self, name=self.client.name, email=self.client.email)
        return data

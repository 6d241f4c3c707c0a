"""django-allauth's forms with our labels and help. What they check stays allauth's own."""

from __future__ import annotations

from typing import Any, ClassVar

from allauth.account import forms as account
from allauth.mfa.base import forms as second_factor
from allauth.mfa.totp import forms as app
from allauth.mfa.webauthn import forms as passkey
from django import forms
from django.utils.translation import gettext_lazy as _

_MAIL = _("Mail address")
_PASSWORD_HELP = _("At least ten characters. A few words in a row are easy to keep and hard to guess.")
_ONCE_MORE = _("The new password once more")


class _InOurWords(forms.Form):
    """Comes before allauth's form. A label stands above its field, so nothing has to stand inside it."""

    words: ClassVar[dict[str, Any]] = {}  # Any: words translated late have no public type
    help_words: ClassVar[dict[str, Any]] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # Any: Django's own signature
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.label = self.words.get(name, field.label)
            field.help_text = self.help_words.get(name, field.help_text)
            field.widget.attrs.pop("placeholder", None)


class _TypedTwice(_InOurWords):
    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = forms.Form.clean(self) or {}  # instead of allauth's, which says the same in its words
        if "password1" in given and "password2" in given and given["password1"] != given["password2"]:
            self.add_error("password2", _("This is another password than the one above. Type the same one twice."))
        return given


class LoginForm(_InOurWords, account.LoginForm):  # type: ignore[misc]  # allauth has no types, here and below
    words: ClassVar = {"login": _MAIL, "password": _("Password"), "remember": _("Stay signed in on this device")}


class AddEmailForm(_InOurWords, account.AddEmailForm):  # type: ignore[misc]
    words: ClassVar = {"email": _("New mail address")}
    help_words: ClassVar = {"email": _("We send a letter there. The address counts once you open the link in it.")}


class ChangePasswordForm(_TypedTwice, account.ChangePasswordForm):  # type: ignore[misc]
    words: ClassVar = {
        "oldpassword": _("The password you have"),
        "password1": _("The new password"),
        "password2": _ONCE_MORE,
    }
    help_words: ClassVar = {"password1": _PASSWORD_HELP}


class SetPasswordForm(_TypedTwice, account.SetPasswordForm):  # type: ignore[misc]
    words: ClassVar = {"password1": _("Your password"), "password2": _("Your password once more")}
    help_words: ClassVar = {"password1": _PASSWORD_HELP}


class ResetPasswordForm(_InOurWords, account.ResetPasswordForm):  # type: ignore[misc]
    words: ClassVar = {"email": _MAIL}


class ResetPasswordKeyForm(_TypedTwice, account.ResetPasswordKeyForm):  # type: ignore[misc]
    words: ClassVar = {"password1": _("Your password"), "password2": _("Your password once more")}
    help_words: ClassVar = {"password1": _PASSWORD_HELP}


class ReauthenticateForm(_InOurWords, account.ReauthenticateForm):  # type: ignore[misc]
    words: ClassVar = {"password": _("Your password")}


class RequestLoginCodeForm(_InOurWords, account.RequestLoginCodeForm):  # type: ignore[misc]
    words: ClassVar = {"email": _MAIL}


class ConfirmLoginCodeForm(_InOurWords, account.ConfirmLoginCodeForm):  # type: ignore[misc]
    words: ClassVar = {"code": _("Code from the mail")}


class AuthenticateForm(_InOurWords, second_factor.AuthenticateForm):  # type: ignore[misc]
    words: ClassVar = {"code": _("Six digits or a recovery code")}


class ReauthenticateWithCodeForm(_InOurWords, second_factor.ReauthenticateForm):  # type: ignore[misc]
    words: ClassVar = {"code": _("Six digits or a recovery code")}


class ActivateAppForm(_InOurWords, app.ActivateTOTPForm):  # type: ignore[misc]
    words: ClassVar = {"code": _("Six digits from the app")}
    help_words: ClassVar = {"code": _("They change every half minute.")}


class AddPasskeyForm(_InOurWords, passkey.AddWebAuthnForm):  # type: ignore[misc]
    words: ClassVar = {"name": _("Name"), "passwordless": _("Sign in with it alone, without a password")}
    help_words: ClassVar = {
        "name": _("So that you know later which device it was."),
        "passwordless": _("The device then asks for a finger, a face or a PIN each time."),
    }


class RenamePasskeyForm(_InOurWords, passkey.EditWebAuthnForm):  # type: ignore[misc]
    words: ClassVar = {"name": _("Name")}

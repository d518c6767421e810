"""Sign-in and change of password in our words; what they check is allauth's."""

from typing import Any

from allauth.account.forms import ChangePasswordForm, LoginForm
from django.utils.translation import gettext_lazy as _


class SignInForm(LoginForm):  # type: ignore[misc] # allauth has no types
    """Name and password. A paste or a password manager may fill both (WCAG 3.3.8)."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].label = _("Nama pengguna")
        self.fields["password"].label = _("Kata sandi")
        self.fields["password"].help_text = ""
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)


class NewPasswordForm(ChangePasswordForm):  # type: ignore[misc] # allauth has no types
    """The old password once, the new one twice."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["oldpassword"].label = _("Kata sandi sekarang")
        self.fields["password1"].label = _("Kata sandi baru")
        self.fields["password1"].help_text = _("Paling sedikit 8 huruf atau angka.")
        self.fields["password2"].label = _("Kata sandi baru, sekali lagi")
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)

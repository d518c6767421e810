"""Paths of sign-in. Of allauth only what staff need: no sign-up, no e-mail, no reset.

The names without a namespace are those allauth looks up.
"""

from allauth.account.views import LoginView, LogoutView, PasswordChangeView
from django.contrib.auth.decorators import login_required
from django.urls import path
from django.views.decorators.cache import never_cache

from accounts.forms import NewPasswordForm, SignInForm
from accounts.views import me

sign_in = LoginView.as_view(form_class=SignInForm)
sign_out = never_cache(LogoutView.as_view())
change_password = login_required(
    never_cache(PasswordChangeView.as_view(form_class=NewPasswordForm))
)

urlpatterns = [
    path("", me, name="accounts_me"),
    path("masuk/", sign_in, name="account_login"),
    path("keluar/", sign_out, name="account_logout"),
    path("sandi/", change_password, name="account_change_password"),
]

"""What allauth asks us: who may sign up (nobody), and where to go after sign-in."""

from typing import Any, ClassVar

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.access import person_signed_in
from accounts.audit import record
from accounts.models import Person
from accounts.places import desk_of
from accounts.roles import Role
from accounts.selectors import assignments_of
from city.selectors import business_date_of
from kernel import clock
from kernel.errors import Forbidden


def workplace_of(person: Person) -> str:
    """Where the person works today: their desk, or the list of their pages.

    Who holds nothing yet sees their own page, which says so.
    """
    held = assignments_of(person=person, on=business_date_of(clock.now()))
    roles = [Role(one.role) for one in held]
    desk = desk_of(roles)
    if desk:
        return desk.href
    return reverse("staff_pages" if roles else "accounts_me")


class StaffAdapter(DefaultAccountAdapter):  # type: ignore[misc] # allauth has no types
    """Accounts are made by `accounts.services.create_person`, never by a visitor."""

    error_messages: ClassVar = DefaultAccountAdapter.error_messages | {
        "username_password_mismatch": _("Nama pengguna atau kata sandi keliru."),
        "too_many_login_attempts": _(
            "Terlalu banyak percobaan. Tunggu lima menit, lalu coba lagi."
        ),
        "enter_current_password": _("Kata sandi sekarang keliru."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        return workplace_of(person_signed_in(request))

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("accounts_me")

    def respond_user_inactive(self, request: HttpRequest, user: Any) -> Any:
        """Only who knows the password learns this much."""
        raise Forbidden

    def post_login(self, request: HttpRequest, user: Any, **kwargs: Any) -> Any:
        """Sign-ins stand in the audit log; wrong passwords are only counted."""
        record(
            actor=user,
            action="signed_in",
            subject=f"person:{user.pk}",
            facts={},
            now=clock.now(),
        )
        return super().post_login(request, user, **kwargs)

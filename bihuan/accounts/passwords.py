"""Django's password validators, with the office's rule."""

from __future__ import annotations

import secrets
from string import ascii_lowercase, ascii_uppercase, digits
from typing import Any

from django.contrib.auth.password_validation import CommonPasswordValidator, validate_password
from django.core.exceptions import ValidationError

from bihuan.kit.errors import Refusal
from bihuan.kit.words import gettext

from .models import User
from .rules import password_problem

UNLIKE = str.maketrans("", "", "lIO01o")  # letters and digits that are taken for one another
GROUPS = tuple(kind.translate(UNLIKE) for kind in (ascii_uppercase, ascii_lowercase, digits))


class NoCommonPasswords(CommonPasswordValidator):
    """For AUTH_PASSWORD_VALIDATORS: Django's list, in the office's words."""

    def get_error_message(self) -> str:
        return gettext("This password is too common: choose another.")

    def get_help_text(self) -> str:
        return gettext("Common passwords are refused.")


class KindsOfCharacters:
    """For AUTH_PASSWORD_VALIDATORS."""

    def validate(self, password: str, user: Any = None) -> None:
        if told := password_problem(password, _known_of(user)):
            raise ValidationError(told)

    def get_help_text(self) -> str:
        return password_problem("")


def check_password_for(user: User, password: str | None) -> None:
    """Refuse a password that the validators do not take."""
    if password is None:
        raise Refusal(gettext("Give a password."))
    try:
        validate_password(password, user)
    except ValidationError as told:
        raise Refusal("\n".join(told.messages)) from told


def new_password() -> str:
    """Return a random password that is easy to read out, and that the rules take."""
    while True:
        groups = ("".join(secrets.choice(group) for _place in range(4)) for group in GROUPS)
        if not password_problem(made := "-".join(groups)):
            return made


def _known_of(user: User | None) -> list[str]:
    """Return what others know of a user: a password may not be made of it."""
    if user is None:
        return []
    from pypinyin import Style, pinyin  # 60 MB and a quarter of a second: not for every process

    spoken = [part for (part,) in pinyin(user.full_name, style=Style.NORMAL)]
    phone = [user.phone[-digits:] for digits in (4, 6, 8) if len(user.phone) >= digits]
    return [user.username, user.full_name, "".join(spoken), *spoken, *phone]

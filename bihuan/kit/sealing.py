"""Secrets at rest: sealed in the database with a key that lies outside of it.

The keys stand in `keys/encryption.key` of the data folder, the newest first, or in the environment
variable BIHUAN_ENCRYPTION_KEYS, divided by commas. What is written is sealed with the newest; every
one of them opens. The file is read each time, so that a running server follows a rotation.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.db import models

from .errors import Refusal
from .keyfiles import keys_in, keys_or_first, replace_keys
from .words import gettext

MARK = "sealed:1:"
SEALED = re.compile(r"sealed:1:gAAAA[A-Za-z0-9_-]{60,}={0,2}")


class SecretLost(Refusal):
    """A secret cannot be opened: its key is gone. The sentence says how to enter it anew."""


class SealedField(models.TextField):  # type: ignore[type-arg]  # not generic at run time
    """A text that is sealed whenever it is written, whoever writes it; `unseal` opens it."""

    def get_prep_value(self, value: Any) -> Any:
        return seal(value) if isinstance(value, str) else value


def seal(text: str) -> str:
    """Return the text sealed with the newest key; what is empty or sealed already stays as it is.

    Makes the first key.
    """
    if not text or is_sealed(text):
        return text
    return MARK + Fernet(_ring(make=True)[0]).encrypt(text.encode()).decode()


def unseal(text: str) -> str:
    """Return what was sealed; text that never was as it is. Raises SecretLost without its key."""
    if not is_sealed(text):
        return text
    try:
        return MultiFernet([Fernet(key) for key in _ring()]).decrypt(_token(text)).decode()
    except (InvalidToken, ValueError) as error:
        raise SecretLost(
            gettext(
                "This secret cannot be read, its key is missing: enter it anew, or bring back %s."
            )
            % key_file()
        ) from error


def resealed(text: str) -> str:
    """Return the text sealed with the newest key, whichever seals it now. Raises SecretLost."""
    return text if is_current(text) else seal(unseal(text))


def reseal_fields(row: models.Model, *names: str) -> bool:
    """Seal those fields of a row with the newest key; True if any changed. What is lost stays."""
    changed = False
    for name in names:
        text = getattr(row, name)
        if not is_current(text) and not is_lost(text):
            setattr(row, name, resealed(text))
            changed = True
    return changed


def is_sealed(text: str) -> bool:
    return SEALED.fullmatch(text) is not None


def is_current(text: str) -> bool:
    """True if nothing is to be done: the text is empty, or sealed with the newest key."""
    if not text:
        return True
    ring = _ring()
    if not ring or not is_sealed(text):
        return False
    try:
        Fernet(ring[0]).decrypt(_token(text))
    except InvalidToken:
        return False
    return True


def is_lost(text: str) -> bool:
    """True if the text is sealed with a key that is not there."""
    try:
        unseal(text)
    except SecretLost:
        return True
    return False


def key_file() -> Path:
    return Path(settings.HOME) / "keys" / "encryption.key"


def are_given() -> bool:
    """True if the keys come from the environment, and are not ours to change."""
    return bool(settings.ENCRYPTION_KEYS)


def new_key() -> str:
    return Fernet.generate_key().decode()


def begin_rotation() -> None:
    """Put a new key before those there are: from now on everything is sealed with it."""
    replace_keys(key_file(), [new_key(), *keys_in(key_file())])


def end_rotation() -> int:
    """Drop every key but the newest, and return how many. Only when nothing is sealed with them."""
    ring = keys_in(key_file())
    if len(ring) > 1:
        replace_keys(key_file(), ring[:1])
    return len(ring[1:])


def keys_held() -> int:
    """Return how many keys there are: more than one while a rotation is under way."""
    return len(_ring())


def state() -> list[str]:
    """Return what is wrong with the keys themselves, a sentence each; nothing if all is well."""
    told, path = [], key_file()
    if path.exists() and path.stat().st_mode & 0o077:
        told.append(gettext("Others may read %s: allow it to its owner alone (chmod 600).") % path)
    try:
        held = keys_held()
    except Refusal as refusal:
        return [*told, str(refusal)]
    if not are_given() and held > 1:
        told.append(
            gettext("A change of keys was begun and not finished: run `bihuan rotate-keys`.")
        )
    return told


def _token(text: str) -> bytes:
    return text.removeprefix(MARK).encode()


def _ring(*, make: bool = False) -> list[str]:
    """Return the keys, the newest first; with `make`, at least one. Raises Refusal for what is
    no key.
    """
    try:
        if are_given():
            ring = list(settings.ENCRYPTION_KEYS)
        elif make:
            ring = keys_or_first(key_file(), new_key)
        else:
            ring = keys_in(key_file())
        [Fernet(key) for key in ring]
    except ValueError:
        where = "BIHUAN_ENCRYPTION_KEYS" if are_given() else key_file()
        raise Refusal(gettext("%s holds something that is no key.") % where) from None
    return ring

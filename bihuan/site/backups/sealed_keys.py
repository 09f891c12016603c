"""The installation's keys inside a backup: readable only with a passphrase."""

from __future__ import annotations

import json
import secrets
from base64 import b64decode, b64encode, urlsafe_b64encode
from collections.abc import Mapping
from typing import Any

from cryptography.exceptions import InvalidKey
from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from bihuan.kit.errors import Refusal
from bihuan.kit.words import gettext

SHORTEST = 12  # characters: who has the file can try passphrases as long as they like
COST = 2**16  # scrypt's n: 64 MB and a fifth of a second for each try
COST_MOST = 2**20  # a foreign file does not choose how much memory we take


def check_passphrase(passphrase: str) -> None:
    """Raise Refusal for a passphrase that could be guessed."""
    if len(passphrase) < SHORTEST:
        raise Refusal(gettext("A passphrase has at least %s characters.") % SHORTEST)


def seal(files: Mapping[str, bytes], passphrase: str) -> bytes:
    """Return the files, each under its path, encrypted with a key derived from the passphrase."""
    salt = secrets.token_bytes(16)
    plain = json.dumps({path: b64encode(content).decode() for path, content in files.items()})
    token = Fernet(_key(passphrase, salt, COST)).encrypt(plain.encode())
    return json.dumps({"salt": salt.hex(), "n": COST, "token": token.decode()}).encode()


def unseal(sealed: bytes, passphrase: str) -> dict[str, bytes]:
    """Return the files under their paths. Raises Refusal if the passphrase is another."""
    try:
        told: dict[str, Any] = json.loads(sealed)
        key = _key(passphrase, bytes.fromhex(told["salt"]), min(int(told["n"]), COST_MOST))
        plain = json.loads(Fernet(key).decrypt(told["token"].encode()))
        return {path: b64decode(content) for path, content in plain.items()}
    except (InvalidToken, InvalidKey) as error:
        raise Refusal(gettext("The passphrase does not open the keys of this backup.")) from error
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise Refusal(gettext("The keys in the backup cannot be read.")) from error


def _key(passphrase: str, salt: bytes, cost: int) -> bytes:
    derived = Scrypt(salt=salt, length=32, n=cost, r=8, p=1).derive(passphrase.encode())
    return urlsafe_b64encode(derived)

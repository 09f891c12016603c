"""The platform as the data folder and the environment describe it; none until they do."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings

from bihuan.accounts.platform import HERE, Platform
from bihuan.kit.errors import Refusal
from bihuan.kit.presets import PresetError, load_presets
from bihuan.kit.sealing import is_lost, resealed, seal, unseal
from bihuan.kit.words import gettext

FILE, ENTRY = "sign-in.yaml", "platform"


def platform() -> Platform | None:
    """Return the platform, or None if none is set or what is set cannot be used: people then sign
    in with their passwords, and `problems` says why.
    """
    try:
        return _read()
    except Refusal:
        return None


def problems() -> list[str]:
    """Return what is wrong with the platform's settings, a sentence each."""
    try:
        chosen = _read()
    except PresetError as error:
        return [str(fault) for fault in error.faults]
    except Refusal as error:
        return [str(error)]
    if chosen is None:
        return []
    told = (
        []
        if client_secret()
        else [gettext("The platform's secret is missing: run `bihuan platform-secret`.")]
    )
    return (
        told
        if chosen.roles
        else [*told, gettext("No role is mapped: people keep those they hold here.")]
    )


def client_secret() -> str:
    """Return the secret by which the platform knows us; "" without one, or without its key."""
    given = os.environ.get("BIHUAN_OIDC_SECRET", "")
    kept = _kept_secret()
    return given or ("" if is_lost(kept) else unseal(kept))


def keep_secret(secret: str) -> None:
    """Keep the platform's secret, sealed, in the data folder."""
    _write_secret(seal(secret))


def reseal_secret() -> int:
    """Seal the kept secret with the newest key; return how many were."""
    kept = _kept_secret()
    if not kept or is_lost(kept) or resealed(kept) == kept:
        return 0
    _write_secret(resealed(kept))
    return 1


def lost() -> list[str]:
    """Return a sentence if the kept secret cannot be opened."""
    if not is_lost(_kept_secret()):
        return []
    return [
        gettext("The platform's secret cannot be read: enter it with `bihuan platform-secret`.")
    ]


def origins(chosen: Platform) -> list[str]:
    """Return where the browser is sent with a form: the platform's own, and what else is listed."""
    parts = urlsplit(chosen.server)
    return [f"{parts.scheme}://{parts.netloc}", *chosen.origins]


def _read() -> Platform | None:
    found = load_presets(Platform, Path(settings.HOME) / FILE).get(ENTRY)
    if found is None:
        return None
    server = os.environ.get("BIHUAN_OIDC_SERVER") or found.server
    client = os.environ.get("BIHUAN_OIDC_CLIENT_ID") or found.client_id
    parts = urlsplit(server)
    if parts.scheme != "https" and not (parts.scheme == "http" and parts.hostname in HERE):
        raise Refusal(gettext("The platform's address begins with https://: %s does not.") % server)
    return replace(found, server=server.rstrip("/"), client_id=client)


def _secret_file() -> Path:
    return Path(settings.HOME) / "sign-in.secret"


def _kept_secret() -> str:
    path = _secret_file()
    return path.read_text(encoding="utf-8").strip() if path.exists() else ""


def _write_secret(sealed: str) -> None:
    beside = _secret_file().with_suffix(".new")
    beside.unlink(missing_ok=True)
    beside.touch(mode=0o600)
    beside.write_text(sealed + "\n", encoding="utf-8")
    beside.replace(_secret_file())

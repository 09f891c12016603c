"""Whether an ID token is the platform's word, for us, now, and for this very sign-in."""

from __future__ import annotations

import hmac
import json
from collections.abc import Mapping
from typing import Any

import jwt
from jwt.algorithms import get_default_algorithms

ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512")
"""Signatures with a private key of the platform's. None with a shared secret, none without any."""
LEEWAY_SECONDS = 60  # clocks differ
NEEDED = ("iss", "sub", "aud", "exp", "iat", "nonce")


class NoProof(Exception):
    """The token proves nothing. The words are for the log, not for the reader."""


def proven(
    token: str, *, keys: Mapping[str, Any], issuer: str, client_id: str, nonce: str
) -> dict[str, Any]:
    """Return the claims of a token that is signed with one of the platform's `keys`, speaks to us,
    has not expired and answers the question that was asked. Raises NoProof.
    """
    try:
        claims: dict[str, Any] = jwt.decode(
            token,
            _key(token, keys),
            algorithms=list(ALGORITHMS),
            audience=client_id,
            issuer=issuer,
            leeway=LEEWAY_SECONDS,
            options={"require": list(NEEDED)},
        )
    except (jwt.PyJWTError, ValueError, TypeError, KeyError) as error:
        raise NoProof(f"{type(error).__name__}: {error}") from error
    if not nonce or not hmac.compare_digest(str(claims["nonce"]).encode(), nonce.encode()):
        raise NoProof("another nonce")
    if (
        isinstance(claims["aud"], list)
        and len(claims["aud"]) > 1
        and claims.get("azp") != client_id
    ):
        raise NoProof("for several, and not made out to us")
    return claims


def _key(token: str, keys: Mapping[str, Any]) -> Any:
    head = jwt.get_unverified_header(token)
    method = get_default_algorithms().get(str(head.get("alg")))
    if head.get("alg") not in ALGORITHMS or method is None:
        raise NoProof(f"signed by {head.get('alg')}")
    fitting = [
        key
        for key in keys.get("keys", [])
        if key.get("kid") == head.get("kid") and key.get("use", "sig") == "sig"
    ]
    if len(fitting) != 1:
        raise NoProof("signed with a key that the platform does not show")
    return method.from_jwk(json.dumps(fitting[0]))

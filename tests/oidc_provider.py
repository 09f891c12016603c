"""A small OpenID Connect provider for tests, in a process of its own on 127.0.0.1.

python -m tests.oidc_provider     prints its port; POST /control sets who signs in and what is wrong

It shows a page on which one agrees, as a real one does, keeps codes for one use, and checks the
client's secret, the address to come back to and the proof of PKCE.
"""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
import sys
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

CLIENT, SECRET = "bihuan", "secret-of-the-client"
PERSON = {"sub": "p-1", "preferred_username": "zhang", "name": "张三", "roles": ["viewer"]}
FAULTS = (
    "signature",
    "no_signature",
    "shared_secret",
    "nonce",
    "no_nonce",
    "state",
    "expired",
    "issuer",
    "audience",
    "unknown_key",
    "other_subject",
    "no_token",
    "token_500",
    "token_not_json",
    "userinfo_redirects",
    "issuer_of_discovery",
    "denied",
)


def new_key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65_537, key_size=2048)


class Provider:
    """What the provider knows."""

    def __init__(self) -> None:
        self.key, self.other_key, self.kid = new_key(), new_key(), "key-1"
        self.person: dict[str, Any] = dict(PERSON)
        self.fault, self.issuer = "", ""
        self.asked: dict[str, dict[str, str]] = {}
        self.tokens: dict[str, dict[str, Any]] = {}

    def discovery(self) -> dict[str, Any]:
        other = "https://elsewhere.example.cn"
        return {
            "issuer": other if self.fault == "issuer_of_discovery" else self.issuer,
            **{
                f"{name}_endpoint": f"{self.issuer}/{name}"
                for name in ("authorization", "token", "userinfo")
            },
            "jwks_uri": f"{self.issuer}/jwks",
            "response_types_supported": ["code"],
            "token_endpoint_auth_methods_supported": ["client_secret_post"],
            "code_challenge_methods_supported": ["S256"],
        }

    def keys(self) -> dict[str, Any]:
        shown = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(self.key.public_key()))
        return {"keys": [{**shown, "kid": self.kid, "use": "sig", "alg": "RS256"}]}

    def code_for(self, asked: dict[str, str]) -> str:
        code = secrets.token_urlsafe(16)
        self.asked[code] = asked
        return code

    def tokens_for(self, said: dict[str, str]) -> dict[str, Any] | None:
        """Return the tokens for a code, once; nothing if anything does not fit."""
        asked = self.asked.pop(said.get("code", ""), None)
        proof = hashlib.sha256(said.get("code_verifier", "").encode()).digest()
        challenge = base64.urlsafe_b64encode(proof).rstrip(b"=").decode()
        known = (said.get("client_id"), said.get("client_secret")) == (CLIENT, SECRET)
        if not asked or not known or asked.get("code_challenge") != challenge:
            return None
        if asked.get("code_challenge_method") != "S256":
            return None
        if asked["redirect_uri"] != said.get("redirect_uri"):
            return None
        access = secrets.token_urlsafe(16)
        self.tokens[access] = dict(self.person)
        told = {"access_token": access, "token_type": "Bearer", "expires_in": 300}
        if self.fault != "no_token":
            told["id_token"] = self._id_token(asked)
        return told

    def _id_token(self, asked: dict[str, str]) -> str:
        now = int(time.time())
        claims = {
            "iss": "https://elsewhere.example.cn" if self.fault == "issuer" else self.issuer,
            "aud": "another" if self.fault == "audience" else CLIENT,
            "sub": self.person["sub"],
            "iat": now - 7_200 if self.fault == "expired" else now,
            "exp": now - 3_600 if self.fault == "expired" else now + 300,
            "nonce": "another" if self.fault == "nonce" else asked.get("nonce", ""),
        }
        if self.fault == "no_nonce":
            del claims["nonce"]
        head = {"kid": "key-2" if self.fault == "unknown_key" else self.kid}
        if self.fault == "no_signature":
            return jwt.encode(claims, "", algorithm="none", headers=head)
        if self.fault == "shared_secret":
            return jwt.encode(claims, SECRET.ljust(32, "-"), algorithm="HS256", headers=head)
        key = self.other_key if self.fault == "signature" else self.key
        return jwt.encode(claims, key, algorithm="RS256", headers=head)

    def userinfo(self, access: str) -> dict[str, Any] | None:
        found = self.tokens.get(access)
        if found and self.fault == "other_subject":
            return {**found, "sub": "somebody-else"}
        return found


class ProviderHandler(BaseHTTPRequestHandler):
    """The provider's pages."""

    provider: Provider

    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        asked = {name: values[0] for name, values in parse_qs(parts.query).items()}
        if parts.path == "/.well-known/openid-configuration":
            self._json(self.provider.discovery())
        elif parts.path == "/jwks":
            self._json(self.provider.keys())
        elif parts.path == "/authorization":
            self._ask(asked)
        elif parts.path == "/userinfo":
            self._tell_of_person()
        else:
            self._json({"error": "not_found"}, 404)

    def do_POST(self) -> None:
        content = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
        provider = self.provider
        if self.path == "/control":
            told = json.loads(content)
            provider.fault = told.get("fault", "")
            provider.person = {**PERSON, **told.get("person", {})}
            self._json({})
        elif self.path == "/agree":
            said = {name: values[0] for name, values in parse_qs(content).items()}
            self._send_back(said)
        elif self.path == "/token" and provider.fault == "token_500":
            self._json({"error": "server_error"}, 500)
        elif self.path == "/token" and provider.fault == "token_not_json":
            self._answer(200, b"<html>", "application/json")
        elif self.path == "/token":
            said = {name: values[0] for name, values in parse_qs(content).items()}
            told = provider.tokens_for(said)
            self._json(told or {"error": "invalid_grant"}, 200 if told else 400)
        else:
            self._json({"error": "not_found"}, 404)

    def _ask(self, asked: dict[str, str]) -> None:
        fields = "".join(
            f'<input type="hidden" name="{name}" value="{value}">' for name, value in asked.items()
        )
        page = (
            f'<form method="post" action="/agree">{fields}<button id="agree">同意</button></form>'
        )
        self._answer(200, page.encode(), "text/html; charset=utf-8")

    def _send_back(self, asked: dict[str, str]) -> None:
        state = "another" if self.provider.fault == "state" else asked["state"]
        if self.provider.fault == "denied":
            told = {"error": "access_denied", "state": state}
        else:
            told = {"code": self.provider.code_for(asked), "state": state}
        self.send_response(302)
        self.send_header("Location", f"{asked['redirect_uri']}?{urlencode(told)}")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def _tell_of_person(self) -> None:
        if self.provider.fault == "userinfo_redirects":
            self.send_response(302)
            self.send_header("Location", f"{self.provider.issuer}/jwks")
            self.send_header("Content-Length", "0")
            self.end_headers()
            return
        access = self.headers.get("Authorization", "").removeprefix("Bearer ")
        told = self.provider.userinfo(access)
        self._json(told or {"error": "invalid_token"}, 200 if told else 401)

    def _json(self, told: Any, status: int = 200) -> None:
        self._answer(status, json.dumps(told).encode(), "application/json")

    def _answer(self, status: int, content: bytes, kind: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_words: Any) -> None:
        """Say nothing on the terminal."""


def main() -> None:
    ProviderHandler.provider = Provider()
    with ThreadingHTTPServer(("127.0.0.1", 0), ProviderHandler) as server:
        port = server.server_address[1]
        ProviderHandler.provider.issuer = f"http://127.0.0.1:{port}"
        sys.stdout.write(f"{port}\n")
        sys.stdout.flush()
        server.serve_forever()


if __name__ == "__main__":
    main()

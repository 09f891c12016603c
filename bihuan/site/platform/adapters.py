"""Allauth's way through OpenID Connect, with every proof asked for and no table of its own."""

from __future__ import annotations

import logging
from typing import Any

from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter, get_adapter
from allauth.socialaccount.models import SocialApp, SocialLogin, SocialToken
from allauth.socialaccount.providers.base.constants import AuthError
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.contrib import messages
from django.http import HttpRequest
from django.shortcuts import redirect
from django.utils import timezone
from requests import RequestException, Session

from bihuan.accounts.actions import FromPlatform, let_in_from_platform
from bihuan.accounts.platform import person_of
from bihuan.kit.errors import NotAllowed, Refusal
from bihuan.kit.words import gettext

from .configuration import client_secret, platform
from .proof import NoProof, proven

PROVIDER = "platform"
log = logging.getLogger(__name__)


class PlatformAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]  # allauth has no types
    """Allauth's adapter: one provider, from the data folder; people come from our own actions."""

    def list_apps(
        self, request: HttpRequest, provider: str | None = None, client_id: str | None = None
    ) -> list[SocialApp]:
        chosen = platform()
        if chosen is None or provider not in (None, PROVIDER, "openid_connect"):
            return []
        return [
            SocialApp(
                provider="openid_connect",
                provider_id=PROVIDER,
                name=chosen.name,
                client_id=chosen.client_id,
                secret=client_secret(),
                settings={
                    "server_url": chosen.server,
                    "scope": list(chosen.scopes),
                    "oauth_pkce_enabled": True,
                },
            )
        ]

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        return False

    def get_requests_session(self) -> Session:
        """Return allauth's session, which follows the platform nowhere else."""
        session: Session = super().get_requests_session()
        session.max_redirects = 0
        return session

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Find, link or make whom the platform let in; refuse strangers in a sentence."""
        chosen = platform()
        if chosen is None:
            raise ImmediateHttpResponse(_back(request, gettext("No platform is set.")))
        claims = sociallogin.account.extra_data["id_token"]
        try:
            sociallogin.user = let_in_from_platform(
                person=person_of(claims, chosen),
                platform=chosen,
                by=FromPlatform(),
                at=timezone.now(),
            )
        except (NotAllowed, Refusal) as told:
            raise ImmediateHttpResponse(_back(request, str(told))) from told

    def on_authentication_error(
        self,
        request: HttpRequest,
        provider: Any,
        error: str | None = None,
        exception: Exception | None = None,
        extra_context: dict[str, Any] | None = None,
    ) -> None:
        """Lead back to the page of sign-in with a sentence; the reason goes to the log."""
        log.warning("Sign-in through the platform failed: %s %s", error, exception)
        sentence = (
            gettext("You broke off the sign-in.")
            if error == AuthError.CANCELLED
            else gettext(
                "The sign-in through “%s” did not succeed. Try again, or use your password."
            )
            % provider.name
        )
        raise ImmediateHttpResponse(_back(request, sentence))


class ProvenAdapter(OpenIDConnectOAuth2Adapter):  # type: ignore[misc]  # allauth has no types
    """Allauth's steps with the platform. Each answer of its is checked, whatever the line."""

    nonce = ""

    @property
    def openid_config(self) -> dict[str, Any]:
        if not hasattr(self, "_openid_config"):
            server = self.get_provider().app.settings["server_url"]
            told = _fetched(self.get_provider().server_url)
            if str(told.get("issuer", "")).rstrip("/") != server:
                raise OAuth2Error(f"the platform calls itself {told.get('issuer')}")
            needed = ("authorization_endpoint", "token_endpoint", "jwks_uri")
            if missing := [name for name in needed if not told.get(name)]:
                raise OAuth2Error(f"the platform does not say {missing}")
            self._openid_config = told
        return self._openid_config

    def get_access_token_data(self, *words: Any, **more: Any) -> dict[str, Any]:
        try:
            told: dict[str, Any] = super().get_access_token_data(*words, **more)
        except (ValueError, KeyError) as error:
            raise OAuth2Error("the platform's answer cannot be read") from error
        return told

    def complete_login(
        self, request: HttpRequest, app: SocialApp, token: SocialToken, **more: Any
    ) -> SocialLogin:
        """Return whom the platform let in. Raises OAuth2Error unless everything is proven."""
        settled = self.openid_config
        try:
            claims = proven(
                str(more["response"].get("id_token", "")),
                keys=_fetched(settled["jwks_uri"]),
                issuer=settled["issuer"],
                client_id=app.client_id,
                nonce=self.nonce,
            )
        except NoProof as error:
            raise OAuth2Error(str(error)) from error
        if settled.get("userinfo_endpoint"):
            more_told = _fetched(settled["userinfo_endpoint"], bearer=token.token)
            if more_told.get("sub") != claims["sub"]:
                raise OAuth2Error("the platform tells of somebody else")
            claims = {**more_told, **claims}
        return self.get_provider().sociallogin_from_response(request, {"id_token": claims})


def _fetched(address: str, *, bearer: str = "") -> dict[str, Any]:
    """Return an object of JSON from the platform. Raises OAuth2Error."""
    headers = {"Authorization": f"Bearer {bearer}"} if bearer else {}
    try:
        with get_adapter().get_requests_session() as session:
            answer = session.get(address, headers=headers)
            answer.raise_for_status()
            told = answer.json()
    except (RequestException, ValueError) as error:
        raise OAuth2Error(f"{type(error).__name__} at {address}") from error
    if not isinstance(told, dict):
        raise OAuth2Error(f"no object of JSON at {address}")
    return told


def _back(request: HttpRequest, sentence: str) -> Any:
    messages.error(request, sentence)
    return redirect("account_login")

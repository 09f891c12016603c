"""To the platform and back."""

from __future__ import annotations

import secrets
from typing import Any

from allauth.account import views as account_views
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.providers.base.constants import AuthProcess
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from .adapters import PROVIDER, ProvenAdapter
from .configuration import origins, platform


@login_not_required
def door(request: HttpRequest) -> HttpResponse:
    """The page of sign-in, whose button may lead to the platform: the browser is told so."""
    answer: HttpResponse = account_views.login(request)
    if chosen := platform():
        answer._csp_update = {"form-action": origins(chosen)}  # type: ignore[attr-defined]  # django-csp reads it
    return answer


@login_not_required
@require_POST
def begin(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Send the reader to the platform, with a question that only its answer to us can meet."""
    provider = _provider(request, provider_id)
    to, nonce = request.POST.get("next", ""), secrets.token_urlsafe(24)
    if not url_has_allowed_host_and_scheme(to, {request.get_host()}):
        to = ""
    try:
        answer: HttpResponse = provider.redirect(
            request, AuthProcess.LOGIN, next_url=to, auth_params={"nonce": nonce}, nonce=nonce
        )
    except OAuth2Error as error:
        return _failed(request, provider, error)
    return answer


@login_not_required
def back(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Take the platform's answer."""
    _provider(request, provider_id)
    return NonceCallbackView.adapter_view(ProvenAdapter(request, PROVIDER))(request)  # type: ignore[no-any-return]  # allauth has no types


class NonceCallbackView(OAuth2CallbackView):  # type: ignore[misc]  # allauth has no types
    """Allauth's view, which also remembers what was asked."""

    def _get_state(self, request: HttpRequest, provider: Any) -> Any:
        state, answer = super()._get_state(request, provider)
        self.adapter.nonce = (state or {}).get("nonce", "")
        return state, answer


def _provider(request: HttpRequest, provider_id: str) -> Any:
    if provider_id != PROVIDER or platform() is None:
        raise Http404
    provider = get_adapter().get_provider(request, PROVIDER)
    provider.oauth2_adapter_class = ProvenAdapter
    return provider


def _failed(request: HttpRequest, provider: Any, error: Exception) -> HttpResponse:
    try:
        get_adapter().on_authentication_error(request, provider, exception=error)
    except ImmediateHttpResponse as told:
        answer: HttpResponse = told.response
        return answer
    raise Http404

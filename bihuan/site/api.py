"""The REST API: every app's router, mounted once; refusals answered once."""

from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import HttpError
from ninja.security import django_auth

from bihuan.accounts.api import router as accounts
from bihuan.chains.api import router as chains
from bihuan.command.api import router as command
from bihuan.dispatch.api import router as dispatch
from bihuan.factors.api import router as factors
from bihuan.figures.api import router as figures
from bihuan.intake.api import router as intake
from bihuan.kit.errors import NotAllowed, Refusal
from bihuan.kit.http import busy, is_busy
from bihuan.kit.words import say
from bihuan.lights.api import router as lights
from bihuan.matters.api import router as matters
from bihuan.plans.api import router as plans
from bihuan.progress.api import router as progress
from bihuan.projects.api import router as projects
from bihuan.statistics.api import router as statistics
from bihuan.visits.api import router as visits
from bihuan.work.api import router as work

from .bearer import TokenAuth
from .district.api import router as district

api = NinjaAPI(title="Bihuan 闭环", version="1", auth=[TokenAuth(), django_auth])
ROUTERS = {
    "accounts": accounts, "projects": projects, "plans": plans, "progress": progress,
    "statistics": statistics, "chains": chains, "lights": lights, "figures": figures,
    "imports": intake, "matters": matters, "factors": factors, "visits": visits,
    "command": command, "dispatch": dispatch, "work": work, "district": district,
}  # fmt: skip
for name, router in ROUTERS.items():
    api.add_router(f"/{name}", router, tags=[name])


@api.exception_handler(Refusal)
def refused(request: HttpRequest, error: Refusal) -> HttpResponse:
    return api.create_response(request, {"message": str(error)}, status=409)


@api.exception_handler(OperationalError)
def database_failed(request: HttpRequest, error: OperationalError) -> HttpResponse:
    if not is_busy(error):
        raise error
    return api.create_response(request, {"message": busy()}, status=503)


@api.exception_handler(HttpError)
def refused_by_the_framework(request: HttpRequest, error: HttpError) -> HttpResponse:
    """Answer the framework's own refusals in the words that the contract declares."""
    if error.status_code == 403:
        sentence = say("This call came without the token of a page: load the page again.")
        return api.create_response(request, {"message": sentence}, status=403)
    return api.create_response(request, {"detail": str(error)}, status=error.status_code)


@api.exception_handler(NotAllowed)
def not_allowed(request: HttpRequest, error: NotAllowed) -> HttpResponse:
    return api.create_response(request, {"message": str(error)}, status=403)

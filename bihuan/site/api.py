"""The REST API: every app's router, mounted once; refusals answered once."""

from copy import deepcopy
from functools import cache
from typing import Any

from django.db import OperationalError
from django.http import Http404, HttpRequest, HttpResponse
from django.http.request import RawPostDataException
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError
from ninja.openapi.schema import OpenAPISchema
from ninja.operation import Operation
from ninja.security import django_auth

from bihuan.accounts.api.changing import router as changing
from bihuan.accounts.api.directory import router as accounts
from bihuan.accounts.api.leaving import router as leaving
from bihuan.assessment.api.results import router as results
from bihuan.assessment.api.scheme_drafts import drafts, schemes
from bihuan.assessment.api.scores import router as assessment
from bihuan.assessment.api.trying import router as trying
from bihuan.carry_over.api import router as carry_over
from bihuan.command.api import router as command
from bihuan.dashboards.api import router as two_counts
from bihuan.dispatch.api import router as dispatch
from bihuan.factors.api import router as factors
from bihuan.figures.api import router as figures
from bihuan.funding.api.counties import router as counties
from bihuan.funding.api.ladder import router as funding
from bihuan.funding.api.statements import router as statements
from bihuan.importing.api.batches import router as importing
from bihuan.importing.api.people import router as people
from bihuan.kit.errors import NotAllowed, Refusal
from bihuan.kit.http import busy, is_busy, json_refusal
from bihuan.kit.words import _, gettext
from bihuan.lights.api import router as lights
from bihuan.matters.api import router as matters
from bihuan.notices.api import router as notices
from bihuan.oversight.api.money import router as money
from bihuan.oversight.api.supervision import router as oversight
from bihuan.papers.api import router as papers
from bihuan.plans.api import router as plans
from bihuan.progress.api import router as progress
from bihuan.projects.api import router as projects
from bihuan.statistics.api.bureau import router as statistics
from bihuan.statistics.api.chains import router as chains
from bihuan.todo.api import router as todo
from bihuan.visits.api import router as visits

from .api_faults import body_of, sentence, with_places
from .bearer import TokenAuth
from .district.api import router as district
from .failures import NO_SIGN_IN
from .journal.requests import number_of
from .parameters import refuse_unknown_parameters
from .search.api import router as search

FORMER_MODULES = {
    "bihuan.todo.api": "bihuan.work.api",
    "bihuan.notices.api": "bihuan.work.api",
    "bihuan.accounts.api.directory": "bihuan.accounts.api",
    "bihuan.importing.api.batches": "bihuan.importing.api",
    "bihuan.funding.api.ladder": "bihuan.funding.api",
    "bihuan.statistics.api.bureau": "bihuan.statistics.api",
    "bihuan.statistics.api.chains": "bihuan.chains.api",
}
"""Under which name operations of a module that was moved are known to programs made from them."""


class ApiDescription(OpenAPISchema):
    """What an API says of its calls. A shape that many of them answer is described once: Ninja does
    it anew for each call and each refusal, 1,900 times.
    """

    def __init__(self, described: NinjaAPI, path_prefix: str) -> None:
        self._answers: dict[tuple[Any, ...], tuple[dict[str, Any], bool]] = {}
        super().__init__(described, path_prefix)

    def _create_schema_from_model(self, model: Any, *given: Any, **more: Any) -> Any:
        described = super()._create_schema_from_model
        if list(model.model_fields) != ["response"]:  # nor what a call is sent
            return described(model, *given, **more)
        answer = model.model_fields["response"]
        key = (answer.annotation, str(answer.metadata), given, *sorted(more.items()))
        if key not in self._answers:
            self._answers[key] = described(model, *given, **more)
        return deepcopy(self._answers[key])


@cache
def _description(described: NinjaAPI, path_prefix: str) -> OpenAPISchema:
    """Return what an API says of its calls, the same in every language."""
    return ApiDescription(described, path_prefix)


class LastingIdsAPI(NinjaAPI):
    """An API that is described once, and whose ids of operations outlive a move of the code."""

    def get_openapi_schema(
        self, *, path_prefix: str | None = None, path_params: dict[str, Any] | None = None
    ) -> OpenAPISchema:
        root = self.get_root_path(path_params or {}) if path_prefix is None else path_prefix
        return _description(self, root)

    def get_openapi_operation_id(self, operation: Operation) -> str:
        module = operation.view_func.__module__
        known = FORMER_MODULES.get(module, module)
        return f"{known}_{operation.view_func.__name__}".replace(".", "_")


api = LastingIdsAPI(title="Bihuan 闭环", version="1", auth=[TokenAuth(), django_auth])
BY_FRAMEWORK = {
    400: _("The server could not make sense of what was sent."),
    401: NO_SIGN_IN,
    403: _("This call came without the token of a page: load the page again."),
}
ROUTERS = [
    ("accounts", accounts),
    ("accounts", changing),
    ("accounts", leaving),
    ("accounts/users/import", people),
    ("projects", projects),
    ("plans", plans),
    ("plans/carry-over", carry_over),
    ("progress", progress),
    ("statistics/two-counts", two_counts),
    ("statistics", statistics),
    ("chains", chains),
    ("lights", lights),
    ("figures", figures),
    ("imports", importing),
    ("matters/papers", papers),
    ("matters", matters),
    ("factors", factors),
    ("funding/oversight/money", money),
    ("funding/oversight", oversight),
    ("funding", funding),
    ("funding", counties),
    ("funding", statements),
    ("visits", visits),
    ("command", command),
    ("dispatch", dispatch),
    ("assessment/results", results),
    ("assessment/schemes", schemes),
    ("assessment/drafts", drafts),
    ("assessment", trying),
    ("assessment", assessment),
    ("work", todo),
    ("work", notices),
    ("district", district),
    ("search", search),
]
for name, router in ROUTERS:
    refuse_unknown_parameters(router)
    api.add_router(f"/{name}", router, tags=[name.partition("/")[0]])


@api.exception_handler(Refusal)
def refused(request: HttpRequest, error: Refusal) -> HttpResponse:
    return json_refusal(request, 409, str(error))


@api.exception_handler(NotAllowed)
def not_allowed(request: HttpRequest, error: NotAllowed) -> HttpResponse:
    return json_refusal(request, 403, str(error))


@api.exception_handler(OperationalError)
def database_failed(request: HttpRequest, error: OperationalError) -> HttpResponse:
    if not is_busy(error):
        raise error
    return json_refusal(request, 503, busy())


@api.exception_handler(Http404)
def not_there(request: HttpRequest, error: Http404) -> HttpResponse:
    return json_refusal(request, 404, gettext("It is not there, or you may not see it."))


@api.exception_handler(ValidationError)
def unreadable(request: HttpRequest, error: ValidationError) -> HttpResponse:
    """Say what of the request cannot be read, with more of each place under `detail`."""
    sent = body_of(request)
    faults = with_places(sent, error.errors)
    said = {
        "message": sentence(sent, faults),
        "number": number_of(request),
        "detail": faults,
    }
    return api.create_response(request, said, status=422)


@api.exception_handler(RawPostDataException)
def no_json(request: HttpRequest, error: RawPostDataException) -> HttpResponse:
    """Say so of a form: what looks for the token of a page has read it before."""
    return json_refusal(
        request, 415, gettext("This call takes JSON: send it as application/json, not as a form.")
    )


@api.exception_handler(HttpError)
def refused_by_the_framework(request: HttpRequest, error: HttpError) -> HttpResponse:
    """Answer the framework's own refusals in the words that the contract declares."""
    sentence = BY_FRAMEWORK.get(error.status_code, BY_FRAMEWORK[400])
    return json_refusal(request, error.status_code, str(sentence))

"""The closed loop over HTTP: blockers, guarantee requests, orders and findings."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Annotated, Any

from django.core.paginator import Paginator
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Field, File, Form, Query, Router, Schema, Status
from ninja.files import UploadedFile

from bihuan.accounts.http import UserRequest
from bihuan.accounts.models import Organisation
from bihuan.kit.days import local_day
from bihuan.kit.schemas import READING, WRITING, RowNumber
from bihuan.projects.models import Project

from . import actions, queries
from .actions.moving import taken
from .available_moves import available_moves
from .escalation import overdue_days
from .models import Matter, Move
from .presets import district_policy
from .schemas import (
    AssignIn,
    Code,
    EvidenceOut,
    ExtensionDecideIn,
    ExtensionIn,
    LevelOut,
    MatterIn,
    MatterOut,
    MattersOut,
    MoveOut,
    NamedOut,
    PauseIn,
    PolicyOut,
    SaidIn,
    StoryOut,
)

PAGE = 100
router = Router()
Moved = {200: MatterOut, **WRITING}


class MattersAsked(Schema):
    """How the list is narrowed: as on the page."""

    scope: Code = "open"
    kind: Code = ""
    type_code: Code = ""
    state: Code = ""
    q: Code = ""
    sort: Code = ""
    lead: RowNumber | None = None
    project: RowNumber | None = None
    page: Annotated[int, Field(ge=1, le=10_000)] = 1


@router.get("rules", response={200: PolicyOut, **READING})
def read_rules(request: UserRequest) -> PolicyOut:
    """The rules of the loop: limits, levels, reasons for a pause."""
    policy = district_policy(local_day(timezone.now()))
    return PolicyOut(
        title=policy.title,
        source=policy.source,
        version=policy.version,
        sign_within=policy.sign_within,
        feed_back_within=policy.feed_back_within,
        verify_within=policy.verify_within,
        extensions_most=policy.extensions_most,
        severities=[NamedOut(code=s.code, label=s.label, limit=s.limit) for s in policy.severities],
        types=[NamedOut(code=t.code, label=t.label, limit=t.limit) for t in policy.types],
        levels=[
            LevelOut(label=each.label, who=each.who, after=each.after, paper=each.paper)
            for each in policy.levels
        ],
        pauses=[NamedOut(code=p.code, label=p.label, limit=p.longest) for p in policy.pauses],
    )


@router.get("", response={200: MattersOut, **READING})
def list_matters(request: UserRequest, asked: Query[MattersAsked]) -> MattersOut:
    """Matters that you may see, those worth most first, a hundred to a page."""
    today = local_day(timezone.now())
    words = {key: str(value) for key, value in asked.dict().items() if value not in (None, "")}
    found = queries.sought(Matter.objects.visible_to(request.user), words, request.user, today)
    page = Paginator(found, PAGE).get_page(asked.page)
    return MattersOut(
        total=page.paginator.count, page=page.number, matters=[_out(m, today) for m in page]
    )


@router.post("", response={201: MatterOut, **WRITING})
def raise_matter(request: UserRequest, said: MatterIn) -> Status[MatterOut]:
    """Raise a matter; its clock starts now."""
    columns = said.dict(exclude={"project_id"})
    visible = Project.objects.visible_to(request.user)
    project = get_object_or_404(visible, pk=said.project_id) if said.project_id else None
    at = timezone.now()
    new = actions.raise_matter(project=project, by=request.user, at=at, **columns)
    return Status(201, _out(new, local_day(at)))


@router.get("{int:pk}", response={200: StoryOut, **READING})
def read_matter(request: UserRequest, pk: int) -> StoryOut:
    """One matter with all its moves."""
    matter, today = _matter(request, pk), local_day(timezone.now())
    moves = matter.moves.select_related("by").prefetch_related("evidence")
    return StoryOut(
        **_out(matter, today).dict(),
        moves=[_move(move) for move in moves],
        open_to_you=[verb.value for verb in available_moves(matter, request.user, today)],
    )


@router.get("evidence/{int:pk}", response={200: bytes, **READING})
def read_evidence(request: UserRequest, pk: int) -> FileResponse:
    """The content of a file that came with a move."""
    found = get_object_or_404(queries.evidence_for(request.user), pk=pk)
    return FileResponse(found.file.open("rb"), as_attachment=True, filename=found.name)


@router.post("{int:pk}/assign", response=Moved)
def assign(request: UserRequest, pk: int, said: AssignIn) -> MatterOut:
    """Hand it to a lead organisation and its helpers."""
    matter = _matter(request, pk)
    wanted = set(said.supporting_ids)
    helpers = list(Organisation.objects.filter(pk__in=wanted))
    if len(helpers) < len(wanted):
        raise Http404
    return _do(
        request,
        matter,
        actions.assign,
        lead=get_object_or_404(Organisation, pk=said.lead_id),
        supporting=helpers,
        due_on=said.due_on,
        note=said.note,
        edition=said.edition,
    )


@router.post("{int:pk}/extensions", response=Moved)
def ask_extension(request: UserRequest, pk: int, said: ExtensionIn) -> MatterOut:
    """Ask for more time; the deadline stands until it is granted."""
    return _do(request, _matter(request, pk), actions.ask_extension, **said.dict())


@router.post("{int:pk}/extensions/decide", response=Moved)
def decide_extension(request: UserRequest, pk: int, said: ExtensionDecideIn) -> MatterOut:
    """Grant or refuse the time asked for."""
    return _do(request, _matter(request, pk), actions.decide_extension, **said.dict())


@router.post("{int:pk}/pause", response=Moved)
def pause(request: UserRequest, pk: int, said: PauseIn) -> MatterOut:
    """Let the clock stand still for a listed reason."""
    return _do(request, _matter(request, pk), actions.pause, **said.dict())


def _simple(name: str, move: Callable[..., object], told: str) -> None:
    """Give a move that takes words alone its call."""

    def call(request: UserRequest, pk: int, said: SaidIn) -> MatterOut:
        return _do(request, _matter(request, pk), move, **said.dict())

    call.__doc__ = told
    router.post(f"{{int:pk}}/{name}", response=Moved, operation_id=f"matters_{name}")(call)


for _name, _action, _told in (
    ("sign", actions.sign, "Sign for it: work begins."),
    ("decline", actions.decline, "Give it back, because it is another's."),
    ("feed_back", actions.feed_back, "Report progress."),
    ("answer", actions.answer, "Say that it is solved; somebody else verifies."),
    ("verify", actions.verify, "Confirm that it is solved. Never by a handler."),
    ("send_back", actions.send_back, "Refuse the answer."),
    ("close", actions.close, "Strike it off the account."),
    ("resume", actions.resume, "Let a paused clock run."),
    ("withdraw", actions.withdraw, "Take it back."),
    ("reopen", actions.reopen, "Open it again, with its age."),
):
    _simple(_name, _action, _told)


def _with_files(name: str, move: Callable[..., object], told: str) -> None:
    """Give a move that may bring evidence a second call, which takes files beside the words."""

    def call(
        request: UserRequest, pk: int, said: Form[SaidIn], files: File[list[UploadedFile]]
    ) -> MatterOut:
        return _do(request, _matter(request, pk), move, files=taken(files), **said.dict())

    call.__doc__ = f"{told} Files come as parts named `files` of a multipart form."
    path, named = f"{{int:pk}}/{name}/with-files", f"matters_{name}_with_files"
    router.post(path, response=Moved, operation_id=named)(call)


for _name, _action, _told in (
    ("feed_back", actions.feed_back, "Report progress, with evidence."),
    ("answer", actions.answer, "Say that it is solved, with evidence."),
    ("verify", actions.verify, "Confirm that it is solved, with evidence. Never by a handler."),
):
    _with_files(_name, _action, _told)


def _do(
    request: UserRequest, matter: Matter, move: Callable[..., object], **said: Any
) -> MatterOut:
    at = timezone.now()
    move(matter=matter, by=request.user, at=at, **said)
    return _out(_matter(request, matter.pk, after=True), local_day(at))


def _matter(request: UserRequest, pk: int, *, after: bool = False) -> Matter:
    rows = Matter.objects.select_related("project", "lead").prefetch_related("supporting")
    if after:  # whoever moved it is told the outcome, even if it left their sight by that
        return rows.get(pk=pk)
    return get_object_or_404(rows.filter(pk__in=_visible(request)), pk=pk)


def _visible(request: UserRequest) -> Any:
    return Matter.objects.visible_to(request.user).values("pk")


def _out(matter: Matter, on: date) -> MatterOut:
    said = {name: getattr(matter, name) for name in _FIELDS}
    late = overdue_days(matter.due_on, on) if matter.is_overdue(on) else 0
    return MatterOut(**said, age_days=matter.clock.age(on), overdue_days=late)


_FIELDS = [name for name in MatterOut.model_fields if name not in ("age_days", "overdue_days")]


def _move(move: Move) -> MoveOut:
    evidence = [EvidenceOut.from_orm(file) for file in move.evidence.all()]
    return MoveOut(
        verb=move.verb,
        was=move.was,
        became=move.became,
        by=str(move.by or ""),
        at=move.at,
        note=move.note,
        due_on=move.due_on,
        files=[file.name for file in evidence],
        evidence=evidence,
    )

"""Projects, many at once: added, described, moved on; by the rules of the single actions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from bihuan.accounts.models import User
from bihuan.accounts.permissions import require
from bihuan.accounts.roles import Can
from bihuan.kit.bulk_undo import BulkUndo
from bihuan.kit.bulk_writes import BulkWrites, Edit
from bihuan.kit.days import local_day
from bihuan.projects import rules
from bihuan.projects.drafts import (
    ChainDraft,
    FormerNameDraft,
    ProjectDraft,
    StepDraft,
    ThemeDraft,
    ThemeLinkDraft,
)
from bihuan.projects.models import Chain, FormerName, FormerParty, Project, StateChange, Theme
from bihuan.projects.particulars import PLAIN, problems, problems_of

from .names import Claim, check_free
from .parties import handed_on
from .steps import check_steps


@dataclass(frozen=True)
class ProjectDrafts:
    """All that a batch says of projects."""

    themes: Sequence[ThemeDraft] = ()
    chains: Sequence[ChainDraft] = ()
    projects: Sequence[ProjectDraft] = ()
    edits: Sequence[Edit] = field(default_factory=list)
    former_names: Sequence[FormerNameDraft] = ()
    steps: Sequence[StepDraft] = ()
    links: Sequence[ThemeLinkDraft] = ()


def write_many(
    *, drafts: ProjectDrafts, writes: BulkWrites, by: User, at: datetime, reason: str = ""
) -> None:
    """Write projects and what belongs to them; the caller records it. Refused as the single actions
    refuse, of the facts as they stand (PROJ-1 to 6 and 9, LIFE-1, 2 and 4).
    """
    if not any(vars(drafts).values()):
        return
    _check_permitted(drafts, by)
    _check(drafts, reason=reason, today=local_day(at))
    writes.insert(Theme, drafts.themes, lambda draft: Theme(name=draft.name))
    writes.insert(Chain, drafts.chains, lambda draft: Chain(name=draft.name))
    writes.insert(FormerParty, handed_on(drafts.edits, at=at), lambda row: row)
    writes.edit(drafts.edits)
    writes.insert(Project, drafts.projects, lambda draft: _project(draft, writes))
    writes.insert(
        FormerName,
        drafts.former_names,
        lambda draft: FormerName(**{**vars(draft), "project": writes.made(draft.project)}),
    )
    writes.insert(
        StateChange,
        drafts.steps,
        lambda draft: StateChange(
            **{**vars(draft), "project": writes.made(draft.project)}, by=by.get_username()
        ),
    )
    link = Project.themes.through
    writes.insert(
        link,
        drafts.links,
        lambda draft: link(
            project_id=writes.made(draft.project).pk, theme_id=writes.made(draft.theme).pk
        ),
    )


def _check_permitted(drafts: ProjectDrafts, by: User) -> None:
    """Refuse who may not edit projects; a chain is named by who manages chains, too."""
    if drafts.themes or drafts.projects or drafts.former_names or drafts.links or drafts.steps:
        require(by, Can.PROJECT_EDIT)
    elif drafts.chains:
        require(by, Can.CHAIN_MANAGE)
    for edit in drafts.edits:
        require(by, Can.PROJECT_EDIT, edit.thing)  # type: ignore[arg-type]  # a project


def _check(drafts: ProjectDrafts, *, reason: str, today: date) -> None:
    for project in drafts.projects:
        values = vars(project)
        rules.refuse_if(problems(values))
        days = {name: values[name] for name in rules.CLOCKS}
        rules.refuse_if(rules.clock_problems(days, today=today))
    for edit in drafts.edits:
        _check_edit(edit, reason=reason, today=today)
    check_free(_claims(drafts))
    check_steps(drafts.steps, drafts.edits)


def _check_edit(edit: Edit, *, reason: str, today: date) -> None:
    """Refuse particulars that cannot be, and days that may not be set so."""
    was = {name: old for name, (old, _new) in edit.fields.items()}
    to = {name: new for name, (_old, new) in edit.fields.items()}
    stands = {name: to.get(name, getattr(edit.thing, name)) for name in (*PLAIN, *rules.CLOCKS)}
    rules.refuse_if(problems_of(stands, to))
    days = {name: to[name] for name in rules.CLOCKS if name in to}
    if days:
        rules.refuse_if(rules.recorded_day_problems(was, days, reason=reason))
        clocks = {name: stands[name] for name in rules.CLOCKS}
        rules.refuse_if(rules.clock_problems(clocks, today=today))


def _claims(drafts: ProjectDrafts) -> Iterator[Claim]:
    """Yield which names and codes are to be borne."""
    for project in drafts.projects:
        yield Claim(None, project.name_key, project.national_code)
    for edit in drafts.edits:
        if edit.fields.keys() & {"name_key", "national_code"}:
            named = {n: getattr(edit.thing, n) for n in ("name_key", "national_code")}
            named |= {name: edit.fields[name][1] for name in named if name in edit.fields}
            yield Claim(edit.thing.pk, **named)


def _project(draft: ProjectDraft, writes: BulkWrites) -> Project:
    return Project(**{name: writes.made(value) for name, value in vars(draft).items()})


def take_back(*, undo: BulkUndo, by: User) -> None:
    """Take back projects that a batch brought in and what it changed of others; the caller records
    it. Refused if a name or a code that would stand again is borne by another since (PROJ-3).
    """
    link = Project.themes.through
    if not undo.touches(Project, FormerName, FormerParty, StateChange, Theme, Chain, link):
        return
    for project in undo.created(Project):
        require(by, Can.PROJECT_EDIT, project)
    for project, _before in undo.edited(Project):
        require(by, Can.PROJECT_EDIT, project)
    undo.remove(link, StateChange, FormerName, FormerParty, Project)
    check_free(
        Claim(p.pk, *(str(before.get(n, getattr(p, n))) for n in ("name_key", "national_code")))
        for p, before in undo.edited(Project)
    )
    undo.restore(Project)
    if undo.touches(Theme, Chain):
        require(by, Can.CHAIN_MANAGE)
    undo.remove(Theme, Chain)

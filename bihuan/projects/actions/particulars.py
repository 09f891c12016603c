"""Projects are added and described."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from typing import Any

from bihuan.accounts.actions import check_standing
from bihuan.accounts.models import Leader, User
from bihuan.accounts.permissions import require
from bihuan.accounts.roles import Can
from bihuan.audit.log import last_actor, record
from bihuan.kit.errors import Refusal
from bihuan.kit.pinyin import spoken
from bihuan.kit.words import gettext
from bihuan.kit.writing import action
from bihuan.projects import rules
from bihuan.projects.describing import as_they_are, differences, readable
from bihuan.projects.kinds import ProjectState
from bihuan.projects.models import FormerName, Project, Theme
from bihuan.projects.particulars import check_named, clean, problems

from .parties import hand_on


@action
def add_project(
    *,
    by: User,
    at: datetime,
    state: str = ProjectState.PREPARATION,
    themes: Collection[Theme] | None = None,
    **said: Any,
) -> Project:
    """Add a project in reserve or in preparation; it moves on by `change_state`. What is `said`
    goes by the names of the catalogue.
    """
    require(by, Can.PROJECT_EDIT)
    check_named(said)
    values = clean(said)
    _check_parties(values)
    rules.refuse_if(problems(values))
    if state not in (ProjectState.RESERVE, ProjectState.PREPARATION):
        raise Refusal(gettext("A new project is in reserve or in preparation."))
    project = Project(state=state, **values)
    _check_free(project)
    project.name_key, project.pinyin = rules.name_key(project.name), spoken(project.name)
    project.save()
    told: dict[str, list[Any]] = {
        field: [None, readable(v)] for field, v in values.items() if v not in ("", None)
    }
    told |= _read_under(project, themes)
    record("project.added", project, by=by, at=at, changes=told)
    return project


@action
def edit_project(
    *,
    project: Project,
    edition: int,
    by: User,
    at: datetime,
    reason: str = "",
    themes: Collection[Theme] | None = None,
    since: date | None = None,
    **said: Any,
) -> Project:
    """Change what is given. `edition` is the one that the editor saw: of two who save, the second
    is told. A former name stays, and the project is still found by it; so does who had it before
    it changed hands, from `since` on or from this day.
    """
    require(by, Can.PROJECT_EDIT, project)
    project = locked(project)
    rules.check_edition(project.edition, edition, last_actor(project))
    check_named(said)
    values = clean(said)
    rules.refuse_if(problems({**as_they_are(project), **values}))
    changes = differences(project, values) | _read_under(project, themes)
    _check_parties({field: values.get(field) for field in changes})
    if not changes:
        return project
    former = project.name
    hand_on(project, values, since=since, at=at)
    for field, value in values.items():
        setattr(project, field, value)
    _check_free(project)
    if "name" in changes:
        _rename(project, former)
    save_next(project)
    record("project.edited", project, by=by, at=at, changes=changes, reason=reason)
    return project


@action
def assign_commander(
    *, project: Project, commander: Leader | None, by: User, at: datetime, reason: str = ""
) -> Project:
    """Give the project to a leader, or to nobody."""
    require(by, Can.PROJECT_EDIT, project)
    return edit_project(
        project=project,
        edition=locked(project).edition,
        commander=commander,
        by=by,
        at=at,
        reason=reason,
    )


@action
def set_themes(*, project: Project, themes: Collection[Theme], by: User, at: datetime) -> None:
    """Read the project under these themes and no others."""
    require(by, Can.PROJECT_EDIT, project)
    edit_project(project=project, edition=locked(project).edition, themes=themes, by=by, at=at)


def _check_parties(values: dict[str, Any]) -> None:
    """Refuse an organisation that was merged into another."""
    for field in ("owner", "responsible"):
        check_standing(values.get(field))


def locked(project: Project) -> Project:
    """Return the project as it stands, held until the transaction ends."""
    return Project.objects.select_for_update(of=("self",)).get(pk=project.pk)


def save_next(project: Project) -> None:
    """Write the project as its next edition."""
    project.edition += 1
    project.save()


def _read_under(project: Project, themes: Collection[Theme] | None) -> dict[str, list[Any]]:
    """Put the project under exactly these themes; return [old, new] if that changes them."""
    if themes is None:
        return {}
    old, new = sorted(map(str, project.themes.all())), sorted(map(str, themes))
    if old == new:
        return {}
    project.themes.set(themes)
    return {"themes": ["、".join(old), "、".join(new)]}


def _rename(project: Project, former: str) -> None:
    project.name_key, project.pinyin = rules.name_key(project.name), spoken(project.name)
    project.former_names.filter(name_key=project.name_key).delete()
    if rules.name_key(former) != project.name_key:
        FormerName.objects.get_or_create(
            project=project, name_key=rules.name_key(former), defaults={"name": former}
        )


def _check_free(project: Project) -> None:
    """Refuse a code or a name that another project bears (PROJ-3)."""
    others = Project.objects.exclude(pk=project.pk)
    clashes: list[tuple[dict[str, Any], str]] = [
        ({"name_key": rules.name_key(project.name)}, gettext("There is a project “%s” already."))
    ]
    if project.national_code:
        clashes.append(
            ({"national_code": project.national_code}, gettext("“%s” bears this project code."))
        )
    for sought, sentence in clashes:
        if other := others.filter(**sought).first():
            raise Refusal(sentence % other.name)

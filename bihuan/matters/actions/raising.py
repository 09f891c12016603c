"""Raising a matter, and telling whether it was raised before."""

from __future__ import annotations

from datetime import date, datetime

from django.db.models import Q

from bihuan.accounts.models import User
from bihuan.accounts.permissions import may, require
from bihuan.accounts.roles import Can
from bihuan.audit.log import record
from bihuan.kit.days import local_day
from bihuan.kit.errors import Refusal
from bihuan.kit.months import Month
from bihuan.kit.words import gettext
from bihuan.kit.writing import action
from bihuan.matters import rules
from bihuan.matters.impact import impact
from bihuan.matters.kinds import OF_A_RECORD, MatterKind, MatterState, Source, Verb
from bihuan.matters.models import Matter, Move
from bihuan.matters.policies import MatterPolicy
from bihuan.matters.presets import district_policy
from bihuan.projects.models import Project

from .moving import goes_on, next_number


@action
def raise_matter(  # noqa: PLR0913  # the fields of one form, all named
    *,
    kind: str,
    type_code: str,
    severity: str,
    title: str,
    text: str = "",
    project: Project | None,
    by: User,
    at: datetime,
    source: str = Source.OTHER,
    source_ref: str = "",
    held_yuan: int | None = None,
    due_on: date | None = None,
    not_the_same: str = "",
) -> Matter:
    """Raise a matter. Its clock starts now, or goes on where an earlier one's stood (LOOP-8).

    `held_yuan` is the investment held up, by default what remains of the project's plan; `due_on` a
    deadline other than the standard. `not_the_same` says why it is not the matter it looks like:
    only who assigns may say so. Raises Refusal if it is open already.
    """
    require(by, Can.MATTER_RAISE, project)
    on = local_day(at)
    policy = district_policy(on)
    _check(policy, kind, type_code, severity, title, project)
    number = f"{on.year}-{next_number(f'matter {on.year}'):04d}"  # locks: twins wait in line
    earlier, level = None, 0
    if not (not_the_same.strip() and may(by, Can.MATTER_ASSIGN, project)):
        record_of = source_ref if source in OF_A_RECORD else None
        earlier, level = _earlier(policy, project, type_code, title, text, on, record_of)
    inherited = earlier.clock.age(on) if earlier else 0
    due = rules.due_day(
        kind,
        on=on,
        limit=policy.limit(type_code, severity),
        inherited=inherited,
        wished=due_on,
        goes_on=goes_on(earlier, on)
        if earlier and earlier.state == MatterState.WITHDRAWN
        else None,
    )
    at_stake = impact(project, Month.of(on))
    held = at_stake.held_yuan if held_yuan is None else held_yuan
    slip = rules.slip_days(milestone_on=at_stake.milestone_on, due_on=due, on=on)
    matter = Matter.objects.create(
        number=number,
        kind=kind,
        type_code=type_code,
        severity=severity,
        title=title.strip(),
        text=text.strip(),
        project=project,
        source=source,
        source_ref=source_ref,
        state_since=on,
        raised_by=by,
        raised_at=at,
        raised_on=on,
        due_on=due,
        first_due_on=due,
        clock_from=on,
        inherited_days=inherited,
        level=level,
        earlier=earlier,
        held_yuan=held,
        milestone_name=at_stake.milestone_name,
        milestone_on=at_stake.milestone_on,
        slip_days=slip,
        worth=rules.priority(held, slip),
    )
    Move.objects.create(
        matter=matter,
        verb=Verb.RAISE,
        became=MatterState.RAISED,
        by=by,
        at=at,
        on=on,
        due_on=due,
        note=not_the_same.strip(),
    )
    record(
        "matter.raised",
        matter,
        by=by,
        at=at,
        number=number,
        project=project and project.pk,
        title=title,
        due_on=due,
        earlier=earlier and earlier.number,
        not_the_same=not_the_same,
    )
    return matter


def _check(
    policy: MatterPolicy,
    kind: str,
    type_code: str,
    severity: str,
    title: str,
    project: Project | None,
) -> None:
    rules.check_words(title)
    if kind not in MatterKind.values:
        raise Refusal(gettext("There is no kind of matter “%s”.") % kind)
    known = {found.code: found for found in policy.types}
    if type_code not in known or (known[type_code].kinds and kind not in known[type_code].kinds):
        raise Refusal(gettext("There is no type “%s” of this kind of matter.") % type_code)
    if severity not in {found.code for found in policy.severities}:
        raise Refusal(gettext("There is no severity “%s”.") % severity)
    if project is None and kind != MatterKind.ORDER:
        raise Refusal(gettext("Say which project it is about: only an order may do without."))
    if project:
        project.refresh_from_db(fields=["merged_into"])  # it may have been merged meanwhile
    if project and project.merged_into:
        raise Refusal(
            gettext("This project was merged into “%s”: raise it there.") % project.merged_into.name
        )


def _earlier(
    policy: MatterPolicy,
    project: Project | None,
    type_code: str,
    title: str,
    text: str,
    on: date,
    record_of: str | None,
) -> tuple[Matter | None, int]:
    """Return the matter that this one raises again, and the level it had climbed to. Raises
    Refusal if that is still open. `record_of` is the record that tells it from others (LOOP-8).
    """
    others = Matter.objects.filter(type_code=type_code)
    if record_of is not None:
        others = others.exclude(~Q(source_ref=record_of), source__in=OF_A_RECORD)
    others = others.filter(project__in=_merged(project)) if project else others.filter(project=None)
    known = [_as_earlier(each, on) for each in others]
    found = rules.twins(title, text, known, policy.near_percent)
    if not found:
        return None, 0
    if found[0].is_open:
        raise Refusal(
            gettext("This is open already as %(number)s “%(title)s”. Report what is new there.")
            % {"number": found[0].number, "title": found[0].title}
        )
    by_pk = {each.pk: each for each in others}
    return by_pk[found[0].pk], max(each.level for each in found)


def _as_earlier(matter: Matter, on: date) -> rules.Earlier:
    return rules.Earlier(
        matter.pk,
        matter.number,
        matter.title,
        matter.text,
        is_open=matter.is_open,
        age=matter.clock.age(on),
        level=matter.level,
        earlier=matter.earlier_id,
    )


def _merged(project: Project) -> set[int]:
    """The project and all that were merged into it: what was raised there comes again here."""
    family, found = {project.pk}, {project.pk}
    while found:
        found = set(Project.objects.filter(merged_into__in=found).values_list("pk", flat=True))
        found -= family
        family |= found
    return family

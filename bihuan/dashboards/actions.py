"""A reader's own views of the list; what is asked of a difference between the two counts."""

from __future__ import annotations

from datetime import datetime

from bihuan.accounts.models import User
from bihuan.accounts.permissions import may, require
from bihuan.accounts.roles import Can
from bihuan.audit.log import EventDraft, record, record_many
from bihuan.kit.days import local_day
from bihuan.kit.errors import Refusal
from bihuan.kit.months import Month
from bihuan.kit.words import gettext
from bihuan.kit.writing import action
from bihuan.matters.actions import assign, raise_matter
from bihuan.matters.kinds import MatterKind, Source
from bihuan.matters.models import Matter
from bihuan.matters.presets import district_policy
from bihuan.projects.models import Project

from .asking import text_of, title_of
from .models import SavedView
from .queries.reconciliation import reconciled

REPORTING = "reporting"
"""The type of a matter about reported figures."""
MOST_VIEWS = 30


@action
def save_view(*, name: str, query: str, by: User, at: datetime) -> SavedView:
    """Keep a way of looking at the list under a name; the same name takes its place."""
    require(by, Can.VIEW_SAVE)
    name = name.strip()
    if not name:
        raise Refusal(gettext("Give the view a name."))
    others = SavedView.objects.filter(user=by).exclude(name=name)
    if others.count() >= MOST_VIEWS:
        raise Refusal(gettext("You have %s views already: remove one first.") % MOST_VIEWS)
    view, _new = SavedView.objects.update_or_create(
        user=by, name=name, defaults={"query": query[:2_000], "saved_at": at}
    )
    record("view.saved", view, by=by, at=at, name=name, query=view.query)
    return view


@action
def remove_view(*, view: SavedView, by: User, at: datetime) -> None:
    """Forget a view of one's own."""
    require(by, Can.VIEW_SAVE)
    if view.user_id != by.pk:
        raise Refusal(gettext("This view is somebody else's."))
    stands = SavedView.objects.filter(pk=view.pk).first()
    if stands is None:
        raise Refusal(gettext("This view was removed already."))
    gone = EventDraft.on("view.removed", stands, name=stands.name, query=stands.query)
    stands.delete()
    record_many([gone], by=by, at=at)


@action
def ask_about_difference(*, project: Project, month: Month, by: User, at: datetime) -> Matter:
    """Ask whoever reports a project why its two counts of a month differ (STAT-8): a matter, handed
    to the project's organisation where who asks may do so. Refuse it while it is asked already, and
    where they do not differ.
    """
    require(by, Can.MATTER_RAISE, project)
    found = reconciled(None, month, [project.pk]).rows
    row = found[0] if found else None
    if row is None or not row.is_question:
        raise Refusal(gettext("The two counts of this month do not differ."))
    if row.matter is not None and row.is_asked:
        raise Refusal(gettext("This was raised already, as %s.") % row.matter.number)
    policy = district_policy(local_day(at))
    known = {each.code for each in policy.types}
    text = text_of(row)
    matter = raise_matter(
        kind=MatterKind.FINDING,
        type_code=REPORTING if REPORTING in known else policy.type_of(text).code,
        severity=policy.severities[0].code,
        title=title_of(row),
        text=text,
        project=project,
        held_yuan=0,
        source=Source.STATISTICS,
        source_ref=row.reference,
        by=by,
        at=at,
    )
    asked = project.owner or project.responsible
    if asked is not None and asked.merged_into is None and may(by, Can.MATTER_ASSIGN, matter):
        return assign(matter=matter, lead=asked, by=by, at=at)
    return matter

"""Asking a reporter why the two statements of funds in place differ."""

from __future__ import annotations

from datetime import datetime

from bihuan.accounts.models import User
from bihuan.accounts.permissions import may, require
from bihuan.accounts.roles import Can
from bihuan.funding.queries import StatementRow, statement_of, statement_reference
from bihuan.kit.days import local_day
from bihuan.kit.errors import Refusal
from bihuan.kit.money import in_unit
from bihuan.kit.months import Month
from bihuan.kit.words import gettext
from bihuan.kit.writing import action
from bihuan.matters.actions import assign, raise_matter
from bihuan.matters.kinds import OPEN, MatterKind, Source
from bihuan.matters.models import Matter
from bihuan.matters.presets import district_policy
from bihuan.progress.models import Report


@action
def ask_statement(*, report: Report, by: User, at: datetime) -> Matter:
    """Ask the reporting organisation why its report and the ladder differ: a matter with both, and
    handed to it where `by` may assign. Neither statement is changed (FUND-14).
    """
    require(by, Can.MATTER_RAISE, report.project)
    said = statement_reference(report.pk)
    there = Matter.objects.filter(source=Source.FUNDING, source_ref=said, state__in=OPEN).first()
    if there is not None:
        raise Refusal(gettext("This was asked already, as %s.") % there.number)
    row = statement_of(report.pk)
    if row is None or not row.difference_yuan:
        raise Refusal(gettext("The two statements do not differ."))
    policy, text = district_policy(local_day(at)), _text(row)
    matter = raise_matter(
        kind=MatterKind.FINDING,
        type_code=policy.type_of(text).code,
        severity=policy.severities[0].code,
        title=gettext("Funds in place differ: %s") % Month.of(row.month).in_words,
        text=text,
        project=report.project,
        source=Source.FUNDING,
        source_ref=said,
        by=by,
        at=at,
    )
    reporter = row.project.owner or row.project.responsible
    if reporter is not None and may(by, Can.MATTER_ASSIGN, matter):
        return assign(matter=matter, lead=reporter, by=by, at=at)
    return matter


def _text(row: StatementRow) -> str:
    told = {
        "month": Month.of(row.month).in_words,
        "reported": in_unit(row.reported_yuan),
        "ladder": in_unit(row.ladder_yuan),
        "difference": in_unit(abs(row.difference_yuan)),
    }
    text = gettext(
        "To the end of %(month)s the monthly report names %(reported)s in place, the ladder of"
        " money %(ladder)s: %(difference)s apart. Say which is right and why; neither was changed."
    )
    return text % told

"""Raising a flag of a line of money as a matter, once."""

from __future__ import annotations

from datetime import date, datetime

from bihuan.accounts.models import User
from bihuan.accounts.permissions import require
from bihuan.accounts.roles import Can
from bihuan.funding.models import FundingLine
from bihuan.funding.queries import funding_rows
from bihuan.funding.rules.flags import FundingVerdict
from bihuan.kit.days import local_day
from bihuan.kit.errors import Refusal
from bihuan.kit.words import gettext
from bihuan.kit.writing import action
from bihuan.matters.actions import raise_matter
from bihuan.matters.kinds import OPEN, MatterKind, Source
from bihuan.matters.models import Matter
from bihuan.matters.policies import MatterPolicy
from bihuan.matters.presets import district_policy
from bihuan.oversight.presets import oversight_rules
from bihuan.oversight.rules.references import reference, title_of

LONGEST_TITLE = 200


@action
def raise_flag(*, line: FundingLine, kind: str, by: User, at: datetime) -> Matter:
    """Raise a flag that stands as a matter with its reason and clause. Refuse it while a matter of
    it is open; once that is over and the flag still stands, it is raised again (OVER-8).
    """
    require(by, Can.MATTER_RAISE, line)
    said = reference(line.pk, kind)
    there = Matter.objects.filter(source=Source.FUNDING, source_ref=said, state__in=OPEN).first()
    if there is not None:
        raise Refusal(gettext("This was raised already, as %s.") % there.number)
    verdict, on = _verdict(line, kind, local_day(at)), local_day(at)
    policy = district_policy(on)
    return raise_matter(
        kind=MatterKind.FINDING,
        type_code=_type(policy, verdict, on),
        severity=policy.severities[0].code,
        title=title_of(str(verdict.kind.label), str(line))[:LONGEST_TITLE],
        text=f"{verdict.reason}\n{verdict.article}",
        project=line.project,
        source=Source.FUNDING,
        source_ref=said,
        by=by,
        at=at,
    )


def _verdict(line: FundingLine, kind: str, on: date) -> FundingVerdict:
    rows = funding_rows(None, on, project_pk=line.project_id)
    verdicts = next((row.verdicts for row in rows if row.line.pk == line.pk), ())
    found = next((each for each in verdicts if each.kind == kind), None)
    if found is None:
        raise Refusal(gettext("This flag does not stand any more."))
    return found


def _type(policy: MatterPolicy, verdict: FundingVerdict, on: date) -> str:
    """Return the type that the rules name, where the loop has it, else that of the words."""
    named = oversight_rules().on(on).matter_types.get(verdict.kind.value, "")
    known = {each.code for each in policy.types}
    return named if named in known else policy.type_of(verdict.reason).code

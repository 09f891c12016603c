from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from bihuan.accounts.roles import Role
from bihuan.accounts.tests.factories import make_organisation, make_user
from bihuan.funding.kinds import FundingFlag
from bihuan.funding.tests.factories import NOW
from bihuan.kit.errors import NotAllowed, Refusal
from bihuan.kit.presets import Dated
from bihuan.matters import actions as matters
from bihuan.matters.kinds import MatterKind, Source
from bihuan.matters.models import Matter
from bihuan.oversight.actions import raise_flag
from bihuan.oversight.presets import oversight_rules
from bihuan.oversight.queries.flags import flags_asked

from .factories import make_money, make_watched

pytestmark = pytest.mark.django_db
PAYMENT = "payment_low"


def raised(line: Any, kind: str = PAYMENT, **said: Any) -> Matter:
    return raise_flag(line=line, kind=kind, by=said.pop("by", None) or make_user(), at=NOW)


def test_a_flag_is_raised_with_its_reason_clause_and_type():
    line = make_money()
    matter = raised(line)
    assert (matter.kind, matter.source, matter.type_code) == (
        MatterKind.FINDING,
        Source.FUNDING,
        "funds",
    )
    assert matter.title.startswith("资金支付率低：")
    assert "20.0%" in matter.text
    assert "第10号" in matter.text
    assert matter.project == line.project


def test_a_flag_is_raised_once_and_another_of_the_same_project_beside_it():
    project = make_watched()
    first, second = make_money(project, batch="第一批"), make_money(project, batch="第二批")
    matter = raised(first)
    with pytest.raises(Refusal, match=matter.number):
        raised(first)
    assert raised(second).title != matter.title
    assert raised(first, "not_started").type_code == "pace"
    assert raised(first, FundingFlag.IDLE).type_code == "funds"
    assert Matter.objects.count() == 4


def test_what_was_solved_is_said_beside_the_flag_and_it_may_be_raised_again():
    line, office = make_money(), make_user()
    matter = raised(line, by=office)
    matters.withdraw(matter=matter, note="已核实，系系统未录", by=office, at=NOW)
    [shown] = [each for each in flags_asked(office, NOW.date(), {}) if each.verdict.kind == PAYMENT]
    assert (shown.matter, shown.is_raised, shown.note) == (matter, False, "已核实，系系统未录")
    again = raised(line)
    assert again.earlier == matter
    [shown] = [each for each in flags_asked(office, NOW.date(), {}) if each.verdict.kind == PAYMENT]
    assert (shown.matter, shown.is_raised, shown.note) == (again, True, "")


def test_a_flag_that_does_not_stand_is_not_raised():
    line = make_money()
    for kind in ("scale_cut", "no_such_flag"):
        with pytest.raises(Refusal, match="不再"):
            raised(line, kind)


def test_who_may_raise_matters_of_the_project_raises_its_flags():
    line = make_money()
    own = make_user(role=Role.REPORTER, organisation=line.project.owner)
    other = make_user(role=Role.REPORTER, organisation=make_organisation())
    for by in (other, make_user(role=Role.VIEWER), make_user(role=Role.STATISTICS)):
        with pytest.raises(NotAllowed):
            raised(line, by=by)
    assert raised(line, by=own).raised_by == own


def test_a_type_that_the_loop_has_not_is_read_from_the_words(monkeypatch: Any):
    rules = replace(oversight_rules().on(NOW.date()), matter_types={PAYMENT: "unknown"})
    monkeypatch.setattr(
        "bihuan.oversight.actions.raising.oversight_rules", lambda: Dated(((date.min, rules),))
    )
    assert raised(make_money()).type_code in {"funds", "other"}

from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import translation
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bihuan.accounts.roles import Role
from bihuan.accounts.tests.factories import make_organisation, make_user
from bihuan.audit.log import record
from bihuan.audit.models import Event
from bihuan.factors.tests.factories import list_of
from bihuan.funding import actions
from bihuan.funding.actions import bulk
from bihuan.funding.drafts import FundingEntryDraft, LineDraft, LineEntryDraft
from bihuan.funding.kinds import FundingStage, Programme
from bihuan.funding.models import FundingEntry, FundingLine, QuotaDocument
from bihuan.funding.rules.ladder import Sums, summed
from bihuan.kit.bulk_writes import BulkWrites
from bihuan.kit.errors import NotAllowed, Refusal
from bihuan.kit.writing import one_writer
from bihuan.progress.tests.factories import make_listed

from .factories import NOW, WAN, enter, issued_line, make_line, step

pytestmark = pytest.mark.django_db
S = FundingStage
MARCH, APRIL, MAY = date(2024, 3, 4), date(2024, 4, 8), date(2024, 5, 6)
NUMBER = "湘发改投资〔2024〕88号"
CUT: dict[str, Any] = {"document_number": "湘发改投资〔2024〕99号", "reason": "项目调整"}


def sums(line: FundingLine) -> Sums:
    return summed(each.step for each in line.entries.filter(is_current=True))


def test_a_line_stands_once_and_is_recorded():
    line = make_line(batch="第一批")
    with (
        translation.override("zh-hans"),
        pytest.raises(Refusal, match="中央预算内投资 2024 第一批"),
    ):
        make_line(line.project, batch=" 第一批 ")
    make_line(line.project, batch="第二批")
    assert Event.objects.filter(verb="funding.opened").count() == 2


def test_who_enters_money_and_who_enters_quotas():
    owner = make_organisation()
    project = make_listed(owner=owner)
    line = make_line(project)
    for role in set(Role) - {Role.CONSOLE}:
        by = make_user(role=role, organisation=owner)
        drafts = {
            S.APPLIED: {Role.OFFICE, Role.REPORTER, Role.DEPARTMENT},
            S.ISSUED: {Role.OFFICE},
        }
        for stage, allowed in drafts.items():
            draft = step(stage, MARCH, 5 + FundingEntry.objects.count())
            if role in allowed:
                actions.enter_funding(line=line, draft=draft, by=by, at=NOW)
                continue
            with pytest.raises(NotAllowed):
                actions.enter_funding(line=line, draft=draft, by=by, at=NOW)
    stranger = make_user(role=Role.REPORTER)
    with pytest.raises(NotAllowed):
        enter(line, S.APPLIED, MARCH, 5, by=stranger)
    with pytest.raises(NotAllowed):
        actions.open_line(draft=LineDraft(project, "own", 2024), by=stranger, at=NOW)


def test_a_year_of_one_line_is_entered_and_recorded():
    line = issued_line(100 * WAN)
    enter(line, S.FORWARDED, MARCH)
    enter(line, S.IN_PLACE, APRIL, 60 * WAN)
    enter(line, S.WORKS, APRIL, 50 * WAN)
    entry = enter(line, S.PAID, MAY, 40 * WAN)
    assert sums(line) == Sums(0, 100 * WAN, 60 * WAN, 40 * WAN, 50 * WAN)
    event = Event.objects.filter(verb="funding.entered").order_by("-pk")[0]
    assert event.note == {"stage": "paid", "yuan": 40 * WAN}
    for stage, on, yuan in ((S.PAID, MAY, 40 * WAN), (S.PAID, MAY, 21 * WAN), (S.PAID, MARCH, 1)):
        with pytest.raises(Refusal):
            enter(line, stage, on, yuan)
    assert entry.within_reach_of(make_user(role=Role.REPORTER, organisation=line.project.owner))


def test_a_quota_document_used_twice_is_refused_by_name_and_where():
    first, second = make_line(), make_line()
    enter(first, S.ISSUED, MARCH, 10, NUMBER)
    with translation.override("zh-hans"), pytest.raises(Refusal) as refused:
        enter(second, S.ISSUED, MARCH, 10, NUMBER)
    assert NUMBER in str(refused.value)
    assert first.project.name in str(refused.value)
    other = make_line(programme=Programme.PROVINCIAL)
    enter(other, S.ISSUED, MARCH, 10, NUMBER)  # another programme numbers its own
    with pytest.raises(Refusal):
        enter(second, S.ISSUED, MARCH, 10, " ")


def test_a_document_with_a_total_names_several_projects_up_to_it():
    first, second, third = make_line(), make_line(), make_line()
    enter(first, S.ISSUED, MARCH, 10, NUMBER, total_yuan=15)
    for line, on, yuan in ((second, MARCH, 6), (second, APRIL, 5), (first, MARCH, 5)):
        with pytest.raises(Refusal):
            enter(line, S.ISSUED, on, yuan, NUMBER)
    enter(second, S.ISSUED, MARCH, 5, NUMBER)
    with pytest.raises(Refusal):
        enter(third, S.ISSUED, MARCH, 1, NUMBER)
    with pytest.raises(Refusal):
        enter(third, S.ISSUED, MARCH, 10, "另一号", total_yuan=9)
    assert QuotaDocument.objects.count() == 1


def test_a_correction_is_a_new_row_with_a_reason():
    line = make_line()
    old = enter(line, S.ISSUED, MARCH, 100, NUMBER)
    enter(line, S.IN_PLACE, APRIL, 80)
    correct: dict[str, Any] = {"entry": old, "by": make_user(), "at": NOW}
    for draft in (
        FundingEntryDraft(S.ISSUED, MARCH, 90, NUMBER),
        FundingEntryDraft(S.ISSUED, MARCH, 70, NUMBER, "录错"),
        FundingEntryDraft(S.ISSUED, MAY, 90, NUMBER, "录错"),
        FundingEntryDraft(S.APPLIED, MARCH, 90, NUMBER, "录错"),
        FundingEntryDraft(S.ISSUED, MARCH, -90, NUMBER, "录错"),
    ):
        with pytest.raises(Refusal):
            actions.correct_entry(**correct, draft=draft)
    new = actions.correct_entry(
        **correct, draft=FundingEntryDraft(S.ISSUED, APRIL, 90, NUMBER, "录错")
    )
    assert (sums(line).issued, new.corrects, FundingEntry.objects.count()) == (90, old, 3)
    assert QuotaDocument.objects.get().issued_on == APRIL
    assert Event.objects.get(verb="funding.corrected").note == {"yuan": [100, 90], "reason": "录错"}
    with pytest.raises(Refusal):  # it was corrected meanwhile
        actions.withdraw_entry(entry=old, reason="重复", by=make_user(), at=NOW)


def test_an_entry_is_withdrawn_with_a_reason_unless_others_rest_on_it():
    line = issued_line(100)
    paid_from = enter(line, S.IN_PLACE, APRIL, 80)
    quota = line.entries.get(stage=S.ISSUED)
    withdraw: dict[str, Any] = {"by": make_user(), "at": NOW}
    for entry, reason in ((paid_from, " "), (quota, "重复")):
        with pytest.raises(Refusal):
            actions.withdraw_entry(entry=entry, reason=reason, **withdraw)
    actions.withdraw_entry(entry=paid_from, reason="重复", **withdraw)
    assert sums(line) == Sums(issued=100)
    actions.withdraw_entry(entry=quota, reason="重复", **withdraw)
    assert sums(line) == Sums()
    enter(line, S.ISSUED, MARCH, 60, quota.document_number)  # the document is free again


def test_a_cut_below_what_is_paid_is_money_to_return_until_it_is_handed_back():
    line, by = issued_line(100), make_user()
    enter(line, S.IN_PLACE, APRIL, 100)
    enter(line, S.PAID, APRIL, 90)
    how: dict[str, Any] = {"line": line, "on": MAY, "by": by, "at": NOW}
    for wrong in ({"document_number": " "}, {"reason": ""}):
        with pytest.raises(Refusal):
            actions.cut_quota(**how, yuan=30, **(CUT | wrong))
    with pytest.raises(Refusal):
        actions.cut_quota(**how, yuan=101, **CUT)
    with pytest.raises(Refusal):
        actions.hand_money_back(**how, yuan=1, document_number="", reason="收回")
    actions.cut_quota(**how, yuan=30, **CUT)
    assert sums(line).to_return == 30
    with pytest.raises(Refusal):
        enter(line, S.PAID, MAY, 1)
    actions.hand_money_back(**how, yuan=30, document_number="", reason="收回")
    assert sums(line) == Sums(0, 70, 70, 70, 0)
    verbs = Event.objects.filter(verb__in=["funding.quota_cut", "funding.handed_back"])
    assert [each.note["yuan"] for each in verbs.order_by("pk")] == [30, 30]


def test_a_stage_before_its_conditions_wants_a_reason():
    project = make_listed(owner=make_organisation(), project_class="preparation")
    list_of(project)
    line = make_line(project)
    with translation.override("zh-hans"), pytest.raises(Refusal, match="立项"):
        enter(line, S.APPLIED, MARCH, 5)
    enter(line, S.APPLIED, MARCH, 5, reason="容缺申报")


class TestBulk:
    def write(self, lines: Any = (), entries: Any = (), by: Any = None) -> None:
        by = by or make_user()
        with one_writer():
            bulk.write_many(lines=lines, entries=entries, writes=BulkWrites(), by=by, at=NOW)
            record("batch.applied", by, by=by, at=NOW)

    def test_a_table_of_lines_and_entries_is_written_whole(self):
        lines = [LineDraft(make_listed(owner=make_organisation()), "own", 2024) for _n in range(2)]
        said = [(S.ISSUED, 10), (S.IN_PLACE, 8), (S.PAID, 8)]
        entries = [
            LineEntryDraft(line, FundingEntryDraft(stage, MARCH, yuan))
            for line in lines
            for stage, yuan in said
        ]
        self.write(lines, entries)
        assert [sums(each) for each in FundingLine.objects.all()] == [Sums(0, 10, 8, 8, 0)] * 2

    def test_one_wrong_row_writes_nothing(self):
        line = LineDraft(make_listed(owner=make_organisation()), "own", 2024)
        rows = [FundingEntryDraft(S.ISSUED, MARCH, 10), FundingEntryDraft(S.PAID, MARCH, 1)]
        for wrong in (rows, [rows[0], FundingEntryDraft(S.ISSUED, MARCH, -1)]):
            with pytest.raises(Refusal):
                self.write([line], [LineEntryDraft(line, each) for each in wrong])
        with pytest.raises(NotAllowed):
            self.write([line], by=make_user(role=Role.STATISTICS))
        assert not FundingLine.objects.exists()

    def test_a_document_is_used_once_within_a_table_too(self):
        lines = [
            LineDraft(make_listed(owner=make_organisation()), "central_budget", 2024)
            for _n in range(2)
        ]
        draft = FundingEntryDraft(S.ISSUED, MARCH, 10, NUMBER)
        with pytest.raises(Refusal):
            self.write(lines, [LineEntryDraft(line, draft) for line in lines])


KINDS = [S.ISSUED, S.IN_PLACE, S.PAID, S.WORKS, "cut", "back", "correct", "withdraw"]
DRAWN = st.lists(
    st.tuples(st.sampled_from(KINDS), st.integers(0, 6), st.integers(1, 9), st.integers(0, 20)),
    max_size=12,
)


def _try(line: FundingLine, kind: Any, day: int, yuan: int, which: int) -> None:
    how: dict[str, Any] = {"by": make_user(), "at": NOW}
    on, current = MARCH + timedelta(day), list(line.entries.filter(is_current=True))
    if kind == "cut":
        actions.cut_quota(line=line, yuan=yuan, on=on, **CUT, **how)
    elif kind == "back":
        said: dict[str, Any] = {"document_number": "", "reason": "收回"}
        actions.hand_money_back(line=line, yuan=yuan, on=on, **said, **how)
    elif kind in ("correct", "withdraw"):
        if not current:
            return
        entry = current[which % len(current)]
        if kind == "withdraw":
            actions.withdraw_entry(entry=entry, reason="重复", **how)
        else:
            stage = FundingStage(entry.stage)
            draft = FundingEntryDraft(stage, on, yuan, entry.document_number, "录错")
            actions.correct_entry(entry=entry, draft=draft, **how)
    else:
        actions.enter_funding(line=line, draft=step(kind, on, yuan), **how)


@settings(deadline=None, max_examples=40, suppress_health_check=list(HealthCheck))
@given(drawn=DRAWN)
def test_no_sequence_of_actions_lets_paid_exceed_in_place_or_in_place_the_quota(drawn):
    line = make_line()
    for each in drawn:
        try:
            _try(line, *each)
        except Refusal:
            continue
        now, standing = sums(line), line.entries.filter(is_current=True)
        cut = standing.filter(stage=S.ISSUED, amount_yuan__lt=0)
        assert 0 <= now.paid <= now.in_place <= now.issued + now.to_return
        assert cut.exists() or not now.to_return

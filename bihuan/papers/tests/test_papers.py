"""Issuing papers: what they say, how they are numbered, who may, what is refused."""

from datetime import date, timedelta

import pytest

from bihuan.accounts.models import Organisation
from bihuan.accounts.roles import Role
from bihuan.accounts.tests.factories import make_leader, make_organisation, make_user
from bihuan.audit.models import Event
from bihuan.kit.errors import NotAllowed, Refusal
from bihuan.kit.presets import PresetError, load_presets
from bihuan.matters import actions
from bihuan.matters.kinds import OVER, MatterState, PaperKind
from bihuan.matters.tests.factories import (
    MONDAY,
    assign_one,
    close_one,
    make_handler,
    noon,
    raise_one,
    work_on_one,
)
from bihuan.papers import actions as paper_actions
from bihuan.papers.decision_table import PaperDecision
from bihuan.papers.documents import opening_text, short_name
from bihuan.papers.models import IssuedPaper
from bihuan.papers.presets import office_wordings
from bihuan.papers.rules import kinds_for
from bihuan.papers.wording import WORDS, Wordings, fill
from bihuan.projects.models import District

pytestmark = pytest.mark.django_db
TEXT = "请限期办结。\n\n并书面反馈。"


@pytest.fixture(autouse=True)
def hecheng():
    return District.objects.create(pk=1, name="鹤城区")


def issue(matter, kind=PaperKind.SUPERVISION, *, on=MONDAY, by=None, **said):
    said = {"text": TEXT, "signer": "李喆", **said}
    return paper_actions.issue_paper(
        kind=kind, matter=matter, by=by or make_user(), at=noon(on), **said
    )


def issue_list(*, on=MONDAY, by=None, **said):
    decisions = [PaperDecision("完成供电专线接入", "区供电公司", date(2024, 4, 1))]
    said = {"title": "2024年第3次调度会", "decisions": decisions, "signer": "李喆", **said}
    return paper_actions.issue_decisions(by=by or make_user(), at=noon(on), **said)


class TestIssuing:
    def test_a_paper_bears_its_number_and_says_what_it_is_about(self):
        lead = make_organisation(name="区自然资源局")
        matter = assign_one(lead=lead, title="用地报批受阻")
        sheet = issue(matter).sheet
        assert sheet.number == "鹤重督〔2024〕1号"
        assert sheet.title == "关于“用地报批受阻”的督办单"
        assert sheet.addressee == "区自然资源局"
        assert sheet.paragraphs == ("请限期办结。", "并书面反馈。")
        assert sheet.issuer == "鹤城区重点项目建设办公室"
        told = {field.label: field.value for field in sheet.fields}
        assert told["事项编号"] == matter.number
        assert told["项目名称"] == matter.project.name
        assert told["签发人"] == "李喆"

    def test_what_was_issued_does_not_change_with_its_matter(self):
        matter = assign_one(lead=make_organisation(name="区林业局"))
        paper = issue(matter)
        actions.assign(
            matter=matter, lead=make_organisation(name="区水利局"), by=make_user(), at=noon(MONDAY)
        )
        assert IssuedPaper.objects.get(pk=paper.pk).sheet.addressee == "区林业局"

    def test_it_is_recorded(self):
        matter = assign_one()
        paper = issue(matter)
        event = Event.objects.get(verb="paper.issued")
        assert event.thing_id == str(paper.pk)
        assert event.note["label"] == paper.label
        assert event.note["matters"] == [matter.number]

    @pytest.mark.parametrize("role", [Role.OFFICE, Role.SUPERVISOR])
    def test_the_office_and_supervisors_issue_papers(self, role):
        assert issue(assign_one(), by=make_user(role=role)).number == 1

    @pytest.mark.parametrize("role", [Role.COMMANDER, Role.DEPARTMENT, Role.REPORTER, Role.VIEWER])
    def test_others_may_not(self, role):
        matter = assign_one()
        with pytest.raises(NotAllowed):
            issue(matter, by=make_user(role=role))
        with pytest.raises(NotAllowed):
            issue_list(by=make_user(role=role))

    def test_the_longest_matter_fits_the_register(self):
        paper = issue(assign_one(title="字" * 200))
        IssuedPaper.objects.get(title=paper.title).full_clean(exclude=["matters"])

    def test_what_people_wrote_is_not_filled_in_again(self):
        matter = assign_one(title="{signer}与[{lead}]")
        assert issue(matter).sheet.title == "关于“{signer}与[{lead}]”的督办单"

    def test_control_characters_never_reach_a_paper(self):
        assert issue(assign_one(), text="请\x00办\x0b结").sheet.paragraphs == ("请办结",)

    def test_copies_go_to_the_leaders_once_each(self):
        leader = make_leader()
        lead = make_organisation()
        Organisation.objects.filter(pk=lead.pk).update(in_charge=leader)
        lead.refresh_from_db()
        assert issue(assign_one(lead=lead)).sheet.copies_to == (str(leader),)


class TestNumbers:
    def test_they_count_within_kind_and_year_from_one(self):
        matter = assign_one()
        given = [
            issue(matter, kind).label
            for kind in (
                PaperKind.REMINDER,
                PaperKind.REMINDER,
                PaperKind.SUPERVISION,
                PaperKind.REMINDER,
            )
        ]
        assert given == [
            "鹤重提〔2024〕1号",
            "鹤重提〔2024〕2号",
            "鹤重督〔2024〕1号",
            "鹤重提〔2024〕3号",
        ]
        assert issue(matter, PaperKind.REMINDER, on=date(2025, 1, 2)).label == "鹤重提〔2025〕1号"

    def test_the_year_is_that_of_the_day_in_the_district(self):
        late = noon(date(2024, 12, 31)) + timedelta(hours=13)  # 01:00 of the next day in China
        paper = paper_actions.issue_paper(
            kind=PaperKind.REMINDER,
            matter=assign_one(),
            text=TEXT,
            signer="李喆",
            by=make_user(),
            at=late,
        )
        assert (paper.year, paper.sheet.dated) == (2025, "2025年1月1日")

    def test_a_refused_paper_takes_none(self):
        matter = assign_one()
        issue(matter)
        with pytest.raises(Refusal):
            issue(matter, text=" ")
        assert issue(matter).number == 2

    def test_a_void_paper_keeps_its_number(self):
        matter = assign_one()
        first = issue(matter)
        paper_actions.void_paper(paper=first, reason="事项有误", by=make_user(), at=noon(MONDAY))
        assert issue(matter).number == 2
        assert IssuedPaper.objects.get(pk=first.pk).number == 1

    def test_a_second_click_is_refused_and_takes_none(self):
        matter = assign_one()
        issue(matter, issued_before=0)
        with pytest.raises(Refusal, match="鹤重督〔2024〕1号"):
            issue(matter, issued_before=0)
        assert issue(matter, issued_before=1).number == 2

    @pytest.mark.parametrize(
        ("district", "short"),
        [
            ("鹤城区", "鹤"),
            ("怀化市鹤城区", "鹤"),
            ("湖南省怀化市鹤城区", "鹤"),
            ("义乌市", "义"),
            ("通州区", "通"),
            ("济南市市中区", "市"),
            ("", ""),
        ],
    )
    def test_they_begin_with_the_districts_own_character(self, district, short):
        assert short_name(district) == short


class TestWhichPaper:
    def test_before_it_is_assigned_only_a_report_is_issued(self):
        assert kinds_for(MatterState.RAISED, has_lead=False) == [PaperKind.REPORT]
        with pytest.raises(Refusal):
            issue(raise_one())

    @pytest.mark.parametrize("state", sorted(OVER))
    def test_a_matter_that_is_over_gets_none(self, state):
        assert kinds_for(state, has_lead=True) == []

    def test_a_closed_matter_is_refused_in_words(self):
        with pytest.raises(Refusal):
            issue(close_one())

    def test_a_list_of_decisions_is_not_issued_from_a_matter(self):
        with pytest.raises(Refusal):
            issue(assign_one(), PaperKind.DECISIONS)

    @pytest.mark.parametrize(
        "said",
        [
            {"text": ""},
            {"signer": "  "},
            {"text": "字" * 5_001},
            {"signer": "字" * 61},
        ],
    )
    def test_it_needs_a_text_and_a_signer_of_bearable_length(self, said):
        matter = assign_one()
        with pytest.raises(Refusal):
            issue(matter, **said)

    def test_the_longest_text_passes(self):
        assert issue(assign_one(), text="字" * 5_000, signer="字" * 60).number == 1


class TestVoid:
    def test_it_says_so_with_its_reason_and_is_recorded(self):
        paper, by = issue(assign_one()), make_user()
        void = paper_actions.void_paper(paper=paper, reason="编号有误", by=by, at=noon(MONDAY))
        assert void.sheet.void == "编号有误"
        assert Event.objects.get(verb="paper.voided").note["reason"] == "编号有误"

    @pytest.mark.parametrize("reason", ["", " \x00", "字" * 201])
    def test_it_needs_a_reason(self, reason):
        paper = issue(assign_one())
        with pytest.raises(Refusal):
            paper_actions.void_paper(paper=paper, reason=reason, by=make_user(), at=noon(MONDAY))

    def test_twice_is_refused(self):
        paper = issue(assign_one())
        paper_actions.void_paper(paper=paper, reason="编号有误", by=make_user(), at=noon(MONDAY))
        with pytest.raises(Refusal):
            paper_actions.void_paper(paper=paper, reason="又有误", by=make_user(), at=noon(MONDAY))

    def test_a_handler_may_not(self):
        handler = make_handler()
        paper = issue(work_on_one(handler=handler))
        with pytest.raises(NotAllowed):
            paper_actions.void_paper(paper=paper, reason="不想要", by=handler, at=noon(MONDAY))


class TestDecisions:
    def test_they_stand_in_a_table_with_who_and_until_when(self):
        matter = assign_one()
        decisions = [
            PaperDecision("完成供电专线接入", "区供电公司", date(2024, 4, 1), "区发改局", matter),
            PaperDecision("研究资金安排", "区财政局"),
        ]
        paper = issue_list(decisions=decisions, source_ref="第3次")
        assert paper.label == "鹤重议〔2024〕1号"
        assert paper.sheet.title == "2024年第3次调度会议定事项清单"
        assert paper.sheet.table.rows == (
            ("1", "完成供电专线接入", "区供电公司\n（配合：区发改局）", "2024年4月1日"),
            ("2", "研究资金安排", "区财政局", ""),
        )
        assert list(paper.matters.all()) == [matter]
        assert "议定事项印发给你们" in paper.sheet.paragraphs[0]

    @pytest.mark.parametrize(
        "decisions",
        [
            [],
            [PaperDecision("", "区财政局")],
            [PaperDecision("办", " ")],
            [PaperDecision("办" * 1_001, "区")],
            [PaperDecision("办", "区")] * 201,
        ],
    )
    def test_each_says_what_and_who(self, decisions):
        with pytest.raises(Refusal):
            issue_list(decisions=decisions)

    def test_the_longest_list_passes(self):
        assert len(issue_list(decisions=[PaperDecision("办", "区")] * 200).sheet.table.rows) == 200

    def test_a_long_reference_is_cut_for_the_register(self):
        assert len(issue_list(source_ref="次" * 90).source_ref) == 60

    @pytest.mark.parametrize("title", ["", "会" * 201])
    def test_the_meeting_has_a_name(self, title):
        with pytest.raises(Refusal):
            issue_list(title=title)


class TestWhoSees:
    def test_handlers_see_papers_about_their_matters_and_no_others(self):
        handler = make_handler()
        mine = issue(work_on_one(handler=handler))
        issue(assign_one())
        issue_list()
        assert list(IssuedPaper.objects.visible_to(handler)) == [mine]

    def test_a_day_has_the_papers_that_stood_at_its_end(self):
        paper = issue(assign_one())
        issued, later = paper.issued_on, paper.issued_on + timedelta(days=40)
        paper_actions.void_paper(paper=paper, reason="文号重复", by=make_user(), at=noon(later))
        stood = {
            issued - timedelta(days=1): False,
            issued: True,
            later - timedelta(days=1): True,
            later: False,
        }
        for day, stands in stood.items():
            assert IssuedPaper.objects.standing_on(day).exists() is stands, day

    def test_the_office_sees_all(self):
        issue(assign_one())
        issue_list()
        assert IssuedPaper.objects.visible_to(make_user()).count() == 2


class TestWording:
    def test_words_are_filled_in(self):
        assert fill("{lead}办理", {"lead": "区林业局"}) == "区林业局办理"

    def test_a_part_with_an_empty_word_is_left_out(self):
        assert fill("办理[，逾期{overdue}日]。", {"overdue": ""}) == "办理。"
        assert fill("办理[，逾期{overdue}日]。", {"overdue": "3"}) == "办理，逾期3日。"

    def test_every_sentence_of_ours_uses_known_words_only(self):
        assert office_wordings().title  # read, hence checked
        assert {"lead", "overdue"} <= WORDS

    @pytest.mark.parametrize(
        ("was", "becomes"),
        [
            ("{lead}", "{leed}"),
            ("{year}", "2024"),
            ("重交", "重提"),
            ("drop_mm: 15", "drop_mm: 101"),
            ("{lead}", "{lead"),
            ("{short}重交", "{title}重交"),
        ],
    )
    def test_an_office_is_told_what_is_wrong_in_its_file(self, tmp_path, was, becomes):
        from pathlib import Path

        ours = Path(paper_actions.__file__).parent / "presets" / "papers.yaml"
        own = tmp_path / "papers.yaml"
        own.write_text(ours.read_text("utf-8").replace(was, becomes), encoding="utf-8")
        with pytest.raises(PresetError, match=r"papers.yaml"):
            load_presets(Wordings, own)

    def test_the_text_says_how_far_it_is_overdue(self):
        matter = assign_one(due_on=date(2024, 3, 8))
        late = opening_text(PaperKind.SUPERVISION, matter, date(2024, 3, 12))
        assert "至今已逾期2个工作日" in late
        early = opening_text(PaperKind.REMINDER, matter, date(2024, 3, 7))
        assert "逾期" not in early
        assert "距到期还有1个工作日" in early

    def test_the_wording_is_chinese_whatever_the_language_of_the_page(self):
        from django.utils.translation import override

        with override("en"):
            told = {
                f.label: f.value for f in issue(assign_one(), PaperKind.ASSIGNMENT).sheet.fields
            }
        assert told["事项类型"] == "问题·征地拆迁"

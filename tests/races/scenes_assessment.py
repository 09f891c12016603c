"""Scores that are frozen, appealed against and answered, terms that are decided, the ledger."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from bihuan.accounts.roles import Role
from bihuan.accounts.tests.factories import make_user
from bihuan.assessment import actions
from bihuan.assessment.actions.deciding import TermPlace
from bihuan.assessment.actions.results import ResultDraft
from bihuan.assessment.kinds import Assessed, AssessedPeriod, ResultMeasure
from bihuan.assessment.subjects import subject
from bihuan.assessment.tests.frozen_district import APRIL, MAY, freeze_march, locked_district
from bihuan.figures.tests.district import MARCH
from bihuan.matters.kinds import PaperKind
from bihuan.papers import actions as papers

from .scene import RaceScene


def _frozen() -> dict[str, Any]:
    project = locked_district()[1]
    office, other = make_user(), make_user(role=Role.SUPERVISOR)
    freeze = freeze_march(by=office)
    score = freeze.scores.get(project=project, sheet="construction")
    owner = make_user(role=Role.DEPARTMENT, organisation=project.owner)
    filed = actions.appeal(score=score, line="milestones", text="有误", by=owner, at=APRIL)
    there = {
        "office": office,
        "other": other,
        "second": make_user(),
        "owner": owner,
        "score": score,
        "filed": filed,
        "project": project,
    }
    asked = actions.ask_exemption(
        place=_place(project), item="milestones", reason="洪灾", by=office, at=APRIL
    )
    held = actions.ask_exemption(
        place=_place(project), item="reports", reason="洪灾", by=office, at=APRIL
    )
    actions.decide_term(term=held, approve=True, by=other, at=APRIL)
    entry = actions.enter_result(
        draft=_draft(ResultMeasure.PRAISE), score=score, by=office, at=APRIL
    )
    return {**there, "asked": asked, "held": held, "entry": entry}


def _place(project: Any) -> TermPlace:
    return TermPlace(subject(Assessed.PROJECTS, project.pk), "construction", 2024, 1, 12)


def _draft(measure: ResultMeasure, yuan: int | None = None) -> ResultDraft:
    return ResultDraft(measure, date(2024, 4, 10), "工作突出。", "区政府", yuan)


def _freeze(period: AssessedPeriod) -> Any:
    return lambda s: actions.freeze_scores(period=period, month=MARCH, by=s.office, at=APRIL)


def _answer(who: str, **grant: Any) -> Any:
    return lambda s: actions.answer_appeal(
        appeal=s.filed, answer="经复核", by=getattr(s, who), at=APRIL, **grant
    )


def _decide(*, approve: bool, who: str) -> Any:
    return lambda s: actions.decide_term(
        term=s.asked, approve=approve, note="依据不足", by=getattr(s, who), at=APRIL
    )


def _enter(measure: ResultMeasure, yuan: int | None = None) -> Any:
    return lambda s: actions.enter_result(
        draft=_draft(measure, yuan), score=s.score, by=s.office, at=MAY
    )


FROZEN = {
    "assessment.freeze_scores": _freeze(AssessedPeriod.QUARTER),
    "assessment.appeal": lambda s: actions.appeal(
        score=s.score, line="reports", text="有误", by=s.owner, at=APRIL
    ),
    "assessment.answer_appeal": _answer("other"),
    "assessment.answer_appeal:points": _answer("second", points=Decimal("1.5")),
    "assessment.ask_exemption": lambda s: actions.ask_exemption(
        place=_place(s.project), item="problems", reason="洪灾", by=s.office, at=APRIL
    ),
    "assessment.ask_adjustment": lambda s: actions.ask_adjustment(
        place=_place(s.project),
        points=Decimal(1),
        clause="试-1",
        reason="表彰",
        by=s.office,
        at=APRIL,
    ),
    "assessment.decide_term": _decide(approve=True, who="other"),
    "assessment.decide_term:refuse": _decide(approve=False, who="second"),
    "assessment.revoke_term": lambda s: actions.revoke_term(
        term=s.held, reason="误报", by=s.other, at=APRIL
    ),
    "assessment.enter_result": _enter(ResultMeasure.FUNDS, yuan=1_000_000),
    "assessment.void_result": lambda s: actions.void_result(
        entry=s.entry, reason="对象有误", by=s.office, at=APRIL
    ),
    "assessment.issue_result_paper": lambda s: actions.issue_result_paper(
        entry=s.entry, text="现通知如下。", signer="区重点办", by=s.office, at=APRIL
    ),
    "papers.issue_result": lambda s: papers.issue_result(
        kind=PaperKind.RESULT,
        words={"subject": "某项目", "period": "2024年3月", "measure": "通报表扬"},
        text="现通知如下。",
        signer="区重点办",
        source_ref="",
        by=s.office,
        at=APRIL,
    ),
}


def _drafted() -> dict[str, Any]:
    office = make_user()
    draft = actions.start_draft(name="试改", scheme="default", by=office, at=APRIL)
    text = draft.editions.get().text.replace("建议稿", "二稿")
    actions.save_draft(draft=draft, text=text, edition=1, by=office, at=APRIL)
    draft.refresh_from_db()
    return {"office": office, "other": make_user(), "third": make_user(), "draft": draft}


def _save(title: str, who: str) -> Any:
    def save(s: Any) -> object:
        text = s.draft.editions.get(number=1).text.replace("建议稿", title)
        by = getattr(s, who)
        return actions.save_draft(
            draft=s.draft, text=text, edition=s.draft.edition, by=by, at=APRIL
        )

    return save


def _adopt(who: str, since: date) -> Any:
    return lambda s: actions.adopt_draft(
        draft=s.draft, edition=s.draft.edition, since=since, by=getattr(s, who), at=APRIL
    )


DRAFTED = {
    "assessment.start_draft": lambda s: actions.start_draft(
        name="另一稿", scheme="default", by=s.office, at=APRIL
    ),
    "assessment.save_draft": _save("三稿", "office"),
    "assessment.save_draft:other": _save("四稿", "other"),
    "assessment.restore_edition": lambda s: actions.restore_edition(
        draft=s.draft, number=1, edition=s.draft.edition, by=s.other, at=APRIL
    ),
    "assessment.rename_draft": lambda s: actions.rename_draft(
        draft=s.draft, name="另一稿", by=s.other, at=APRIL
    ),
    "assessment.discard_draft": lambda s: actions.discard_draft(
        draft=s.draft, by=s.other, at=APRIL
    ),
    "assessment.adopt_draft": _adopt("third", date(2024, 4, 1)),
    "assessment.adopt_draft:later": _adopt("other", date(2024, 5, 1)),
    "assessment.choose_scheme": lambda s: actions.choose_scheme(
        name="yanan", since=date(2024, 4, 1), by=s.office, at=APRIL
    ),
}

SCENES = [
    RaceScene("frozen scores", _frozen, FROZEN),
    RaceScene("drafts of schemes", _drafted, DRAFTED),
]

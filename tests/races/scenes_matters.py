"""Matters in every state, and needs."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from bihuan.accounts.models import User
from bihuan.accounts.tests.factories import make_organisation, make_user
from bihuan.command import actions as command
from bihuan.factors import actions as factors
from bihuan.factors.actions import NeedApproval
from bihuan.factors.kinds import NeedVerb
from bihuan.factors.tests import factories as needs
from bihuan.matters import actions as matters
from bihuan.matters.kinds import PaperKind
from bihuan.matters.models import Matter
from bihuan.matters.tests.factories import (
    MONDAY,
    answer_one,
    assign_one,
    close_one,
    home,
    make_handler,
    noon,
    raise_one,
    verify_one,
    work_on_one,
)
from bihuan.notices import actions as notices
from bihuan.papers import actions as papers
from bihuan.progress.tests.factories import make_listed

from .scene import RaceScene

AT = noon(MONDAY + timedelta(days=1))
LATE = MONDAY + timedelta(days=40)
ACCEPTED = (NeedVerb.ASK, NeedVerb.ACCEPT)
TITLE = "三户未签，影响主体施工"


def _matter(make: Callable[..., Matter]) -> Callable[[], dict[str, Any]]:
    def there() -> dict[str, Any]:
        handler, office = make_handler(), make_user()
        project = make_listed(owner=make_organisation(), responsible=home(handler))
        said: dict[str, Any] = {} if make is raise_one else {"handler": handler}
        if make is assign_one:
            said = {"lead": home(handler)}
        matter = make(project=project, by=make_user(), title=TITLE, **said)
        return {
            "office": office,
            "handler": handler,
            "matter": matter,
            "lead": home(handler),
            "second": make_organisation(),
            "project": project,
            "checker": make_user(),
        }

    return there


def _paused() -> dict[str, Any]:
    there = _matter(work_on_one)()
    matters.pause(
        matter=there["matter"],
        reason_code="superior",
        ends_on=MONDAY + timedelta(days=8),
        by=there["office"],
        at=AT,
    )
    return there


def _asked() -> dict[str, Any]:
    there = _matter(work_on_one)()
    asked = matters.ask_extension(
        matter=there["matter"],
        wished_on=there["matter"].due_on + timedelta(days=5),
        reason="等图",
        by=there["handler"],
        at=AT,
    )
    paper = papers.issue_paper(
        kind=PaperKind.REMINDER,
        matter=there["matter"],
        text="请限期办结。",
        signer="区重点办",
        by=there["office"],
        at=AT,
    )
    return {**there, "asked": asked, "paper": paper}


def _assign(lead: str) -> Any:
    return lambda s: matters.assign(matter=s.matter, lead=getattr(s, lead), by=s.office, at=AT)


def _said(act: Callable[..., object], who: str, **said: Any) -> Any:
    return lambda s: act(matter=s.matter, by=getattr(s, who), at=AT, **said)


HANDLED = {
    "matters.assign": _assign("lead"),
    "matters.assign:second": _assign("second"),
    "command.hand_over": _said(command.hand_over, "office"),
    "matters.decline": _said(matters.decline, "handler", note="非我单位职责"),
    "matters.sign": _said(matters.sign, "handler"),
    "matters.feed_back": _said(matters.feed_back, "handler", note="已签一户"),
    "matters.answer": _said(matters.answer, "handler", note="三户均已签约，现场已腾空。"),
    "matters.send_back": _said(matters.send_back, "checker", note="仍有一户"),
    "matters.verify": _said(matters.verify, "checker"),
    "matters.close": _said(matters.close, "checker"),
    "matters.withdraw": _said(matters.withdraw, "checker", note="自行解决"),
    "matters.pass_organisation_on": lambda s: matters.pass_organisation_on(
        matter=s.matter, was=s.lead, into=s.second, reason="机构改革", by=s.office, at=AT
    ),
    "matters.pass_raiser_on": lambda s: matters.pass_raiser_on(
        matter=s.matter, successor=s.checker, reason="调离", by=s.office, at=AT
    ),
    "matters.reopen": _said(matters.reopen, "checker", note="又有反复"),
    "matters.pause": _said(
        matters.pause, "office", reason_code="superior", ends_on=MONDAY + timedelta(days=8)
    ),
    "matters.resume": _said(matters.resume, "office"),
    "matters.escalate": lambda s: matters.escalate(on=LATE, by=s.office, at=noon(LATE)),
    "matters.raise_matter": lambda s: matters.raise_matter(
        kind="blocker",
        type_code="relocation",
        severity="ordinary",
        title=TITLE,
        project=s.project,
        by=s.office,
        at=AT,
    ),
    "papers.issue_paper": _said(
        papers.issue_paper,
        "office",
        kind=PaperKind.SUPERVISION,
        text="请限期办结。",
        signer="区重点办",
        issued_before=0,
    ),
}
ASKED = {
    **HANDLED,
    "matters.ask_extension": lambda s: matters.ask_extension(
        matter=s.matter,
        wished_on=s.matter.due_on + timedelta(days=5),
        reason="等图",
        by=s.handler,
        at=AT,
    ),
    "matters.decide_extension": _said(matters.decide_extension, "office", grant=True),
    "matters.decide_extension:refused": _said(
        matters.decide_extension, "office", grant=False, note="时限足够"
    ),
}
ON_PAPER = {
    **ASKED,
    "papers.void_paper": lambda s: papers.void_paper(
        paper=s.paper, reason="主送有误", by=s.office, at=AT
    ),
}


def _need() -> dict[str, Any]:
    project = make_listed(owner=make_organisation())
    need = needs.need_of(project=project)
    return {
        "office": make_user(),
        "clerk": needs.make_clerk(),
        "need": need,
        "project": project,
        "fresh": make_listed(owner=make_organisation()),
        "second": make_organisation(),
    }


def _needed(*verbs: NeedVerb) -> Callable[[], dict[str, Any]]:
    def there() -> dict[str, Any]:
        found = _need()
        needs.move(found["need"], *verbs)
        return found

    return there


def _move(verb: NeedVerb, by: str = "office") -> Any:
    return lambda s: factors.move(need=s.need, verb=verb, note="说明", by=getattr(s, by), at=AT)


def _by_clerk(act: Callable[..., object], **said: Any) -> Any:
    return lambda s: act(need=s.need, by=s.clerk, at=AT, **said)


NEEDS = {
    **{
        f"factors.move:{verb.value}": _move(verb)
        for verb in NeedVerb
        if verb not in (NeedVerb.APPROVE, NeedVerb.PROMISE, NeedVerb.HAND_OVER)
    },
    "factors.move:hand_over": lambda s: factors.move(
        need=s.need, verb=NeedVerb.HAND_OVER, department=s.second, note="转办", by=s.office, at=AT
    ),
    "factors.approve": _by_clerk(factors.approve, approval=NeedApproval("鹤规〔2024〕1号", MONDAY)),
    "factors.promise": _by_clerk(
        factors.promise, ends_on=MONDAY + timedelta(days=30), note="容缺受理"
    ),
    "factors.raise_need": lambda s: factors.raise_need(
        need=s.need, severity="ordinary", text="卡住", by=s.office, at=AT
    ),
    "factors.pass_need_on": lambda s: factors.pass_need_on(
        need=s.need, into=s.second, reason="机构改革", by=s.office, at=AT
    ),
    "factors.set_needed_by": lambda s: factors.set_needed_by(
        need=s.need, day=date(2024, 6, 1), reason="提前", by=s.office, at=AT
    ),
    "factors.follow_milestones": lambda s: factors.follow_milestones(by=s.office, at=AT),
    "factors.warn": lambda s: factors.warn(on=date(2024, 12, 1), by=s.office, at=AT),
    "factors.start_lists": lambda s: factors.start_lists(year=2024, by=s.office, at=AT),
    "factors.start_list": lambda s: factors.start_list(
        project=s.fresh, year=2024, by=s.office, at=AT
    ),
    "factors.add_need": lambda s: factors.add_need(
        project=s.fresh, element="gas", reason="另需", by=s.office, at=AT
    ),
}


def _climbed() -> dict[str, Any]:
    """A matter that climbed, and a leader with a channel whom it is to reach."""
    from bihuan.accounts.roles import Role
    from bihuan.accounts.tests.factories import make_leader
    from bihuan.notices.tests.factories import make_channel

    user: User = make_user(role=Role.COMMANDER)
    leader = make_leader(user=user)
    project = make_listed(owner=make_organisation(), commander=leader)
    channel = make_channel(user, address="http://127.0.0.1:9/")
    matter = work_on_one(project=project)
    matters.escalate(on=LATE, by=make_user(), at=noon(LATE))
    return {"office": make_user(), "matter": matter, "leader": leader, "channel": channel}


CLIMBED = {
    "notices.enqueue_escalation": lambda s: notices.enqueue_escalation(
        matter=s.matter, leader=s.leader, level=2, on=LATE, by=s.office, at=noon(LATE)
    ),
    "notices.enqueue_escalations": lambda s: notices.enqueue_escalations(
        by=s.office, at=noon(LATE)
    ),
    "notices.switch_channel": lambda s: notices.switch_channel(
        channel=s.channel, on=False, by=s.office, at=noon(LATE)
    ),
    "notices.deliver": lambda s: notices.deliver(at=noon(LATE), by=s.office),
}

SCENES = [
    RaceScene("a raised matter", _matter(raise_one), HANDLED),
    RaceScene("an assigned matter", _matter(assign_one), ASKED),
    RaceScene("a matter in work", _matter(work_on_one), HANDLED),
    RaceScene("an answered matter", _matter(answer_one), HANDLED),
    RaceScene("a verified matter", _matter(verify_one), HANDLED),
    RaceScene("a closed matter", _matter(close_one), HANDLED),
    RaceScene("a paused matter", _paused, HANDLED),
    RaceScene("a matter whose time is asked for", _asked, ON_PAPER),
    RaceScene("a need", _need, NEEDS),
    RaceScene("a need that was asked for", _needed(NeedVerb.ASK), NEEDS),
    RaceScene("a need that is none", _needed(NeedVerb.NOT_NEED), NEEDS),
    RaceScene("a need that wants papers", _needed(*ACCEPTED, NeedVerb.WANT_PAPERS), NEEDS),
    RaceScene("an accepted need", _needed(*ACCEPTED), NEEDS),
    RaceScene("a matter that climbed", _climbed, CLIMBED),
]

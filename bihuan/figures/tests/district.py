"""A small district in which every kind of record stands, made through the real actions."""

from datetime import UTC, date, datetime
from statistics import median

from bihuan.accounts.models import Organisation
from bihuan.accounts.roles import Role
from bihuan.accounts.tests.factories import make_leader, make_organisation, make_user
from bihuan.factors import actions as needs
from bihuan.factors.kinds import NeedVerb
from bihuan.factors.tests import factories as needing
from bihuan.figures.queries import Figure, RowUnder
from bihuan.funding.kinds import FundingStage, Programme
from bihuan.funding.tests import factories as money
from bihuan.kit.months import Month
from bihuan.matters import actions as loop
from bihuan.matters.tests import factories as matters
from bihuan.plans.models import MilestonePromise
from bihuan.progress import actions as progress
from bihuan.progress.tests.factories import make_milestone
from bihuan.progress.validation import Filling
from bihuan.projects.models import Chain, Project, Theme
from bihuan.projects.rates import share
from bihuan.statistics.actions import enter_fixed_asset_investment, enter_output
from bihuan.visits import actions as visits
from bihuan.visits.tests.factories import manifest

from .factories import WAN, accept_month, make_listed, put_on_list

FEBRUARY, MARCH = Month(2024, 2), Month(2024, 3)
IN_APRIL = datetime(2024, 4, 8, 2, tzinfo=UTC)


def play() -> list[Project]:
    """Let a first quarter pass: reports, a correction, matters, milestones, needs, visits, funds,
    money, output of a chain and fixed-asset investment. Returns the projects.
    """
    chain = Chain.objects.create(name="中医药")
    unit = make_organisation(name="区住建局")
    first = make_listed(
        name="一",
        sector="industry",
        industry_code="2740",
        owner=unit,
        responsible=unit,
        chain=chain,
        commander=make_leader(),
        planned_start_on=date(2024, 2, 10),
        started_on=date(2024, 2, 9),
        planned_finish_on=date(2024, 11, 1),
        state="construction",
    )
    second = make_listed(
        name="二",
        sector="ecology",
        owner=unit,
        planned_start_on=date(2024, 3, 1),
        started_on=date(2024, 3, 5),
        finished_on=date(2024, 3, 20),
        in_use_on=date(2024, 3, 25),
    )
    third = make_listed(name="三", project_class="preparation", added_on=date(2024, 3, 5))
    put_on_list(second, "municipal", 900 * WAN)
    second.themes.set([Theme.objects.create(name="民生实事")])
    _report(first, second)
    _raise_matters(first, second, unit)
    _reach_milestones(first, second)
    _answer_needs(first)
    _visit(first)
    _win_money(first)
    office = make_user()
    enter_output(
        chain=chain,
        enterprise="甲公司",
        year=2024,
        output_yuan=118,
        previous_output_yuan=100,
        by=office,
        at=IN_APRIL,
    )
    enter_fixed_asset_investment(
        month=MARCH, cumulative_yuan=9_000 * WAN, by=make_user(role=Role.STATISTICS), at=IN_APRIL
    )
    return [first, second, third]


def _report(first: Project, second: Project) -> None:
    accept_month(first, 60 * WAN, month=FEBRUARY)
    report = accept_month(first, 100 * WAN)
    funds = {"own": 50 * WAN, "fiscal": 30 * WAN}
    progress.correct(
        report=report,
        filling=Filling(completed_yuan=110 * WAN, funds=funds),
        reason="核减重复",
        by=make_user(),
        at=datetime(2024, 3, 27, 2, tzinfo=UTC),
    )
    late, office, reporter = datetime(2024, 4, 3, 2, tzinfo=UTC), make_user(), make_user()
    sent = progress.hand_in(
        project=second,
        month=MARCH,
        filling=Filling(completed_yuan=70 * WAN),
        edition=0,
        by=reporter,
        at=late,
    )
    progress.accept(report=sent, edition=sent.edition, by=office, at=late)


def _raise_matters(first: Project, second: Project, unit: Organisation) -> None:
    matters.close_one(project=first)
    matters.raise_one(project=second, on=date(2024, 1, 8))
    handler = matters.make_handler(unit)
    answered = matters.answer_one(project=first, handler=handler)
    loop.send_back(
        matter=answered, note="现场尚未腾空", by=make_user(), at=IN_APRIL.replace(month=3)
    )
    order = matters.raise_one(project=second, on=date(2024, 3, 11))
    loop.withdraw(matter=order, note="重复", by=make_user(), at=matters.noon(date(2024, 3, 12)))


def _reach_milestones(first: Project, second: Project) -> None:
    for project, due, reached in ((first, 5, 4), (second, 10, 20), (second, 28, None)):
        step = make_milestone(project, order=due)
        MilestonePromise.objects.create(
            milestone=step, version=1, due_on=date(2024, 3, due), recorded_at=IN_APRIL
        )
        if reached:
            progress.reach_milestone(
                milestone=step, reached_on=date(2024, 3, reached), by=make_user(), at=IN_APRIL
            )


def _answer_needs(project: Project) -> None:
    listed = needing.list_of(project)
    for element, on in (("planning", date(2024, 3, 6)), ("land_supply", date(2024, 3, 29))):
        need = next(each for each in listed if each.element == element)
        needing.move(need, NeedVerb.ASK, NeedVerb.ACCEPT)
        needs.approve(
            need=need,
            approval=needs.NeedApproval("鹤自然〔2024〕3号", on),
            by=make_user(),
            at=needing.noon(on),
        )


def _visit(project: Project) -> None:
    visits.propose_plan(month=MARCH, seed=1, by=make_user(), at=datetime(2024, 3, 1, 2, tzinfo=UTC))
    visits.record_visit(
        said=manifest(),
        contents={},
        project=project,
        by=make_user(role=Role.SUPERVISOR),
        at=datetime(2024, 3, 20, 6, tzinfo=UTC),
    )


def _win_money(project: Project) -> None:
    line = money.make_line(project, Programme.OWN)
    money.enter(line, FundingStage.ISSUED, date(2024, 3, 11), 40 * WAN)
    money.enter(line, FundingStage.IN_PLACE, date(2024, 3, 18), 30 * WAN)


def recomputed(found: Figure, listed: list[RowUnder]) -> object:
    """Return the value that the rows under a figure give; None while nothing tells of it."""
    if found.value is None and not found.is_known:
        return None
    parts = [row.part for row in listed]
    if found.is_rate:
        digits = 1 if found.id.startswith("chain_growth") else 2
        whole = sum(row.whole for row in listed)
        return share(sum(parts), whole, digits=digits, rounding="half_up")
    if found.unit.value == "workdays":
        return median(parts) if parts else None
    return sum(parts) if listed or found.value is not None else None

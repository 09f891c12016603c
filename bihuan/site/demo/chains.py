"""The register of the example's chains, their targets and months. Which enterprise stands where,
its credit code, who leads and what projects will put out is invented, as all of their output is.
"""

from __future__ import annotations

from datetime import date
from random import Random

from bihuan.accounts.models import Leader, Organisation
from bihuan.kit.money import WAN
from bihuan.kit.months import Month
from bihuan.projects.models import Chain, Project
from bihuan.statistics import actions
from bihuan.statistics.chains.drafts import PlaceDraft
from bihuan.statistics.chains.models import ChainOutput

from .codes import invented_credit_code
from .schedule import DemoSchedule

SEED, RAISED = 7, 110
LEADS = {
    "新能源及其装备": ("区科技和工业信息化局", 105_000),
    "机械装备": ("鹤城产业开发区管委会", 180_000),
    "中医药": ("区卫生健康局", 65_000),
}
"""Which department looks after a chain, and its target in 万元."""
UP = ["锂能", "光伏", "铸造", "钢构", "中药材", "本草"]
DOWN = ["电源", "智能环卫", "农机", "健康"]
PROJECTS_UP = ["电池", "锂", "光伏", "铸件", "钢结构", "产地", "种植", "茯苓", "天麻"]
PROJECTS_DOWN = ["环卫", "汽车", "采茶", "烘干", "加工设备", "药食", "产业园", "充电"]
CAME = {"电源": (3, "new"), "健康": (1, "reclassified_in")}
WENT = {"铸造": (2, "closed")}


def plan(schedule: DemoSchedule) -> None:
    """Put the chains' year down. What is drawn for it is its own: other moves stay as they are."""
    drawn, number = Random(SEED), 0
    leaders = list(Leader.objects.filter(is_principal=False).order_by("pk"))
    for place, (name, (department, target)) in enumerate(LEADS.items()):
        chain = Chain.objects.filter(name=name).first()
        if chain is None or not leaders:
            return
        _lead(schedule, chain, leaders[place % len(leaders)], department, target * WAN)
        rows = ChainOutput.objects.filter(chain=chain, year=schedule.year, is_current=True)
        for row in rows.order_by("pk"):
            number += 1
            _enrol(schedule, row, number)
        _months(schedule, chain, list(rows), drawn)
        _projects(schedule, chain, drawn)


def _lead(
    schedule: DemoSchedule, chain: Chain, leader: Leader, department: str, target: int
) -> None:
    office, day = schedule.actors.office, date(schedule.year, 1, 9)
    organisation = Organisation.objects.filter(name=department).first()
    schedule.put(
        day,
        lambda at: actions.set_chain_lead(
            chain=chain, leader=leader, department=organisation, by=office, at=at
        ),
        hour=9,
        minute=1,
    )
    schedule.put(
        day,
        lambda at: actions.set_chain_target(
            chain=chain, year=schedule.year, target_yuan=target, by=office, at=at
        ),
        hour=9,
        minute=2,
    )


def _enrol(schedule: DemoSchedule, row: ChainOutput, number: int) -> None:
    """Put an enterprise into the register once its coming, and its leaving, are known."""
    name, year = row.enterprise, schedule.year
    month, came_as = next((v for kind, v in CAME.items() if kind in name), (0, ""))
    last, went_as = next((v for kind, v in WENT.items() if kind in name), (0, ""))
    draft = PlaceDraft(
        name=name,
        link=_link(name, UP, DOWN),
        credit_code=invented_credit_code(number),
        above_scale_on=None if came_as == "new" else date(year - 1 - number % 5, 2, 1),
        since=date(year, month, 1) if month else None,
        came_as=came_as,
        until=Month(year, last).last_day if last else None,
        went_as=went_as,
    )
    schedule.put(
        date(year, max(month, last) + 1, 10),
        lambda at: actions.enrol_enterprise(
            chain=row.chain, draft=draft, by=schedule.actors.office, at=at
        ),
        hour=9,
        minute=10 + number,
    )


def _months(schedule: DemoSchedule, chain: Chain, rows: list[ChainOutput], drawn: Random) -> None:
    """Enter each month in the next: together they are what the year's table tells."""
    shares = [[drawn.randint(70, 130) for _month in range(12)] for _row in rows]
    for number in range(1, 13):
        table = {}
        for row, weights in zip(rows, shares, strict=True):
            went = next((v[0] for kind, v in WENT.items() if kind in row.enterprise), 12)
            came = next((v[0] for kind, v in CAME.items() if kind in row.enterprise), 1)
            now = [w if came <= m <= went else 0 for m, w in enumerate(weights, 1)]
            parts = (_part(row.output_yuan, now, number), _part_before(row, weights, number))
            if any(parts):
                table[row.enterprise] = parts
        month = Month(schedule.year, number)
        _enter(schedule, chain, month, table)


def _enter(
    schedule: DemoSchedule, chain: Chain, month: Month, table: dict[str, tuple[int, int]]
) -> None:
    schedule.put(
        month.next().first_day.replace(day=12),
        lambda at: actions.enter_chain_month(
            chain=chain, month=month, rows=table, by=schedule.actors.office, at=at
        ),
        hour=15,
        minute=5,
    )


def _part_before(row: ChainOutput, weights: list[int], number: int) -> int:
    return _part(row.previous_output_yuan, weights[::-1], number)


def _part(total: int, weights: list[int], number: int) -> int:
    """Return a month's part of a year's sum, in whole 万元; the last month has the rest."""
    whole, parts = sum(weights), [total * w // sum(weights) // WAN * WAN for w in weights]
    last = max(place for place, weight in enumerate(weights) if weight)
    parts[last] += total - sum(parts)
    return parts[number - 1] if whole else 0


def _projects(schedule: DemoSchedule, chain: Chain, drawn: Random) -> None:
    """Say where each project of the chain stands, and what it will put out once in use."""
    for project in Project.objects.live().filter(chain=chain).order_by("pk"):
        invested = (project.total_investment_yuan or 0) // WAN
        yuan = invested * drawn.randint(60, RAISED) // 100 // 10 * 10 * WAN
        _place(schedule, project, yuan or None)


def _place(schedule: DemoSchedule, project: Project, yuan: int | None) -> None:
    link = _link(project.name, PROJECTS_UP, PROJECTS_DOWN)
    schedule.put(
        date(schedule.year, 1, 16),
        lambda at: actions.place_project(
            project=project,
            link=link,
            expected_output_yuan=yuan,
            by=schedule.actors.office,
            at=at,
        ),
        hour=9,
        minute=30,
    )


def _link(name: str, up: list[str], down: list[str]) -> str:
    if any(kind in name for kind in up):
        return "up"
    return "down" if any(kind in name for kind in down) else "mid"

"""What is true: the projects of a district in a year, and what a system may know of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum
from random import Random

from bihuan.projects.kinds import ProjectClass, Tier
from bihuan.projects.rules import name_key

WAN = 10_000
PLACES = ("城东", "城南", "滨河", "盈口", "河西", "高新", "老街", "湖天", "黄金坳", "凉亭坳")
WORKS: tuple[str, ...] = (
    "标准厂房",
    "污水处理厂",
    "第三小学",
    "冷链物流园",
    "道路改造",
    "智能装备基地",
)
WORKS += ("医养中心", "粮食储备库", "老旧小区改造", "光伏电站", "110kV输变电", "2号路")
SUFFIXES = ("项目", "工程", "建设项目", "（一期）", "二期工程")


@dataclass(frozen=True)
class TrueProject:
    """One project. Amounts are yuan; `months` are those of January to December."""

    name: str
    code: str
    project_class: ProjectClass
    nature: str
    total: int
    planned: int | None
    before: int
    months: tuple[int, ...]

    def month(self, number: int) -> int:
        return self.months[number - 1]

    def to_date(self, number: int) -> int:
        return sum(self.months[:number])


@dataclass(frozen=True)
class TrueYear:
    """The projects of one list in a year, as of its month `number`."""

    year: int
    number: int
    tier: Tier
    projects: tuple[TrueProject, ...]


class KnowledgeDepth(IntEnum):
    """How much a system knows before a table comes in."""

    NOTHING = 0
    LEDGER = 1
    MONTHS = 2  # the ledger, and every month before


class TruthKnown:
    """What a system knows of a true year: `bihuan.importing.proof.known.KnownFacts`."""

    def __init__(self, truth: TrueYear, knowledge: KnowledgeDepth) -> None:
        self.truth, self.knowledge = truth, knowledge
        names = enumerate(truth.projects, 1) if knowledge else ()
        self._numbers = {name_key(project.name): number for number, project in names}

    def find(self, name: str, code: str) -> int | None:
        return self._numbers.get(name_key(name))

    def total(self, project: int) -> int | None:
        return self.truth.projects[project - 1].total

    def planned(self, project: int, year: int) -> frozenset[int]:
        plan = self.truth.projects[project - 1].planned
        is_told = plan is not None and year == self.truth.year
        return frozenset({plan}) if is_told and plan is not None else frozenset()

    def tiers(self, project: int, year: int) -> frozenset[Tier]:
        return frozenset()

    def before(self, project: int, year: int) -> int | None:
        return self.truth.projects[project - 1].before if year == self.truth.year else None

    def months(self, project: int, year: int) -> Mapping[int, int]:
        if self.knowledge < KnowledgeDepth.MONTHS or year != self.truth.year:
            return {}
        told = self.truth.projects[project - 1].months[: self.truth.number - 1]
        return dict(enumerate(told, 1))

    def opened(self, project: int, year: int) -> int:
        return 0

    def money(self, project: int) -> Mapping[tuple[str, str], int]:
        return {}


STAGES = {
    ProjectClass.CONSTRUCTION: ("续建", "新开工", "在建"),
    ProjectClass.PREPARATION: ("前期", "储备", "预备"),
    ProjectClass.LEGACY: ("签约", "在谈"),
}


def draw_year(rng: Random) -> TrueYear:
    """Return a year of two to fourteen projects."""
    number = rng.randint(1, 12)
    names: dict[str, None] = {}
    for _ in range(rng.randint(2, 14)):
        names[rng.choice(PLACES) + rng.choice(WORKS) + rng.choice(SUFFIXES)] = None
    classes = rng.choice((list(ProjectClass)[:1], list(ProjectClass)[:2], list(ProjectClass)))
    step = rng.choice((WAN, 10 * WAN, 100 * WAN, 100 * WAN, WAN // 100))
    projects = [
        _project(rng, name, place, rng.choice(classes), step) for place, name in enumerate(names)
    ]
    year, tier = rng.choice((2023, 2024, 2025)), rng.choice(list(Tier))
    return TrueYear(year, number, tier, tuple(projects))


def _project(
    rng: Random, name: str, place: int, project_class: ProjectClass, step: int
) -> TrueProject:
    total = rng.randrange(2_000 * WAN, 300_000 * WAN, 10 * max(step, WAN))
    before = rng.choice((0, 1)) * rng.randrange(0, total // 3, step)
    planned: int | None = rng.randrange(total // 20, total // 3, step)
    stage = rng.choice(STAGES[project_class])
    starts = 13 if project_class is not ProjectClass.CONSTRUCTION else rng.choice((1, 1, 1, 4))
    months = tuple(
        0 if n < starts else int(planned or 0) // 12 * rng.randint(4, 15) // 10 // step * step
        for n in range(1, 13)
    )
    if project_class is not ProjectClass.CONSTRUCTION:
        planned, before = rng.choice((None, planned)), 0
    code = f"24{place % 12 + 1:02d}-431202-04-01-{place + 100:06d}"
    return TrueProject(name, code, project_class, stage, total, planned, before, months)

"""The lines under the headings: projects, groups, totals, parts, remarks, as offices write them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from random import Random

from bihuan.kit.money import TENS
from bihuan.kit.sheets import Cell
from bihuan.projects.kinds import ProjectClass

from .columns import DrawnColumn, Meaning, true_amount
from .truth import TrueProject, TrueYear

UNIT_WORDS = {yuan: word for word, yuan in TENS.items()}
NUMERALS = "一二三四五六七八九十"
TOTALS = ("合计", "总计", "合 计", "合计（共{n}个项目）", "总计（{n}个）", "共计", "合计：{n}个")
CLASS_WORDS = {
    ProjectClass.CONSTRUCTION: ("续建项目", "在建项目", "开工建设类", "续建类", "新开工项目"),
    ProjectClass.PREPARATION: ("前期项目", "前期储备类", "预备项目", "储备类项目"),
    ProjectClass.LEGACY: ("招商引资类", "招商处遗类", "签约项目"),
}
NO_CLASS_GROUPS = ("产业项目", "基础设施类", "民生类项目", "粮食储备和物流类", "生态环保项目")
TEXT_STYLES = ("plain", "text", "separators", "wide", "spaces")
WHOLE_WIDTH = str.maketrans("0123456789.,", "０１２３４５６７８９．，")


@dataclass(frozen=True)
class LineStyle:
    """How an office writes lines. `subtotals` are in the groups' rows, or below their projects."""

    groups: str = ""  # class, sector, or none
    group_place: str = "serial"  # where a group's number stands: serial, name, bare, letter
    counts: bool = False
    subtotals: str = ""  # head, foot, or none
    total: str = ""  # above, below, or none
    wrong_total: bool = False
    numbering: bool = False
    serials: str = "digits"  # digits, none, restart, text
    numbers: str = "plain"
    blank_lines: bool = False
    zero: Cell = 0
    nothing: Cell = None
    rounded_sums: bool = False
    remark: str = ""


@dataclass
class LineWriter:
    """Writes a table's lines; `rows` grow."""

    rng: Random
    truth: TrueYear
    columns: Sequence[DrawnColumn]
    style: LineStyle
    rows: list[list[Cell]] = field(default_factory=list)
    serial: int = 0

    def write(self) -> list[list[Cell]]:
        style, projects = self.style, list(self.truth.projects)
        if style.numbering:
            self.rows.append(self._numbering())
        if style.total == "above":
            self.rows.append(self.total(projects, self.rng.choice(TOTALS)))
        for number, (title, members) in enumerate(self._groups(projects)):
            self._group(number, title, members)
        if style.total == "below":
            self.rows.append(self.total(projects, self.rng.choice(TOTALS)))
        if style.remark:
            self.rows.append([])
            self.rows += [[*line.split("|")] for line in style.remark.split("\n")]
        return self.rows

    def _numbering(self) -> list[Cell]:
        width = len(self.columns)
        if self.rng.random() < 0.5:
            return [float(n) for n in range(1, width + 1)]
        return ["甲", "乙", *(float(n) for n in range(1, width - 1))]

    def _groups(self, projects: list[TrueProject]) -> Iterator[tuple[str, list[TrueProject]]]:
        if not self.style.groups:
            yield "", projects
            return
        if self.style.groups == "class":
            for each, words in CLASS_WORDS.items():
                if members := [p for p in projects if p.project_class is each]:
                    yield self.rng.choice(words), members
            return
        cut = self.rng.randint(1, len(projects))
        titles = self.rng.sample(NO_CLASS_GROUPS, 2)
        for title, members in zip(titles, (projects[:cut], projects[cut:]), strict=True):
            if members:
                yield title, members

    def _group(self, number: int, title: str, members: list[TrueProject]) -> None:
        if title:
            self.rows.append(self._head(number, title, members))
        if self.style.serials == "restart":
            self.serial = 0
        for project in members:
            self.serial += 1
            self.rows.append(self.project(project, self.serial))
            if self.style.blank_lines and self.rng.random() < 0.2:
                self.rows.append([None] * len(self.columns))
        if title and self.style.subtotals == "foot":
            self.rows.append(self.total(members, "小计"))

    def _head(self, number: int, title: str, members: list[TrueProject]) -> list[Cell]:
        if self.style.counts:
            title += self.rng.choice(("（{n}个）", "（共{n}个）", "（{n}个项目）")).format(
                n=len(members)
            )
        bracketed = self.rng.random() < 0.3
        word = f"（{NUMERALS[number]}）" if bracketed else NUMERALS[number]
        sums = members if self.style.subtotals == "head" else []
        blank: list[Cell] = [None] * len(self.columns)
        row = self.total(sums, title) if sums else blank
        serial, name = self._place(Meaning.SERIAL), self._place(Meaning.NAME)
        row[name or 0] = title
        if self.style.group_place == "arabic" and serial is not None:
            row[serial] = f"（{number + 1}）"
        elif self.style.group_place == "letter" and serial is not None:
            row[serial] = "ABC"[number]
        elif self.style.group_place == "bare":
            row[serial if serial is not None else name or 0] = None
            row[name or 0] = title
        elif self.style.group_place == "serial" and serial is not None:
            row[serial] = word
        elif self.style.group_place == "name" or serial is None:
            row[name or 0] = None
            first = serial if serial is not None else name or 0
            row[first] = (word if bracketed else word + "、") + title
        return row

    def _place(self, meaning: Meaning) -> int | None:
        return next((i for i, c in enumerate(self.columns) if c.meaning is meaning), None)

    def total(self, projects: Sequence[TrueProject], title: str) -> list[Cell]:
        row: list[Cell] = [None] * len(self.columns)
        for place, column in enumerate(self.columns):
            if column.is_money:
                row[place] = self._sum(column, projects)
        name = self._place(Meaning.NAME) or 0
        serial = self._place(Meaning.SERIAL)
        at_left = serial is not None and self.rng.random() < 0.5
        row[serial if at_left and serial is not None else name] = title.format(n=len(projects))
        return row

    def _sum(self, column: DrawnColumn, projects: Sequence[TrueProject]) -> Cell:
        amounts = [true_amount(column, p, self.truth) or 0 for p in projects]
        if self.style.rounded_sums:
            return self.number(printed(sum(amounts), column))
        return self.number(sum((printed(a, column) for a in amounts), Decimal(0)))

    def project(self, project: TrueProject, serial: int | str) -> list[Cell]:
        return [self._cell(column, project, serial) for column in self.columns]

    def _cell(self, column: DrawnColumn, project: TrueProject, serial: int | str) -> Cell:
        if column.is_money:
            yuan = true_amount(column, project, self.truth)
            return self.style.nothing if yuan is None else self.number(printed(yuan, column))
        style = self.style.serials
        words: dict[Meaning, Cell] = {
            Meaning.SERIAL: _serial(style, serial),
            Meaning.NAME: project.name,
            Meaning.CODE: project.code,
            Meaning.TIER: TIER_WORDS[self.truth.tier],
            Meaning.CLASS: CLASS_WORDS[project.project_class][-1].removesuffix("项目"),
            Meaning.STAGE: project.nature,
            Meaning.WORDS: self.rng.choice(("区住建局", "新建厂房3栋，2000平方米", "张某某", "")),
            Meaning.PROGRESS: self.rng.choice(("主体施工", "完成桩基", "完成投资的一半", "")),
            Meaning.RATE: self._rate(column, project),
            Meaning.TICK: "√" if list(TIER_WORDS)[column.number] == self.truth.tier else None,
            Meaning.KIND: self._kind(project),
            Meaning.UNIT_WORD: self._unit_word(),
            Meaning.REMARK: None,
        }
        told = words[column.meaning]
        return float(told) if isinstance(told, int) else told

    def _kind(self, project: TrueProject) -> str:
        projects = self.truth.projects
        return NO_CLASS_GROUPS[projects.index(project) * 2 // len(projects)]

    def _unit_word(self) -> str:
        return UNIT_WORDS[next((c.unit for c in self.columns if c.is_money), 1)]

    def _rate(self, column: DrawnColumn, project: TrueProject) -> Cell:
        if not project.planned:
            return self.style.nothing
        rate = Decimal(project.to_date(self.truth.number)) * 100 / project.planned
        shown = rate.quantize(Decimal(1).scaleb(-column.digits), ROUND_HALF_UP)
        if column.number == 1:
            return f"{shown}%"
        return float(shown / 100) if column.number == 2 else float(shown)

    def number(self, value: Decimal) -> Cell:
        """Return a number as the office writes it."""
        if not value:
            return self.style.zero
        shown = f"{value.normalize():f}"
        style = self.style.numbers
        if style == "text":
            return shown
        if style == "separators":
            return f"{value.normalize():,f}"
        if style == "wide":
            return shown.translate(WHOLE_WIDTH)
        return f" {shown} " if style == "spaces" else float(value)


def _serial(style: str, serial: int | str) -> Cell:
    if style == "none":
        return None
    if "{}" in style:
        return style.format(serial)
    return str(serial) if style == "text" else serial


TIER_WORDS = {"provincial": "省级", "municipal": "市级", "district": "区级"}


def printed(yuan: int, column: DrawnColumn) -> Decimal:
    """Return what is printed of an amount: in the column's unit, with its digits."""
    digits = Decimal(1).scaleb(-column.digits)
    return (Decimal(yuan) / column.unit).quantize(digits, ROUND_HALF_UP)

"""What each column of a table means: told, known by an alias, or near to one. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from rapidfuzz import fuzz, process

from bihuan.importing.proof.months.periods import period_of
from bihuan.kit.money import is_foreign
from bihuan.progress.kinds import FundSource

from .kinds import KindSpec
from .labels import is_of_year_before, read_label, words_of

NO_FIELD = "-"  # said of a header that is to be left alone
OF_THE_YEAR = frozenset({"planned", "planned_to", "planned_in", "completed", "cumulative"})
_MAY_PLAN = re.compile(r"完成|任务|目标|计划")
DONE = frozenset({"completed", "cumulative"})
FUNDS = frozenset(source.value for source in FundSource)
NEAR = 86  # RapidFuzz: below it a header is not thought to be near
_MEASURES = re.compile(
    r"计划|完成|累计|[上去]年|[今本当]年|[本当下]月|N月|[QH]季?半?[度年]|[底末]|开工|竣工|实际|预[计测期估]|暂估|未|尚|剩余|欠|到位|支出|同期|率|调整|[前后新原总]"
)


@dataclass(frozen=True)
class SheetColumn:
    """What one column means. `month` is the last month its figures reach."""

    index: int
    field: str
    title: str
    month: int | None = None
    year: int | None = None
    unit: int | None = None
    guessed: bool = False
    part: bool = False
    """A part (其中) of an amount whose whole has no column of its own."""
    of: str = ""
    """Of which programme an amount is, where several stand side by side in a table of money."""

    @property
    def path(self) -> tuple[str, ...]:
        """The levels of its heading, from the top."""
        return tuple(self.title.split("/"))

    @property
    def leaf(self) -> str:
        """The lowest level of its heading."""
        return self.path[-1]


def named(
    paths: list[tuple[str, ...]], spec: KindSpec, answers: Mapping[str, str]
) -> list[SheetColumn]:
    found: list[SheetColumn] = []
    taken: set[tuple[str, int | None, int | None]] = set()
    for index, path in enumerate(paths):
        column = _name(index, path, spec, answers)
        if column is None:
            continue
        key = (column.field, column.month, column.year)
        if key not in taken or spec.fields[column.field].type == "ignored":
            taken.add(key)
            found.append(column)
    return found


def _name(
    index: int, path: tuple[str, ...], spec: KindSpec, answers: Mapping[str, str]
) -> SheetColumn | None:
    if not path:
        return None
    told = answers.get("/".join(path))
    if told == NO_FIELD or (not told and any(map(is_foreign, path))):
        return None
    name = told if told in spec.fields else _by_alias(spec)(words_of(path))
    if not told and name in OF_THE_YEAR and is_of_year_before(path):
        return None
    if not told and name in DONE and _is_of_plans(path):
        return None
    if not told and name in FUNDS and _is_under_an_amount(path, spec):
        return None
    return replace(unnamed(index, path), field=name) if name else None


def _is_of_plans(path: tuple[str, ...]) -> bool:
    """True for a heading under one of what is to be completed: 要求完成投资 over 6月."""
    return any(map(_MAY_PLAN.search, path[:-1])) and period_of(path, None) is None


def _is_under_an_amount(path: tuple[str, ...], spec: KindSpec) -> bool:
    """True if a source of funds tells what part of a total, a plan or a completed amount it bears,
    not what of it is in place.
    """
    if len(path) < 2 or any("到位" in level for level in path):
        return False
    above = (words_of(path[:depth]) for depth in range(1, len(path)))
    fields = {_by_alias(spec)(words) for words in above}
    return bool(fields - {None} - FUNDS)


def field_of(path: tuple[str, ...], spec: KindSpec) -> str | None:
    """Return the field whose aliases a column's headings are among, or None."""
    return _by_alias(spec)(words_of(path))


def unnamed(index: int, path: tuple[str, ...]) -> SheetColumn:
    labels = [read_label(text) for text in path]
    return SheetColumn(
        index=index,
        field="",
        title="/".join(path),
        month=next((x.month for x in reversed(labels) if x.month), None),
        year=next((x.year for x in reversed(labels) if x.year), None),
        unit=next((x.unit for x in reversed(labels) if x.unit), None),
    )


def near_aliases(left: list[SheetColumn], spec: KindSpec, taken: set[str]) -> list[SheetColumn]:
    """Name what is left by the nearest alias of a field that has no column yet."""
    choices = {
        alias: name
        for name, spec_field in spec.fields.items()
        if name not in taken
        for alias in spec_field.aliases
        if "/" not in alias
    }
    found: list[SheetColumn] = []
    for column in left:
        if is_of_year_before(column.path) or is_foreign(column.title):
            continue
        words = read_label(column.leaf).words
        alike = [alias for alias in choices if _measures(alias) == _measures(words)]
        match = process.extractOne(words, alike, scorer=fuzz.ratio, score_cutoff=NEAR)
        if not match or (name := choices[match[0]]) in {c.field for c in found}:
            continue
        if name in DONE and period_of(column.path, None) is None:
            continue  # 应完成投资 is near to 完成投资
        if name not in FUNDS or not _is_under_an_amount(column.path, spec):
            found.append(replace(column, field=name, guessed=True))
    return found


def liked(
    paths: list[tuple[str, ...]],
    spec: KindSpec,
    answers: Mapping[str, str],
    known: list[SheetColumn],
) -> list[SheetColumn]:
    """Return the columns left over that may be of a field, by what its headings are like."""
    taken = {column.index for column in known}
    found = []
    for index, path in enumerate(paths):
        if not path or index in taken or answers.get("/".join(path)) == NO_FIELD:
            continue
        if any(map(is_foreign, path)):
            continue
        words = "".join(words_of(path))
        name = next(
            (n for n, f in spec.fields.items() if f.like and re.fullmatch(f.like, words)), ""
        )
        if name:
            found.append(replace(unnamed(index, path), field=name, guessed=True))
    return found


def _measures(words: str) -> frozenset[str]:
    """Return the words of a heading that tell what it measures, and of when: headings that differ
    in one of them are never near.
    """
    return frozenset(_MEASURES.findall(words.replace("N月底", "底")))


_OF_PLANS = re.compile(r"计划完成|[应须需拟]完成|预[计测]完成|目标完成|力争完成")


class _Matcher:
    """Finds the field of a header path among a kind's aliases; longer aliases go first."""

    def __init__(self, spec: KindSpec) -> None:
        self.single: dict[str, str] = {}
        self.nested: list[tuple[str, str, str]] = []
        for name, spec_field in spec.fields.items():
            for alias in spec_field.aliases:
                above, _, leaf = alias.rpartition("/")
                if above:
                    self.nested.append((above, leaf, name))
                else:
                    self.single.setdefault(alias, name)

    def __call__(self, words: tuple[str, ...]) -> str | None:
        name = self._found(words)
        if name in DONE and any(map(_OF_PLANS.search, words[:-1])):
            return None  # 计划完成投资 over 6月
        return name

    def _found(self, words: tuple[str, ...]) -> str | None:
        leaf = words[-1]
        words = (*(level.replace("投资完成", "完成投资") for level in words[:-1]), leaf)
        for above, last, name in self.nested:
            if leaf == last and any(above in level for level in words[:-1]):
                return name
        if len(words) > 1 and "".join(words[-2:]) in self.single:
            return self.single["".join(words[-2:])]
        return self.single.get(leaf)


_matchers: dict[int, _Matcher] = {}


def _by_alias(spec: KindSpec) -> _Matcher:
    if id(spec) not in _matchers:
        _matchers[id(spec)] = _Matcher(spec)
    return _matchers[id(spec)]


def year_in_parts(columns: Iterable[SheetColumn], year: int | None = None) -> list[SheetColumn]:
    """Return the columns of plans by months, quarters or halves if they cover the year once, else
    none. Beside those of another year, the columns of the table's `year` are meant.
    """
    parts = [column for column in columns if column.field in ("planned_in", "planned_to")]
    if len({column.year for column in parts}) > 1 and year:
        parts = [column for column in parts if column.year == year]
    covered = sorted(number for column in parts for number in _covered(column))
    return parts if covered == list(range(1, 13)) else []


def _covered(column: SheetColumn) -> range:
    """Return the months of which a column tells the plan."""
    last = column.month or 0
    if column.field == "planned_to":
        return range(1, last + 1)
    words = words_of(column.path)[-1]
    months = next((n for start, n in (("Q季度", 3), ("H半年", 6)) if words.startswith(start)), 1)
    return range(last - months + 1, last + 1)

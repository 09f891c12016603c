"""The shape of a scheme: who is assessed on which sheet, by which items (ASSESS-1, ASSESS-2)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields
from decimal import Decimal
from functools import cached_property
from itertools import pairwise

from bihuan.assessment.kinds import Assessed, MeasureLevel, Missing, ResultMeasure, Taken
from bihuan.figures.declared import divides, divisible, label_of
from bihuan.figures.kinds import Basis, Comparison, Dimension, Unit
from bihuan.kit.preset_faults import PresetValueError
from bihuan.kit.words import gettext
from bihuan.projects.kinds import ProjectClass

from .formulas import Formula
from .ids import ITEM_ID, SHEET_ID, once
from .lists import ListRules, check_lists
from .point_rules import check_bounds
from .scheme_sense import check_item, check_sheet
from .tables import ValueLimit

MONTHS = range(1, 13)
APPEAL_WORKDAYS = range(1, 61)
QUANTILES = range(1, 101)
HALF = Decimal(50)
HUNDRED = Decimal(100)


@dataclass(frozen=True)
class InputSpec:
    """A figure of the registry as a formula reads it, or how often a measure stands in the ledger
    of results. `month` asks for an earlier month of the same year; `divide_by` for larger units
    (100000000 yuan).
    """

    figure: str = ""
    compare: Comparison | None = None
    take: Taken = Taken.VALUE
    basis: Basis = Basis.ORIGINAL
    month: int | None = None
    divide_by: Decimal = Decimal(1)
    awaits: str = ""
    """What must stand before there is such a figure: until then it has no value."""
    called: str = ""
    """What the rules call it, where the figure's own label says less."""
    counted_in: Unit | None = None
    """Its unit, while no figure says it."""
    ledger: ResultMeasure | None = None
    """Counts the entries of the year in the ledger of results (RESULT-20)."""
    level: MeasureLevel | None = None
    """Counts those of one level alone."""

    @property
    def label(self) -> str:
        """What people call what is read."""
        if self.called or self.awaits:
            return self.called or self.awaits
        if self.ledger is None:
            return label_of(self.figure)
        measure = str(self.ledger.label)
        return f"{self.level.label}{measure}" if self.level else measure

    @property
    def source(self) -> str:
        """The id of what is read: a figure's, or the ledger's."""
        if self.ledger is None:
            return self.figure
        return ":".join(["ledger", self.ledger.value, *([self.level.value] if self.level else [])])

    def __hash__(self) -> int:
        return self._hash

    @cached_property
    def _hash(self) -> int:
        """Values are looked up by it for every item of every subject: reckoned once."""
        return hash(tuple(getattr(self, field.name) for field in fields(self)))

    def __getstate__(self) -> dict[str, object]:
        """Another process hashes words otherwise."""
        return {name: value for name, value in vars(self).items() if name != "_hash"}

    def __post_init__(self) -> None:
        if self.ledger is not None:
            self._check_ledger()
        elif not self.awaits and not divisible(self.figure):
            raise PresetValueError(
                gettext("No figure “%s” can be had of one subject.") % self.figure, "figure"
            )
        if (self.compare is None) != (self.take is Taken.VALUE):
            raise ValueError(gettext("What is taken of a comparison goes with the comparison."))
        if self.counted_in is not None and not self.awaits:
            raise PresetValueError(gettext("The figure has a unit of its own."), "counted_in")
        if self.month is not None and self.month not in MONTHS:
            raise PresetValueError(gettext("A month is 1 to 12."), "month")
        if self.divide_by <= 0:
            raise PresetValueError(gettext("More than nothing is wanted."), "divide_by")

    def _check_ledger(self) -> None:
        if self.figure or self.awaits:
            raise PresetValueError(gettext("Either a figure is read or the ledger."), "ledger")
        if self.compare is not None or self.basis is not Basis.ORIGINAL:
            raise PresetValueError(gettext("What the ledger counts is not compared."), "ledger")


@dataclass(frozen=True)
class SchemeItem:
    """What is scored: the office's words, the clause, the figures read, the formula.

    `max` counts towards the sheet's total; `extra` may be won on top of it, `least` is the fewest
    points (none in case of a penalty without end).
    """

    id: str
    title: str
    text: str
    clause: str
    max: Decimal
    inputs: dict[str, InputSpec]
    formula: Formula
    extra: Decimal = Decimal()
    least: Decimal | None = Decimal()
    missing: Missing = Missing.NOT_APPLICABLE
    fixed: bool = False
    """Does not take part in re-weighting: bonuses and penalties."""

    def __post_init__(self) -> None:
        if self.max < 0 or self.extra < 0:
            raise PresetValueError(
                gettext("No fewer than none."), "max" if self.max < 0 else "extra"
            )
        if self.least is not None and self.least > self.most:
            raise PresetValueError(gettext("The least is more than the most."), "least")
        names = self.formula.rule.names
        for name in names:
            if name not in self.inputs:
                raise PresetValueError(
                    gettext("The formula reads “%s”, which is no input of the item.") % name,
                    "formula",
                )
        for name in self.inputs:
            if name not in names:
                raise PresetValueError(gettext("No formula reads this."), "inputs", name)
        top = self.formula.rule.most_points
        if top is not None and top < self.max:
            raise PresetValueError(
                gettext("At most %(top)s points can be won, fewer than %(max)s.")
                % {"top": top, "max": self.max},
                "max",
            )
        check_item(self)

    @property
    def most(self) -> Decimal:
        """The most points the item gives, what may be won on top of its weight included."""
        return self.max + self.extra

    @property
    def shares_weight(self) -> bool:
        """Whether its weight goes to others where it does not apply."""
        return self.max > 0 and not self.fixed


@dataclass(frozen=True)
class ScoreBlock:
    """Items summed within bounds, with the mark from which the block is passed (ASSESS-15)."""

    id: str
    title: str
    clause: str
    items: tuple[str, ...]
    least: Decimal | None = None
    most: Decimal | None = None
    pass_mark: Decimal | None = None

    def __post_init__(self) -> None:
        if not self.items:
            raise PresetValueError(gettext("Items are wanted."), "items")
        check_bounds(self.least, self.most)


@dataclass(frozen=True)
class Grade:
    """The name of a score from a number of points on."""

    at_least: Decimal
    title: str


@dataclass(frozen=True)
class Veto:
    """ASSESS-17: where all of `when` holds, the score is `most` at best."""

    id: str
    title: str
    clause: str
    inputs: dict[str, InputSpec]
    when: tuple[ValueLimit, ...]
    most: Decimal = Decimal()

    def __post_init__(self) -> None:
        if not self.when:
            raise PresetValueError(gettext("What holds in this case is wanted."), "when")
        for place, limit in enumerate(self.when):
            for name in limit.names:
                if name not in self.inputs:
                    raise PresetValueError(
                        gettext("“%s” is no input of this.") % name, "when", place
                    )
        for name in self.inputs:
            if not any(name in limit.names for limit in self.when):
                raise PresetValueError(gettext("No case reads this."), "inputs", name)


@dataclass(frozen=True)
class SizeGroups:
    """Subjects are ranked among those of their size: groups begin at these bounds."""

    input: InputSpec
    bounds: tuple[Decimal, ...]

    def __post_init__(self) -> None:
        if not self.bounds:
            raise PresetValueError(gettext("Bounds are wanted."), "bounds")
        for place, (lower, upper) in enumerate(pairwise(self.bounds), 1):
            if upper <= lower:
                raise PresetValueError(gettext("Bounds rise."), "bounds", place)

    def group(self, value: Decimal | None) -> int:
        """Return the number of the group: 0 is below the first bound, or of unknown size."""
        return 0 if value is None else sum(value >= bound for bound in self.bounds)


@dataclass(frozen=True)
class ScoreSheet:
    """How those of one kind (projects: of some classes) are scored."""

    id: str
    title: str
    who: Assessed
    total: Decimal
    items: tuple[SchemeItem, ...]
    classes: tuple[ProjectClass, ...] = ()
    blocks: tuple[ScoreBlock, ...] = ()
    vetoes: tuple[Veto, ...] = ()
    grades: tuple[Grade, ...] = ()
    size: SizeGroups | None = None
    most: Decimal | None = None
    least: Decimal | None = None
    digits: int = 2
    known_percent: Decimal = HALF
    """Nobody is assessed of whom items of less weight than this share of the total apply."""
    no_grade_from: int | None = None
    """With so many blocks not passed there is no grade at all (ASSESS-15)."""
    lists: ListRules | None = None

    def __post_init__(self) -> None:
        if (self.who is Assessed.PROJECTS) != bool(self.classes):
            raise PresetValueError(
                gettext("Projects are assessed by class, others are of none."), "classes"
            )
        if not self.items:
            raise PresetValueError(gettext("A sheet without items scores nobody."), "items")
        if self.digits not in range(7):
            raise PresetValueError(gettext("Digits are 0 to 6."), "digits")
        if not 0 <= self.known_percent <= HUNDRED:
            raise PresetValueError(gettext("A percentage is 0 to 100."), "known_percent")
        check_bounds(self.least, self.most)
        self._check_total()
        once((item.id for item in self.items), "items", ITEM_ID)
        once((veto.id for veto in self.vetoes), "vetoes")
        self._check_blocks()
        self._check_grades()
        check_lists(self.lists, self.items, self.grades)
        self._check_departments()
        check_sheet(self)

    def _check_total(self) -> None:
        weights = sum((item.max for item in self.items), Decimal())
        if weights != self.total:
            raise PresetValueError(
                gettext("The items weigh %(weights)s together, not %(total)s.")
                % {"weights": weights, "total": self.total},
                "total",
            )
        if self.total <= 0:
            raise PresetValueError(gettext("More than nothing is wanted."), "total")

    def _check_blocks(self) -> None:
        known, claimed = {item.id for item in self.items}, set[str]()
        once((block.id for block in self.blocks), "blocks")
        for place, block in enumerate(self.blocks):
            for member, each in enumerate(block.items):
                if each not in known:
                    sentence = gettext("There is no item “%s” on this sheet.") % each
                    raise PresetValueError(sentence, "blocks", place, "items", member)
                if each in claimed:
                    sentence = gettext("Two blocks claim the item “%s”.") % each
                    raise PresetValueError(sentence, "blocks", place, "items", member)
                claimed.add(each)

    def _check_grades(self) -> None:
        marked = sum(block.pass_mark is not None for block in self.blocks)
        if self.no_grade_from is not None and not 1 <= self.no_grade_from <= marked:
            raise PresetValueError(gettext("Only %s blocks have a mark.") % marked, "no_grade_from")
        for place, (higher, lower) in enumerate(pairwise(self.grades), 1):
            if lower.at_least >= higher.at_least:
                raise PresetValueError(
                    gettext("Grades fall from one to the next: two claim the same score."),
                    "grades",
                    place,
                    "at_least",
                )

    def _check_departments(self) -> None:
        """Of a guarantee department only what stands with it is known (ASSESS-30)."""
        for place, item in enumerate(self.items if self.who is Assessed.DEPARTMENTS else ()):
            for name, spec in item.inputs.items():
                if spec.figure and not spec.awaits and not divides(Dimension.HANDLER, spec.figure):
                    sentence = gettext("Of departments there is no figure “%s”.") % spec.figure
                    raise PresetValueError(sentence, "items", place, "inputs", name)

    @property
    def specs(self) -> Iterator[InputSpec]:
        """Every figure that the sheet reads."""
        yield from self.named_specs.values()

    @property
    def named_specs(self) -> dict[str, InputSpec]:
        """Every figure that the sheet reads, by item or veto and the name that it has there."""
        found = {
            f"{item.id}.{name}": spec for item in self.items for name, spec in item.inputs.items()
        }
        for veto in self.vetoes:
            found |= {f"veto:{veto.id}.{name}": spec for name, spec in veto.inputs.items()}
        return found | ({"size": self.size.input} if self.size else {})

    def item(self, item_id: str) -> SchemeItem | None:
        return next((item for item in self.items if item.id == item_id), None)


@dataclass(frozen=True)
class Scheme:
    """A district's rules of assessment, as data. `noise_percent` says by how much a reported figure
    may be wrong without anybody's fault: ranks within it are ranges (ASSESS-20). It is measured by
    corrections (ASSESS-31), `noise_quantile` percent of which are no larger, where there are so
    many as `noise_corrections`; else `noise_percent` holds.
    """

    title: str
    source: str
    version: int
    sheets: tuple[ScoreSheet, ...]
    noise_percent: Decimal = Decimal(1)
    noise_quantile: int = 80
    noise_corrections: int = 20
    note: str = ""
    appeal_workdays: int = 5
    """So many working days after scores were frozen they may be appealed against."""

    def __post_init__(self) -> None:
        if not self.sheets:
            raise PresetValueError(gettext("Sheets are wanted."), "sheets")
        self._check_noise()
        if self.appeal_workdays not in APPEAL_WORKDAYS:
            raise PresetValueError(gettext("Working days are 1 to 60."), "appeal_workdays")
        once((sheet.id for sheet in self.sheets), "sheets", SHEET_ID)
        claimed: dict[tuple[Assessed, ProjectClass | None], str] = {}
        for place, sheet in enumerate(self.sheets):
            for kind in sheet.classes or (None,):
                if (sheet.who, kind) in claimed:
                    raise PresetValueError(
                        gettext("This sheet and “%s” claim the same subjects.")
                        % claimed[sheet.who, kind],
                        "sheets",
                        place,
                        "classes" if kind else "who",
                    )
                claimed[sheet.who, kind] = sheet.id

    def _check_noise(self) -> None:
        if not 0 <= self.noise_percent <= HUNDRED:
            raise PresetValueError(gettext("A percentage is 0 to 100."), "noise_percent")
        if self.noise_quantile not in QUANTILES:
            raise PresetValueError(
                gettext("Percent of the corrections: 1 to 100."), "noise_quantile"
            )
        if self.noise_corrections < 1:
            raise PresetValueError(gettext("More than nothing is wanted."), "noise_corrections")

    def sheets_for(self, who: Assessed) -> list[ScoreSheet]:
        return [sheet for sheet in self.sheets if sheet.who is who]

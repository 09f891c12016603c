"""Lines of money with what stands at each stage, and sums of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Sum

from bihuan.accounts.models import User
from bihuan.funding.judged_above import judged_above
from bihuan.funding.kinds import FundingStage, Programme
from bihuan.funding.models import FundingEntry, FundingLine
from bihuan.funding.presets import funding_rules
from bihuan.funding.rules.flags import FundingVerdict, judged
from bihuan.funding.rules.ladder import Sums, summed
from bihuan.kit.months import Month


@dataclass(frozen=True)
class FundingRow:
    """One line as lists show it on a day: the newest stage that it reached, what stands at each,
    and what is to be said of it.
    """

    line: FundingLine
    entries: tuple[FundingEntry, ...]
    sums: Sums
    verdicts: tuple[FundingVerdict, ...]

    @property
    def stage(self) -> FundingStage | None:
        reached = {each.stage for each in self.entries if (each.amount_yuan or 1) > 0}
        return next((s for s in reversed(FundingStage) if s in reached), None)

    @property
    def documents(self) -> list[str]:
        """The documents of its quota, each once."""
        named = [each.document_number for each in self.entries if each.stage == "issued"]
        return [each for each in dict.fromkeys(named) if each]


@dataclass(frozen=True)
class ProgrammeSums:
    """One programme in a year: sums, projects and flags of its lines."""

    programme: Programme
    sums: Sums
    projects: int
    flags: int
    lines: int


@dataclass(frozen=True)
class BatchSums:
    """One batch of a programme."""

    name: str
    sums: Sums


@dataclass(frozen=True)
class MoneyMonth:
    """What one month added at each stage."""

    month: Month
    sums: Sums


def funding_rows(
    user: User | None,
    on: date,
    *,
    year: int | None = None,
    programme: str = "",
    project_pk: int | None = None,
) -> list[FundingRow]:
    """Return the lines that `user` may see (None: all) as they stand on a day. Two queries."""
    lines = FundingLine.objects.visible_to(user) if user else FundingLine.objects.all()
    asked = {"year": year, "programme": programme or None, "project": project_pk}
    lines = lines.filter(**{name: value for name, value in asked.items() if value is not None})
    chosen = lines.select_related("project__responsible", "project__owner").order_by(
        "programme", "project__pinyin", "project__name", "batch", "pk"
    )
    entries = FundingEntry.objects.filter(line__in=lines.values("pk"), is_current=True, on__lte=on)
    of_line: defaultdict[int, list[FundingEntry]] = defaultdict(list)
    for entry in entries.order_by("on", "pk"):
        of_line[entry.line_id].append(entry)
    rows = _judged_rows(list(chosen), of_line, on)
    order = {each.value: place for place, each in enumerate(Programme)}
    return sorted(rows, key=lambda row: order[row.line.programme])


def _judged_rows(
    lines: Sequence[FundingLine], of_line: Mapping[int, Sequence[FundingEntry]], on: date
) -> list[FundingRow]:
    rules = funding_rules().on(on)
    steps = {line.pk: [each.step for each in of_line[line.pk]] for line in lines}
    above = judged_above(lines, steps, on)
    rows = []
    for line in lines:
        said = judged(
            steps[line.pk],
            rules.of(line.programme),
            lump=line.is_lump,
            total_investment_yuan=line.project.total_investment_yuan,
            on=on,
        )
        verdicts = (*said, *above.get(line.pk, ()))
        rows.append(FundingRow(line, tuple(of_line[line.pk]), summed(steps[line.pk]), verdicts))
    return rows


def issued_yuan(project_pk: int, on: date) -> int:
    """Return the quotas of one project up to a day, of all programmes. One query."""
    entries = FundingEntry.objects.filter(line__project=project_pk, is_current=True, on__lte=on)
    found = entries.filter(stage=FundingStage.ISSUED).aggregate(yuan=Sum("amount_yuan"))
    return found["yuan"] or 0


def money_standing() -> Iterator[tuple[int, str, str, int]]:
    """Yield what stands of each project, programme and stage: their keys, and yuan. One query."""
    entries = FundingEntry.objects.filter(is_current=True, amount_yuan__isnull=False)
    sums = entries.values_list("line__project_id", "line__programme", "stage")
    yield from sums.annotate(yuan=Sum("amount_yuan")).order_by("line__project_id")


def of_year(rows: Iterable[FundingRow]) -> list[ProgrammeSums]:
    """Return each programme that has lines, in the order of the list."""
    found: defaultdict[str, list[FundingRow]] = defaultdict(list)
    for row in rows:
        found[row.line.programme].append(row)
    return [_of_programme(each, found[each]) for each in Programme if each in found]


def _of_programme(programme: Programme, rows: list[FundingRow]) -> ProgrammeSums:
    return ProgrammeSums(
        programme,
        added(row.sums for row in rows),
        len({row.line.project_id for row in rows}),
        sum(len(row.verdicts) for row in rows),
        len(rows),
    )


def by_batch(rows: Iterable[FundingRow]) -> list[BatchSums]:
    """Return the sums of each batch, in the order of its name."""
    found: defaultdict[str, Sums] = defaultdict(Sums)
    for row in rows:
        found[row.line.batch] += row.sums
    return [BatchSums(name, found[name]) for name in sorted(found)]


def by_month(rows: Iterable[FundingRow]) -> list[MoneyMonth]:
    """Return what each month added at each stage, in order."""
    found: defaultdict[Month, Sums] = defaultdict(Sums)
    for row in rows:
        for entry in row.entries:
            month = Month.of(entry.on)
            found[month] = found[month].with_step(entry.step)
    return [MoneyMonth(month, found[month]) for month in sorted(found)]


def added(sums: Iterable[Sums]) -> Sums:
    """Return sums added up; nothing is nothing."""
    return sum(sums, Sums())


def story(line: FundingLine) -> list[FundingEntry]:
    """Return every entry of a line, those that count no more too, the newest first."""
    return list(line.entries.select_related("by", "corrected_by").order_by("-on", "-pk"))

"""Which lines of a table state the sum of others, and where they do not add up. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from bihuan.importing.proof.amounts import NOTHING, ZERO, Amount, total_of

from .lines import Line, LineRole

_CALLED_TOTAL = re.compile(r"合计|总计|小计|共计|汇总|^全|个")
HEADS = frozenset({LineRole.GROUP, LineRole.TOTAL})
ROUNDED_PART = 100  # at most one part of so many
_OF_OFFICE = re.compile(
    r"(?:街道|[乡镇局委办厅院村]|办事处|公司|集团|[园片新]区|开发区|高新区|中心|社区|指挥部|专班)(?:办|本级)?$"
)
"""How names of streets and offices end."""
FARTHEST = 400  # lines that a sum without a word for it is looked for


def add_up(
    lines: list[Line], known: frozenset[str], *, is_numbered: bool, units: Sequence[int]
) -> None:
    """Find of which lines each total and group states the sum; doubt what looks like one. `known`
    are names that surely are projects'; in a table that `is_numbered` most projects have a number.
    """
    _proved_by_totals(lines, units)
    places = [
        index for index, line in enumerate(lines) if line.role is LineRole.DATA and not line.doubted
    ]
    explain(lines, units)
    children = {line.parent for line in lines if line.parent is not None}
    for index in places:
        line = lines[index]
        if line.name in known or index in children or line.parent is not None:
            continue
        unnumbered = not line.serial and is_numbered
        sums = _sums(lines, index, units, unnumbered=unnumbered) or _of_one(lines, index)
        if sums and (unnumbered or line.is_counted):
            line.role, line.sums = LineRole.GROUP, sums
        elif unnumbered and line.is_counted and not line.has_amounts:
            line.role = LineRole.GROUP
        elif sums:
            line.doubted, line.sums = True, sums
        elif unnumbered:
            line.doubted = line.is_odd = line.has_amounts
    _proved_by_totals(lines, units)


def _proved_by_totals(lines: list[Line], units: Sequence[int]) -> None:
    """Leave no doubt of lines that a stated total of all rows counts as projects: it holds with
    them, and without them it does not. The other way about, those without a number are parts.
    """
    rows = [i for i, x in enumerate(lines) if x.role is LineRole.DATA and x.parent is None]
    sure = [i for i in rows if not lines[i].doubted]
    if len(sure) == len(rows):
        return
    with_them, without = (is_total_of(lines, each, units) for each in (rows, sure))
    if with_them and not without:
        for i in rows:
            lines[i].doubted, lines[i].sums, lines[i].is_odd = False, (), False
    elif without and not with_them:
        for i in rows:
            if lines[i].is_odd:
                lines[i].role, lines[i].doubted = LineRole.PART, False
            elif lines[i].doubted and lines[i].sums:
                lines[i].role, lines[i].doubted = LineRole.GROUP, False


def is_total_of(lines: Sequence[Line], chosen: Sequence[int], units: Sequence[int]) -> bool:
    """True if a stated total, in each amount, is the sum of the lines chosen."""
    totals = (x for x in lines if x.role is LineRole.TOTAL and x.has_amounts)
    return any(not _wrong(x, lines, chosen, units) for x in totals)


def _sums(
    lines: list[Line], index: int, units: Sequence[int], *, unnumbered: bool
) -> tuple[int, ...]:
    """Return the lines whose sum a line may be, by its amounts or its words."""
    line = lines[index]
    sums = _sum_about(lines, index, whole=bool(line.serial) and not line.is_counted)
    if not sums and unnumbered:
        sums = _sum_of_all(lines, index)
    if not sums and not line.serial and line.count:
        sums = _counted_below(lines, index, units, numbered=unnumbered)
    if not sums and line.count and (line.serial or line.is_counted):
        sums = _counted_under(lines, index, units)
    return sums


def _of_one(lines: list[Line], index: int) -> tuple[int, ...]:
    """Return the one line that a street or an office without a number heads, or ends, if both say
    the same amounts, and more than one.
    """
    line = lines[index]
    told = sum(1 for each in line.amounts if each is not None and each.value)
    if line.serial or told < 2 or not is_of_office(line.name):
        return ()
    for step in (1, -1):
        near = index + step
        beyond = near + step
        if not 0 <= near < len(lines) or lines[near].role is not LineRole.DATA:
            continue
        is_alone = not 0 <= beyond < len(lines) or _may_head(lines[beyond])
        if is_alone and not _may_head(lines[near]) and _is_sum(lines, index, [near]):
            return (near,)
    return ()


def is_of_office(name: str) -> bool:
    """True for a name that ends as those of streets and offices do."""
    return bool(_OF_OFFICE.search(name))


def _may_head(line: Line) -> bool:
    """True for what heads lines or ends them: no project, or a street or an office."""
    return line.role is not LineRole.DATA or (not line.serial and is_of_office(line.name))


def explain(lines: list[Line], units: Sequence[int]) -> None:
    """Find of which lines each total and each group with amounts states the sum."""
    for index, line in enumerate(lines):
        if line.role in HEADS and line.has_amounts:
            _explain(lines, index, units)
    _set_apart(lines)


def _set_apart(lines: list[Line]) -> None:
    """Take for lines to compare with 累计, 平均 and the like, that add nothing up, where another
    total does.
    """
    totals = [x for x in lines if x.role is LineRole.TOTAL and x.has_amounts and x.sums]
    if all(x.wrong for x in totals):
        return
    for line in totals:
        if line.wrong and not _CALLED_TOTAL.search(line.name or line.serial or line.text):
            line.role, line.sums, line.wrong = LineRole.COMPARED, (), ()


def _explain(lines: list[Line], index: int, units: Sequence[int]) -> None:
    """Find the lines that a total or a group sums up; note the columns that do not add up."""
    line = lines[index]
    best: tuple[int, tuple[int, ...], tuple[int, ...]] | None = None
    for chosen in _candidates(lines, index):
        wrong = _wrong(line, lines, chosen, units)
        told = sum(1 for each in line.amounts if each is not None)
        score = told - len(wrong)
        if best is None or score > best[0]:
            best = score, chosen, wrong
        if not wrong:
            break
    if best:
        line.sums, line.wrong = best[1], best[2]


def _candidates(lines: list[Line], index: int) -> list[tuple[int, ...]]:
    """Return the sets of lines that a total or group at `index` may sum up, the likeliest first."""
    line = lines[index]
    rows = [i for i, each in enumerate(lines) if each.role is LineRole.DATA and not each.doubted]
    tops = [i for i in rows if lines[i].parent is None]
    heads = [i for i, each in enumerate(lines) if each.role in HEADS or each.stands_alone]
    after_end = next(
        (
            i
            for i in heads
            if i > index and lines[i].role is not LineRole.TOTAL and lines[i].level <= line.level
        ),
        len(lines),
    )
    next_head = next((i for i in heads if i > index), len(lines))
    last_head = next((i for i in reversed(heads) if i < index), -1)
    above = [i for i in tops if i < index]
    found = [
        [i for i in tops if index < i < after_end],
        [i for i in tops if index < i < next_head],
        [i for i in tops if last_head < i < index],
        above,
        tops,
    ]
    if line.role is LineRole.TOTAL:
        short = "小计" in (line.name or line.serial or line.text)
        order = [2, 3, 4, 1, 0] if short else [4, 3, 0, 2, 1]
        found = [found[i] for i in order]
        found += [[i for i in rows if last_head < i < index], rows]
        found.append([i for i in tops if i in _own_table(lines, index)])
    return [tuple(each) for each in found if each]


def _own_table(lines: Sequence[Line], index: int) -> range:
    """Return the lines about one from where headings stand again above it to where they do below:
    of two tables on a sheet, each may have a total of its own.
    """
    again = [i for i, line in enumerate(lines) if line.role is LineRole.NUMBERS]
    first = next((i for i in reversed(again) if i < index), -1)
    return range(first + 1, next((i for i in again if i > index), len(lines)))


def _wrong(
    line: Line, lines: Sequence[Line], chosen: Sequence[int], units: Sequence[int]
) -> tuple[int, ...]:
    """Return the columns in which a line is not the sum of those chosen. A whole number over rows
    with fractions may be rounded itself.
    """
    wrong = []
    for place, stated in enumerate(line.amounts):
        if stated is None:
            continue
        amounts = [each for i in chosen if (each := lines[i].amounts[place]) is not None]
        sum_ = total_of(amounts)
        if sum_.half and not stated.half:
            stated = Amount(stated.value, Decimal(units[place]) / 2)
        if not stated.agrees(sum_) and not _rounds([stated, *amounts], units[place]):
            wrong.append(place)
    return tuple(wrong)


def _rounds(amounts: Sequence[Amount], step: int) -> bool:
    """True if the first of whole numbers differs from the sum of the others by no more than each
    may have been rounded; `step` is what one is worth.
    """
    stated, *rest = (each.value for each in amounts)
    off = abs(stated - sum(rest, NOTHING))
    return len(rest) > 1 and off * 2 <= len(rest) * step and off * ROUNDED_PART <= abs(stated)


def _sum_about(lines: list[Line], index: int, *, whole: bool) -> tuple[int, ...]:
    """Return the lines just below, or just above, whose amounts a line repeats as their sum; empty
    if there are none. With `whole` only if they are all to the next group, total or end.
    """
    line = lines[index]
    told = [place for place, each in enumerate(line.amounts) if each is not None and each.value]
    if not told:
        return ()
    for step in (1, -1):
        run, ended = _run(lines, index, step, line.amounts[told[0]], told[0])
        if len(run) < 2 or (len(run) < 3 and len(told) < 2) or (whole and not ended):
            continue
        if _is_sum(lines, index, run):
            return tuple(sorted(run))
    return ()


def _sum_of_all(lines: list[Line], index: int) -> tuple[int, ...]:
    """Return all projects above a line, or all below, if it repeats their sum."""
    line = lines[index]
    told = [place for place, each in enumerate(line.amounts) if each is not None and each.value]
    rows = [i for i, x in enumerate(lines) if x.role is LineRole.DATA and x.parent is None]
    for chosen in ([i for i in rows if i < index], [i for i in rows if i > index]):
        if len(chosen) < 2 or not told or len(chosen) + len(told) < 4:
            continue
        if _is_sum(lines, index, chosen):
            return tuple(chosen)
    return ()


def _counted_below(
    lines: list[Line], index: int, units: Sequence[int], *, numbered: bool
) -> tuple[int, ...]:
    """Return the lines below one without a number that says how many they are; in a table without
    numbers only if it is their sum too.
    """
    found: list[int] = []
    for i in range(index + 1, len(lines)):
        if lines[i].role is LineRole.DATA and bool(lines[i].serial) == numbered:
            found.append(i)
        elif lines[i].role is not LineRole.BLANK or len(found) == lines[index].count:
            break
        if len(found) == lines[index].count and not numbered:
            break
    if not found or lines[index].count != len(found):
        return ()
    line = lines[index]
    is_sum = line.has_amounts and not _wrong(line, lines, found, units)
    return tuple(found) if numbered or is_sum else ()


def _counted_under(lines: list[Line], index: int, units: Sequence[int]) -> tuple[int, ...]:
    """Return the lines under one that counts, up to the next that does, if they are as many as it
    says and nothing speaks against its being their sum, noughts included.
    """
    found = []
    for i in range(index + 1, len(lines)):
        if lines[i].role in HEADS or lines[i].count:
            break
        if lines[i].role is LineRole.DATA:
            found.append(i)
    is_sum = len(found) == lines[index].count and not _wrong(lines[index], lines, found, units)
    return tuple(found) if is_sum else ()


def _is_sum(lines: list[Line], index: int, chosen: Sequence[int]) -> bool:
    """True if a line's amounts, some of them no noughts, are the sums of the lines chosen."""
    told = [(i, each) for i, each in enumerate(lines[index].amounts) if each and each.value]
    return bool(told) and all(
        each.agrees(total_of(lines[i].amounts[place] for i in chosen)) for place, each in told
    )


def _run(
    lines: list[Line], index: int, step: int, most: Amount | None, place: int
) -> tuple[list[int], bool]:
    """Return the lines from `index` on whose amounts do not exceed `most` together, and whether
    nothing but a group, a total or the end stands behind them.
    """
    run: list[int] = []
    if most is None:
        return run, False
    sum_ = ZERO
    i = index + step
    while 0 <= i < len(lines) and abs(i - index) <= FARTHEST:
        line = lines[i]
        if line.role in HEADS or line.stands_alone:
            return run, True
        if line.role is LineRole.DATA and line.parent is None:
            grown = sum_ + (line.amounts[place] or ZERO)
            if grown.value > most.value and not grown.agrees(most):
                return run, False
            sum_ = grown
            run.append(i)
        i += step
    return run, not 0 <= i < len(lines)

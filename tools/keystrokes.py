"""What a month's report costs its reporter in keys: `python -m tools.keystrokes HOME`.

Each report of an example's year is put beside the form as it opens: what is filled in already, and
what must be typed, with and without the funds in place, which have a fold of their own. A field
that differs costs its whole text (a word of Chinese as many keys as it has letters in pinyin), a
Tab for every field passed on the way to it, and one Enter hands in.
"""

from __future__ import annotations

import os
import statistics
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pypinyin import lazy_pinyin

if TYPE_CHECKING:
    from bihuan.progress.models import Report

TYPED = ("completed_yuan", "physical_percent", "physical_text", "problems", "next_month_text")
"""Fields in the order in which Tab reaches them; the first has the cursor when the page opens."""


@dataclass(frozen=True)
class Effort:
    """One report: how many of the fields that say something open filled in, and how many keys what
    differs takes.
    """

    prefilled: int
    fields: int
    keys: int
    keys_with_funds: int


def effort(report: Report) -> Effort:
    """Return what the form leaves to be typed of a report that was handed in."""
    from bihuan.kit.months import Month
    from bihuan.progress.forms import FillForm
    from bihuan.progress.queries.before import known_before
    from bihuan.progress.queries.report_form import of_report
    from bihuan.progress.validation import carried

    known = known_before(report.project, Month.of(report.month))
    opened = FillForm(initial=FillForm.start(carried(known), edition=0, blank=True))
    wanted = FillForm(initial=FillForm.start(of_report(report), edition=0, blank=False))
    funds = [name for name in wanted.fields if name.startswith("funds_")]
    texts = [(_shown(opened, name), _shown(wanted, name)) for name in (*TYPED, *funds)]
    said = [(before, after) for before, after in texts if after]
    return Effort(
        sum(before != "" for before, _after in said),
        len(said),
        _keys(texts[: len(TYPED)]),
        _keys(texts),
    )


def _keys(texts: Sequence[tuple[str, str]]) -> int:
    """Return the keys that turn the first text of each pair into the second."""
    keys, at = 1, 0  # Enter
    for place, (before, after) in enumerate(texts):
        if before != after:
            keys += place - at + (_letters(after) or 1)  # Delete, where nothing is to stand
            at = place
    return keys


def _shown(form: Any, name: str) -> str:
    value = form[name].value()
    shown = form.fields[name].prepare_value(value)
    return "" if shown is None else str(shown).removesuffix(".00")


def _letters(text: str) -> int:
    return sum(map(len, lazy_pinyin(text)))


@dataclass(frozen=True)
class Efforts:
    """A year of reports together."""

    reports: int
    prefilled_percent: float
    median_keys: float
    nine_in_ten: float
    median_with_funds: float


def together(efforts: Iterable[Effort]) -> Efforts:
    every = list(efforts)
    keys = sorted(each.keys for each in every)
    fields = sum(each.fields for each in every)
    return Efforts(
        len(every),
        100 * sum(each.prefilled for each in every) / fields,
        statistics.median(keys),
        keys[int(len(keys) * 0.9)],
        statistics.median(each.keys_with_funds for each in every),
    )


def of_year(year: int, *, each: int = 1) -> Iterator[Effort]:
    """Measure every `each`-th report of a year that was handed in."""
    from bihuan.progress.kinds import SENT
    from bihuan.progress.models import Report

    rows = Report.objects.current().filter(month__year=year, state__in=SENT)
    rows = rows.select_related("project").prefetch_related("funds").order_by("project", "month")
    for place, report in enumerate(rows):
        if place % each == 0:
            yield effort(report)


def main() -> None:
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bihuan.site.settings")
    if len(sys.argv) > 1:
        os.environ["BIHUAN_HOME"] = str(Path(sys.argv[1]).resolve())
    django.setup()
    found = together(of_year(2024))
    sys.stdout.write(
        f"{found.reports} reports: {found.prefilled_percent:.1f} % of fields filled in already, "
        f"median {found.median_keys:g} keys, nine in ten at most {found.nine_in_ten:g}; "
        f"with funds in place median {found.median_with_funds:g}\n"
    )


if __name__ == "__main__":
    main()

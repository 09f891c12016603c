"""What holds for a whole table: its year, month, unit and list; said, proved, or asked. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import date
from functools import lru_cache

from bihuan.kit.dates import in_digits, month_in
from bihuan.kit.money import TENS, UNITS
from bihuan.kit.months import Month, months_of
from bihuan.kit.numbers import plain
from bihuan.kit.words import gettext
from bihuan.projects.kinds import Tier

from .amount_words import UNIT_WORDS, in_wan
from .amounts import Amount, Tally, shown, tally, total_of
from .questions import LEAVE, AnswerChoice, Desk

LEAST_BELIEVED, MOST_BELIEVED = 100_000, 500_000_000_000  # yuan, the middle project of a list
_DATE_LINE = re.compile(
    r"20\d{2}\s*年\s*\d{1,2}\s*月\s*\d{1,2}\s*日|20\d{2}([./-])\d{1,2}\1\d{1,2}(?!\d)"
    r"|(填报|填表|制表|报送|上报|打印|印发|编制)(日期|时间)"
)
_MONTH_WORDS = re.compile(r"(?:\d{1,2}\s*月?\s*[-~—–至到]+\s*)?(\d{1,2})\s*月")
_PERIODS = {
    "前三季度": 9,
    "一季度": 3,
    "1季度": 3,
    "二季度": 6,
    "三季度": 9,
    "四季度": 12,
    "上半年": 6,
}
_YEARS = re.compile(r"(?<!\d)(20\d{2})(?!\d)")
_PERIOD_NUMBER = re.compile(r"(20\d{2})(0[1-9]|1[0-2])期")
_LEADERS = re.compile(r"[省市区县州]级?(领导|干部|四大家|四套班子|党政班子)")
_START = r"(?:^|[^\u4e00-\u9fff]|[年月日份度全各增、和省市区县])"
"""What stands before 区重点 that is no part of a place's name, as in 鹤城区重点项目."""
_TIERS = (
    (Tier.PROVINCIAL, re.compile(r"自治区(级|重点|统筹|本级)|省(级|重点|统筹|本级)")),
    (
        Tier.MUNICIPAL,
        re.compile(
            r"(自治州|州|地|盟)(级|本级)|市(级|统筹|本级)|{start}(自治州|州|市)重点".replace(
                "{start}", _START
            )
        ),
    ),
    (
        Tier.DISTRICT,
        re.compile(
            r"(?<!自治)(区|县|旗)(级|统筹|本级)|{start}(区|县|旗)重点".replace("{start}", _START)
        ),
    ),
)
_SEVERAL = re.compile(r"[省市区县州][、,，和及]?[市区县州](级|两级|三级|各级)?重点")


@lru_cache(maxsize=4_096)
def is_date_line(text: str) -> bool:
    """True for a line that says when a table was made, not of when it speaks."""
    return bool(_DATE_LINE.search(in_digits(text)))


def years_in(texts: Iterable[str]) -> list[int]:
    """Return the years that titles name, each once, as they come; those of date lines are none."""
    found: dict[int, None] = {}
    for text in texts:
        found |= dict.fromkeys(_years_of(text))
    return list(found)


@lru_cache(maxsize=4_096)
def _years_of(text: str) -> tuple[int, ...]:
    words = in_digits(text)
    return () if is_date_line(words) else tuple(int(year) for year in _YEARS.findall(words))


def settle_year(
    desk: Desk,
    stated: Sequence[int | None],
    count: int,
    today: date | None = None,
    listed: Collection[int] = (),
) -> int | None:
    """Return the one year that option, title and headings state; asked where they state several,
    and if the day it is is given also where they state none: of the years about it, and those of
    which the projects are `listed`.
    """
    years = sorted({year for year in stated if year})
    if len(years) < 2 and (years or today is None):
        return years[0] if years else None
    if years:
        sentence = gettext("The table speaks of several years: %s. Which is it of?")
        sentence %= "、".join(map(str, years))
    else:
        sentence = gettext("Neither title nor headings tell the year: which is the table of?")
        near = [today.year + n for n in (-1, 0, 1)] if today else []
        years = sorted({*near, *listed})
    choices = [
        AnswerChoice(
            str(year),
            gettext("Year %s") % year,
            gettext("%(count)s projects in the year %(year)s") % {"count": count, "year": year},
        )
        for year in years
    ]
    answer = desk.ask("year", sentence, choices)
    return int(answer) if answer else None


def stated_month(titles: Sequence[str], above: Sequence[str], year: int | None) -> Month | None:
    """Return the month that titles name. The year may stand elsewhere: in a line that says when the
    table was made, which is of the year after where December is reported in January.
    """
    told = [text for text in titles if not is_date_line(text)]
    for text in told:
        if found := _PERIOD_NUMBER.search(plain(text)):
            return Month(int(found[1]), int(found[2]))
        if month := month_in(text):
            return month
    number = next((n for text in told if (n := month_number(text))), None)
    if number is None:
        return None
    if year is None:
        year = year_of_making(above, number)
    return Month(year, number) if year else None


def month_number(text: str) -> int | None:
    """Return the last month of the year that a text names, without its year."""
    words = in_digits(text)
    found = _MONTH_WORDS.search(words)
    if found and 1 <= int(found[1]) <= 12:
        return int(found[1])
    return next((number for word, number in _PERIODS.items() if word in words), None)


def year_of_making(above: Sequence[str], number: int) -> int | None:
    """Return the year of a month that a table made on the day it states speaks of."""
    made = next((m for text in above if (m := month_in(text))), None)
    if made is None:
        return None
    return made.year if number <= made.number else made.year - 1


def made_in(above: Sequence[str]) -> Month | None:
    """Return the month in which a table says that it was made."""
    return next((m for text in above if is_date_line(text) and (m := month_in(text))), None)


def begun(today: date, year: int | None) -> list[Month]:
    """Return the months of a year that have begun; of an unknown one, the twelve until today."""
    if year is not None:
        return [m for m in months_of(year) if m.first_day <= today]
    month, found = Month.of(today), []
    for _ in range(12):
        found.append(month)
        month = month.previous()
    return found[::-1]


def ask_month(
    desk: Desk,
    months: Sequence[Month],
    today: date,
    year: int | None,
    *,
    holds: str,
    text: str = "",
    with_none: bool = False,
) -> Month | None:
    """Ask which of several months a table is of; of none, each of the year that has begun. `holds`
    says what would be read as of it. With `with_none` it may also be left at the ledger.
    """
    offered = list(dict.fromkeys(months))
    if not offered:
        offered = begun(today, year)
    choices = [AnswerChoice(str(month), _named(month), holds) for month in offered]
    if with_none:
        sentence = gettext("No month: only the ledger is read")
        choices.append(AnswerChoice(LEAVE, sentence, gettext("what was completed is not read")))
    if months:
        text = text or gettext(
            "Title, headings or date name several months: which is the table of?"
        )
    else:
        text = gettext("Neither title nor headings tell the month: which is the table of?")
    answer = desk.ask("month", text, choices)
    return Month.parse(answer) if answer and answer != LEAVE else None


def _named(month: Month) -> str:
    return gettext("%(year)s-%(number)02d") % {"year": month.year, "number": month.number}


def sum_in(amounts: Sequence[Amount | None], column_unit: int | None, unit: int | None) -> str:
    """Show the sum of a column: in ten thousand yuan where its own unit, or the table's, is told;
    amounts of one with a unit of its own are yuan.
    """
    value, scale = total_of(amounts).value, 1 if column_unit else unit
    return in_wan(value * scale) if scale else shown(value)


def holds_in(title: str, column: Sequence[Amount | None], unit: int | None) -> str:
    """Say what a table holds: how many projects, and how much in its main column."""
    told = {"count": len(column), "title": title, "sum": sum_in(column, None, unit)}
    return gettext("%(count)s projects, %(title)s %(sum)s") % told


def tier_in(text: str) -> Tier | None:
    """Return the list that a text names; None if none, or several."""
    found = tiers_in(text)
    return found[0] if len(found) == 1 else None


def tiers_in(text: str) -> list[Tier]:
    """Return all lists that a text may name: 市级领导包联 says who leads, not which list."""
    words = re.sub(r"\s", "", plain(text))
    if _SEVERAL.search(words):
        found = [tier for tier, pattern in _TIERS if pattern.search(words)]
        return found if len(found) > 1 else list(Tier)
    leaders = bool(_LEADERS.search(words))
    rest = _LEADERS.sub("", words)
    found = [tier for tier, pattern in _TIERS if pattern.search(rest)]
    if leaders and not found:
        return list(Tier)
    return found


def _tiers_named(texts: Sequence[str]) -> list[Tier]:
    """Return the lists that texts name, up to one that names several; the sheet's is the first."""
    named = []
    for text in texts:
        found = tiers_in(text)
        if len(found) > 1:
            break
        named += found
    return list(dict.fromkeys(named))


def settle_tier(
    desk: Desk,
    texts: Sequence[str],
    *,
    count: int,
    needed: bool,
    standing: Sequence[Collection[Tier]] = (),
) -> Tier | None:
    """Return the list that sheet and title name; asked where they name none or several. `standing`
    are the lists on which each known project stands already.
    """
    found = _tiers_named(texts)
    if len(found) == 1:
        return found[0]
    if not needed:
        return None
    sentence = gettext("Which list is this: whose key projects are they?")
    choices = [
        AnswerChoice(
            str(tier),
            str(tier.label),
            _on_list(count, tier, standing),
        )
        for tier in Tier
    ]
    answer = desk.ask("tier", sentence, choices)
    return Tier(answer) if answer else None


def _on_list(count: int, tier: Tier, standing: Sequence[Collection[Tier]]) -> str:
    """Say what comes of a list: how many projects, and how many stand on another one already."""
    others = [lists for lists in standing if lists and tier not in lists]
    told = {"count": count, "tier": tier.label, "others": len(others)}
    named = dict.fromkeys(str(each.label) for lists in others for each in sorted(lists))
    if not others:
        return gettext("%(count)s projects on the list “%(tier)s”") % told
    text = gettext(
        "%(count)s projects on the list “%(tier)s”; %(others)s of them stand on “%(named)s” and"
        " stay there, too"
    )
    return text % {**told, "named": "”、“".join(named)}


MainColumn = tuple[str, Callable[[int], Sequence[Amount | None]]]
"""The column whose sum tells people most: its title, and its amounts in yuan for a unit."""
Held = Sequence[tuple[Sequence[Amount | None], Sequence[Amount | None]]]
"""Columns in their own unit, each beside what the ledger says in yuan."""


def settle_unit(
    desk: Desk,
    stated: int | None,
    held: Held,
    main: MainColumn | None,
    *,
    weigh_size: bool,
    fits_size: bool = True,
) -> int | None:
    """Return the unit of a table's money: as stated if the ledger does not contradict, as the
    ledger proves it, or as answered. `main` is the column whose sum tells what each choice gives;
    with `weigh_size` its amounts must be such as investments are; `fits_size` tells whether those
    of all columns, as stated, are such as their projects may have.
    """
    units = TENS.values() if stated else UNITS.values()
    proved = [unit for unit in units if _held(held, unit).proves]
    if (
        stated
        and (stated in proved or not (proved or _rivals(held, stated)))
        and (proved or not weigh_size or _is_believable(main, stated))
        and (proved or fits_size)
    ):
        if proved:
            _prove_unit(desk, stated, _held(held, stated))
        return stated
    if stated is None and len(proved) == 1:
        _prove_unit(desk, proved[0], _held(held, proved[0]))
        return proved[0]
    if stated:
        text = gettext("The sheet says it counts in %s, its amounts say otherwise: what is it?")
        text %= UNIT_WORDS.get(stated, stated)
    else:
        text = gettext("In what unit is the money of this table?")
    offered = UNITS | (units_around(stated) if stated else {})
    offered |= {word: unit for word, unit in TENS.items() if unit in proved}
    choices = [_unit_choice(word, unit, main) for word, unit in sorted_units(offered)]
    return TENS.get(desk.ask("unit", text, choices), stated)


def units_around(stated: int) -> dict[str, int]:
    """Return in what a table counts in truth whose decimal points slipped throughout: a tenth or a
    hundredth of the unit stated, or ten or a hundred times it.
    """
    near = [stated * 10, stated * 100, stated // 10, stated // 100]
    return {word: unit for word, unit in TENS.items() if unit in near}


def sorted_units(units: Mapping[str, int]) -> list[tuple[str, int]]:
    return sorted(units.items(), key=lambda each: each[1])


def _rivals(held: Held, stated: int) -> bool:
    """True if another unit fits the ledger in most lines, and the stated one hardly."""
    return _held(held, stated).contradicts and any(
        2 * found.telling > found.tried for unit in UNITS.values() if (found := _held(held, unit))
    )


def _held(held: Held, unit: int) -> Tally:
    tried = [
        tally([each.times(unit) if each else None for each in column], known)
        for column, known in held
    ]
    return max(tried, key=lambda each: (each.proves, each.telling), default=Tally())


def _prove_unit(desk: Desk, unit: int, found: Tally) -> None:
    sentence = gettext(
        "Counted in %(unit)s, %(held)s of %(tried)s known projects are as in the ledger."
    )
    told = {"unit": UNIT_WORDS[unit], "held": found.held, "tried": found.tried}
    desk.prove(sentence % told)


def _is_believable(main: MainColumn | None, unit: int) -> bool:
    return main is None or is_believable(main[1](unit))


def is_believable(totals: Sequence[Amount | None]) -> bool:
    """False if the middle project of a list would be far too small or too large."""
    values = sorted(each.value for each in totals if each is not None and each.value > 0)
    if not values:
        return True
    return LEAST_BELIEVED <= values[len(values) // 2] <= MOST_BELIEVED


def _unit_choice(word: str, unit: int, main: MainColumn | None) -> AnswerChoice:
    if main is None:
        return AnswerChoice(word, word, gettext("1 is %s") % in_wan(unit))
    title, amounts_in = main
    return AnswerChoice(word, word, f"{title}：{in_wan(total_of(amounts_in(unit)).value)}")

"""The office's habits: one value, many spellings, each of them with a single reading."""

import datetime as dt

WIDE = str.maketrans("0123456789", "０１２３４５６７８９")


def money(rng, wan):
    """万元 as a number, now and then as text with separators or full-width digits."""
    luck = rng.random()
    if luck < 0.04:
        return f"{wan:,}"
    if luck < 0.06:
        return str(wan).translate(WIDE)
    return wan


def nothing(rng):
    return rng.choice((None, None, "—", "/"))


def month(rng, year_month):
    """Planned month: text, a date cell, or a number such as 2024.3."""
    year, number = year_month
    kinds = [
        f"{year}.{number}",
        f"{year}年{number}月",
        f"{year}年{number}月".translate(WIDE),
        f"{year}-{number:02d}",
        dt.datetime(year, number, 1),
    ]
    if number == 12:
        kinds += [f"{year}年底"] * 3
    if 2 <= number <= 9:  # 2024.1 as a number could be January or October
        kinds.append(float(f"{year}.{number}"))
    return rng.choice(kinds)


def span(rng, start, end):
    first, last = start[0], end[0]
    return rng.choice(
        (
            f"{first}-{last}",
            f"{first}-{last}",
            f"{first}—{last}",
            f"{first}-{last}".translate(WIDE),
            f"{first}.{start[1]}-{last}年底"
            if end[1] == 12
            else f"{first}.{start[1]}-{last}.{end[1]}",
        )
    )


def day(rng, date):
    """A full date; empty stays empty."""
    if not date:
        return nothing(rng)
    texts = [
        f"{date.year}.{date.month}.{date.day}",
        f"{date.year}年{date.month}月{date.day}日",
        date.isoformat(),
    ]
    return rng.choice([dt.datetime(date.year, date.month, date.day)] * 4 + texts)


def industry(rng, text):
    """ "C3841 锂离子电池制造", or only the code, or only the name."""
    return rng.choice((text, text, text, text[:5], text[6:]))


def wan(parts):
    """百元 to 万元: a whole number when it is one."""
    return parts // 100 if parts % 100 == 0 else parts / 100

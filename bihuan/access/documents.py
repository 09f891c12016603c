"""The log of sign-ins, downloads and rights as a workbook."""

from __future__ import annotations

from collections.abc import Iterable

from bihuan.kit.words import gettext
from bihuan.kit.workbooks import OutColumn, OutSheet, write_workbook

from .queries import AccessLine
from .wording import field_of, label_of, value_of


def log_workbook(title: str, lines: Iterable[AccessLine]) -> bytes:
    """Return the lines as an Excel file."""
    columns = [
        OutColumn(gettext("When"), 20),
        OutColumn(gettext("What"), 24),
        OutColumn(gettext("sign-in name"), 18),
        OutColumn(gettext("About"), 18),
        OutColumn(gettext("Address"), 18),
        OutColumn(gettext("Details"), 60),
        OutColumn(gettext("browser"), 40),
    ]
    sheet = OutSheet(name=gettext("Sign-ins and rights"), title=title, note="", columns=columns)
    for number, line in enumerate(lines, 1):
        cells = [
            line.when,
            label_of(line.kind),
            line.by,
            line.about,
            line.address,
            details(line),
            line.browser,
        ]
        sheet.rows.append((str(number), list(cells)))
    return write_workbook([sheet], returns=False)


def details(line: AccessLine) -> str:
    """Return the details of a line as one text."""
    told = (f"{field_of(key)} {value_of(value)}".strip() for key, value in line.details)
    return gettext("; ").join(told)

"""Traps of clerks who save paper: tables side by side, a title that each page repeats, one unit
above the lines of a chat.

Each takes a draft before its lines are written, changes it, and says whether it could.
"""

from __future__ import annotations

from dataclasses import replace

from bihuan.kit.sheets import Cell

from .columns import Meaning, true_amount
from .drawing import CaseDraft
from .lines import UNIT_WORDS, printed
from .traps_in_shapes import is_plain

FEWEST = 4  # projects, of which half stand to the right, or on the second page


def side_by_side(draft: CaseDraft) -> bool:
    """The second half of the projects stands to the right of the first, under the same headings."""
    if not is_plain(draft) or len(draft.truth.projects) < FEWEST:
        return False
    gap = draft.rng.choice((0, 1))

    def put(draft: CaseDraft) -> None:
        head, rows = draft.rows[draft.first - 1], draft.rows[draft.first :]
        half, width = (len(rows) + 1) // 2, len(draft.columns)
        filled = [[*row, *[None] * width][:width] for row in (head, *rows)]
        blank: list[Cell] = [None] * gap
        left, right = filled[1 : half + 1], filled[half + 1 :]
        right += [[None] * width] * (half - len(right))
        pairs = zip(left, right, strict=True)
        together = [[*one, *blank, *other] for one, other in pairs]
        draft.rows[draft.first - 1 :] = [[*filled[0], *blank, *filled[0]], *together]
        draft.areas = [area for area in draft.areas if area[2] < draft.first - 1]

    draft.after.append(put)
    return True


def pages(draft: CaseDraft) -> bool:
    """The second page has title and headings again, with or without a word for it."""
    if not is_plain(draft) or len(draft.truth.projects) < FEWEST:
        return False
    again = draft.rng.choice(("（续表）", "（续）", ""))

    def part(draft: CaseDraft) -> None:
        lines = [list(row) for row in draft.rows[: draft.first]]
        lines[0] = [f"{lines[0][0]}{again}", *lines[0][1:]] if len(lines) > 1 else lines[0]
        middle = (draft.first + len(draft.rows)) // 2
        draft.rows[middle:middle] = lines

    draft.after.append(part)
    return True


def unit_above_lines(draft: CaseDraft) -> bool:
    """Lines of a chat tell amounts without a unit, which a line above says for all."""
    month, so_far = draft.place(Meaning.MONTH), draft.place(Meaning.TO_DATE)
    if None in (month, so_far) or not is_plain(draft) or draft.ledger or "span" in draft.open:
        return False
    found = [draft.columns[n] for n in (month, so_far) if n is not None]
    if len({column.unit for column in found}) > 1 or draft.unit_place == "headings":
        return False
    draft.columns = [draft.columns[draft.place(Meaning.NAME) or 0], *found]
    draft.open.discard("unit")
    draft.titles = replace(draft.titles, file=draft.titles.file.rpartition(".")[0] + ".txt")

    def say(draft: CaseDraft) -> None:
        lines = [f"各项目完成投资情况（{UNIT_WORDS[found[0].unit]}）："]
        for number, project in enumerate(draft.truth.projects, 1):
            told = [
                f"{printed(true_amount(c, project, draft.truth) or 0, c).normalize():f}"
                for c in found
            ]
            lines.append(f"{number}、{project.name}：本月{told[0]}，累计{told[1]}")
        draft.rows = [[line] for line in (*draft.titles.lines, *lines)]
        draft.areas = []

    draft.after.append(say)
    return True

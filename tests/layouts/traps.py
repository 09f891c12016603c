"""What makes an office's table hard to read, one trap at a time."""

from __future__ import annotations

from collections.abc import Callable

from . import traps_beside as beside
from . import traps_in_amounts as amounts
from . import traps_in_headings as headings
from . import traps_in_periods as periods
from . import traps_in_remarks as remarks
from . import traps_in_rows as rows
from . import traps_in_shapes as shapes
from . import traps_in_sheets as sheets
from . import traps_in_sizes as sizes
from . import traps_on_pages as on_pages
from .drawing import CaseDraft

Trap = Callable[[CaseDraft], bool]
TRAPS: tuple[Trap, ...] = (
    headings.whole_plan_too,
    headings.two_plans,
    headings.another_year_in_heading,
    headings.another_month,
    headings.another_year_given,
    rows.wrong_total,
    rows.bare_groups,
    rows.bracketed_groups,
    rows.numbered_total,
    rows.parts_of_a_project,
    rows.parts_in_words,
    headings.parts_without_whole,
    headings.sources_of_month,
    headings.since_start_in_ledger,
    rows.blank_amounts,
    rows.hidden_rows,
    rows.headings_again,
    rows.summary_above,
    rows.unit_in_cells,
    headings.wrong_unit,
    headings.no_merges,
    rows.about,
    rows.project_like_a_sum,
    rows.second_lines,
    rows.odd_totals,
    rows.dotted_serials,
    headings.period_in_words,
    periods.numerals_in_title,
    periods.accounting_month,
    periods.bare_months,
    periods.first_month_by_name,
    periods.days_as_headings,
    periods.statistics_in_title,
    sheets.ticked_lists,
    sheets.kinds_at_the_left,
    sheets.two_tables,
    sheets.alone_among_groups,
    sheets.units_in_formats,
    beside.bureau_beside,
    beside.corrected_beside,
    beside.noughts_to_come,
    beside.units_below,
    beside.unit_column,
    amounts.amount_in_parts,
    amounts.slipped_amount,
    amounts.another_month_in_title,
    sizes.slipped_column,
    sizes.plan_in_yi,
    sizes.second_unit,
    sizes.notes_in_cells,
    sizes.lettered_groups,
    shapes.turned,
    shapes.two_rows_each,
    shapes.chat_lines,
    shapes.unit_in_a_note,
    shapes.units_of_groups,
    remarks.remark_of_another_month,
    remarks.remark_against,
    remarks.struck_row,
    remarks.note_on_all,
    remarks.unit_of_a_row,
    remarks.plan_over_the_month,
    remarks.unknown_front,
    remarks.months_to_come,
    remarks.stated_in_tens,
    remarks.notes_behind_names,
    on_pages.side_by_side,
    on_pages.pages,
    on_pages.unit_above_lines,
)

"""Schemes and items made in tests, from YAML as an office writes them."""

from pathlib import Path

from bihuan.assessment.rules.scheme import Scheme, SchemeItem, ScoreSheet
from bihuan.kit.presets import load_dated

SHEET = """
made:
  title: 办法
  source: 测试
  version: 1
  sheets:
    - id: sheet
      title: 表
      who: areas
      total: {total}
{more}
      items:
{items}
"""


def scheme_of_items(folder: Path, *items: str, total: object = 10, more: str = "") -> Scheme:
    """Return a scheme of one sheet with these items, each YAML in one line."""
    lines = "\n".join(f"        - {item}" for item in items)
    path = folder / "made.yaml"
    path.write_text(SHEET.format(total=total, items=lines, more=more), encoding="utf-8")
    return load_dated(Scheme, path)["made"].latest


def item_of(
    folder: Path, formula: str, *names: str, most: object = 10, more: str = ""
) -> SchemeItem:
    """Return an item with this formula, which reads the inputs of these names."""
    inputs = ", ".join(f"{name}: {FIGURES[name]}" for name in names)
    return sheet_of(folder, formula, inputs, most, more).items[0]


def sheet_of(
    folder: Path, formula: str, inputs: str, most: object = 10, more: str = ""
) -> ScoreSheet:
    """Return a sheet of one item with this formula, inputs and weight."""
    text = (
        f"{{id: item, title: 项, text: 文, clause: 试-1, max: {most}, "
        f"inputs: {{{inputs}}}, formula: {formula}{more}}}"
    )
    return scheme_of_items(folder, text, total=most).sheets[0]


FIGURES = {
    "rate": "{figure: plan_completion.all}",
    "due": "{figure: starts.due}",
    "late": "{figure: reports.late}",
    "done": "{figure: completed.all, divide_by: 100000000}",
    "funds": "{figure: funds.in_place}",
    "plan": "{figure: planned.all}",
}

"""What docs/presets.md shows of schemes is right: patterns are read, and its case is met."""

import re
from pathlib import Path

import pytest

from bihuan.assessment.cases import SchemeCase
from bihuan.assessment.presets import schemes_of
from bihuan.assessment.rules.formulas import Formula
from bihuan.kit.cases import load_cases

PAGE = Path(__file__).parents[3] / "docs" / "presets.md"
TOLD = PAGE.read_text(encoding="utf-8").partition("## Schemes of assessment")[2]
WHOLE, PARTS, EXTENDED, CASE = re.findall(r"```yaml\n(.*?)```", TOLD, re.DOTALL)


def written(folder: Path, text: str) -> Path:
    path = folder / "pattern.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_the_whole_scheme_and_its_parts_are_read(tmp_path):
    sheet = schemes_of(written(tmp_path, WHOLE))["hecheng_2025"].latest.sheets[0]
    assert [item.id for item in sheet.items] == ["completion"]
    money = WHOLE[WHOLE.index("        - id: completion") :]
    count = money.replace("id: completion", "id: count").replace("鹤城-1", "鹤城-2")
    both = WHOLE.replace("id: completion", "id: money").replace("total: 100", "total: 200") + count
    blocks = both.replace("      items:\n", f"{PARTS}      items:\n", 1)
    blocks = blocks.replace("no_grade_from: 2", "no_grade_from: 1")
    sheet = schemes_of(written(tmp_path, blocks))["hecheng_2025"].latest.sheets[0]
    assert (len(sheet.blocks), len(sheet.vetoes), len(sheet.grades)) == (1, 1, 2)


def test_the_scheme_that_extends_another_is_read_and_meets_its_case(tmp_path):
    scheme = schemes_of(written(tmp_path, EXTENDED))["hecheng"]
    (case,) = load_cases(SchemeCase, written(tmp_path, CASE))["hecheng"]
    assert case.worked(scheme.on(case.day)).is_met


@pytest.mark.parametrize("name", Formula.__dataclass_fields__)
def test_every_formula_has_an_example(name):
    assert f"\n| `{name}` | `{{" in TOLD

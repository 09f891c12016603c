from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from bihuan.kit.choices import Choice
from bihuan.kit.errors import Refusal
from bihuan.kit.presets import PresetError, choose, load_presets


class Colour(Choice):
    RED = "red", "Red"
    GREEN = "green", "Green"


@dataclass(frozen=True)
class Step:
    below: Decimal
    colour: Colour


@dataclass(frozen=True)
class Shape:
    title: str
    days: int
    steps: tuple[Step, ...] = ()
    since: date | None = None
    strict: bool = False
    extra: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.days > 31:
            raise ValueError("a month has 31 days at most")


GOOD = """\
one:
  title: 清远
  days: 28
  since: 2024-01-01
  strict: true
  extra: {construction: 1}
  steps:
    - {below: 0.80, colour: red}
"""


def write(folder: Path, text: str, name: str = "rules.yaml") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_values_take_the_shape_of_the_dataclass(tmp_path: Path) -> None:
    (one,) = load_presets(Shape, write(tmp_path, GOOD)).values()
    assert one == Shape(
        "清远", 28, (Step(Decimal("0.80"), Colour.RED),), date(2024, 1, 1),
        strict=True, extra={"construction": 1},
    )  # fmt: skip


def test_decimals_keep_their_digits(tmp_path: Path) -> None:
    (one,) = load_presets(Shape, write(tmp_path, GOOD)).values()
    assert str(one.steps[0].below) == "0.80"


@pytest.mark.parametrize(
    ("change", "line", "key"),
    [
        (("days: 28", "days: soon"), 3, "one.days"),
        (("title: 清远", "titel: 清远"), 2, "one.titel"),
        (("colour: red", "colour: pink"), 8, "one.steps[1].colour"),
        (("below: 0.80", "below: nan"), 8, "one.steps[1].below"),
        (("strict: true", "strict: perhaps"), 5, "one.strict"),
        (("since: 2024-01-01", "since: 2024-13-01"), 4, "one.since"),
        (("days: 28", "days: 32"), 2, "one"),
        (("  strict: true", "  days: 27"), 5, "one.days"),
        (("extra: {construction: 1}", "extra: [1]"), 6, "one.extra"),
        (("title: 清远", "title: [清远]"), 2, "one.title"),
    ],
)
def test_a_fault_names_file_line_and_key(
    tmp_path: Path, change: tuple[str, str], line: int, key: str
) -> None:
    with pytest.raises(PresetError) as told:
        load_presets(Shape, write(tmp_path, GOOD.replace(*change)))
    fault = told.value.faults[0]
    assert (fault.file, fault.line, fault.key) == ("rules.yaml", line, key)
    assert "rules.yaml" in str(told.value)


def test_every_fault_is_told_at_once(tmp_path: Path) -> None:
    text = GOOD.replace("days: 28", "days: soon").replace("colour: red", "colour: pink")
    with pytest.raises(PresetError) as told:
        load_presets(Shape, write(tmp_path, text))
    assert len(told.value.faults) == 2


def test_a_missing_value_is_a_fault(tmp_path: Path) -> None:
    with pytest.raises(PresetError) as told:
        load_presets(Shape, write(tmp_path, "one:\n  days: 3\n"))
    assert told.value.faults[0].key == "one.title"


def test_broken_yaml_is_a_fault_with_its_line(tmp_path: Path) -> None:
    with pytest.raises(PresetError) as told:
        load_presets(Shape, write(tmp_path, "one:\n  title: [\n"))
    assert told.value.faults[0].line >= 2


def test_an_empty_file_holds_no_presets(tmp_path: Path) -> None:
    assert load_presets(Shape, write(tmp_path, "# nothing yet\n")) == {}


def test_the_office_s_own_file_replaces_a_preset_and_may_be_absent(tmp_path: Path) -> None:
    theirs = write(tmp_path, GOOD.replace("28", "20"), "own.yaml")
    found = load_presets(Shape, write(tmp_path, GOOD), theirs, tmp_path / "absent.yaml")
    assert found["one"].days == 20


def test_an_unknown_name_is_refused_with_the_known_ones() -> None:
    assert choose({"one": 1}, "one") == 1
    with pytest.raises(Refusal, match="one"):
        choose({"one": 1}, "two")

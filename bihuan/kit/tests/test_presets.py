from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from bihuan.kit.choices import Choice
from bihuan.kit.errors import Refusal
from bihuan.kit.presets import PresetError, PresetValueError, choose, load_dated, load_presets


class SampleColour(Choice):
    RED = "red", "Red"
    GREEN = "green", "Green"


@dataclass(frozen=True)
class SampleStep:
    below: Decimal
    colour: SampleColour


@dataclass(frozen=True)
class SampleShape:
    title: str
    days: int
    steps: tuple[SampleStep, ...] = ()
    since: date | None = None
    strict: bool = False
    extra: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.days > 31:
            raise ValueError("a month has 31 days at most")
        if self.strict and self.since and self.days < 10:
            raise PresetValueError("too early", "since")
        if self.steps and self.steps[-1].below < 0:
            raise PresetValueError("below nothing", "steps", len(self.steps) - 1, "below")


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
    (one,) = load_presets(SampleShape, write(tmp_path, GOOD)).values()
    assert one == SampleShape(
        "清远",
        28,
        (SampleStep(Decimal("0.80"), SampleColour.RED),),
        date(2024, 1, 1),
        strict=True,
        extra={"construction": 1},
    )


def test_decimals_keep_their_digits(tmp_path: Path) -> None:
    (one,) = load_presets(SampleShape, write(tmp_path, GOOD)).values()
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
        (("below: 0.80", "below: -1"), 8, "one.steps[1].below"),
        (("  strict: true", "  days: 27"), 5, "one.days"),
        (("extra: {construction: 1}", "extra: [1]"), 6, "one.extra"),
        (("title: 清远", "title: [清远]"), 2, "one.title"),
    ],
)
def test_a_fault_names_file_line_and_key(
    tmp_path: Path, change: tuple[str, str], line: int, key: str
) -> None:
    with pytest.raises(PresetError) as told:
        load_presets(SampleShape, write(tmp_path, GOOD.replace(*change)))
    fault = told.value.faults[0]
    assert (fault.file, fault.line, fault.key) == ("rules.yaml", line, key)
    assert "rules.yaml" in str(told.value)


def test_every_fault_is_told_at_once(tmp_path: Path) -> None:
    text = GOOD.replace("days: 28", "days: soon").replace("colour: red", "colour: pink")
    with pytest.raises(PresetError) as told:
        load_presets(SampleShape, write(tmp_path, text))
    assert len(told.value.faults) == 2


def test_a_missing_value_is_a_fault(tmp_path: Path) -> None:
    with pytest.raises(PresetError) as told:
        load_presets(SampleShape, write(tmp_path, "one:\n  days: 3\n"))
    assert told.value.faults[0].key == "one.title"


def test_broken_yaml_is_a_fault_with_its_line(tmp_path: Path) -> None:
    with pytest.raises(PresetError) as told:
        load_presets(SampleShape, write(tmp_path, "one:\n  title: [\n"))
    assert told.value.faults[0].line >= 2


def test_an_empty_file_holds_no_presets(tmp_path: Path) -> None:
    assert load_presets(SampleShape, write(tmp_path, "# nothing yet\n")) == {}


def test_the_office_s_own_file_replaces_a_preset_and_may_be_absent(tmp_path: Path) -> None:
    theirs = write(tmp_path, GOOD.replace("28", "20"), "own.yaml")
    found = load_presets(SampleShape, write(tmp_path, GOOD), theirs, tmp_path / "absent.yaml")
    assert found["one"].days == 20


def test_an_unknown_name_is_refused_with_the_known_ones() -> None:
    assert choose({"one": 1}, "one") == 1
    with pytest.raises(Refusal, match="one"):
        choose({"one": 1}, "two")


def test_what_is_missing_says_what_was_expected(tmp_path: Path) -> None:
    with pytest.raises(PresetError, match="整数"):
        load_presets(SampleShape, write(tmp_path, "one:\n  title: 清远\n"))


OWN = """\
ours:
  extends: one
  days: 27
  steps: {red: {below: 0.75}}
"""


def test_an_office_names_only_what_differs(tmp_path: Path) -> None:
    paths = write(tmp_path, GOOD), write(tmp_path, OWN, "own.yaml")
    found = load_presets(SampleShape, *paths)
    assert found["ours"] == replace(
        found["one"], days=27, steps=(SampleStep(Decimal("0.75"), SampleColour.RED),)
    )
    assert found["one"].days == 28


def test_a_preset_may_extend_the_shipped_one_of_its_own_name(tmp_path: Path) -> None:
    own = write(tmp_path, "one:\n  extends: one\n  days: 20\n", "own.yaml")
    assert load_presets(SampleShape, write(tmp_path, GOOD), own)["one"].days == 20


def test_a_preset_may_extend_one_that_extends(tmp_path: Path) -> None:
    own = write(tmp_path, OWN + "theirs: {extends: ours, title: 洪江}\n", "own.yaml")
    theirs = load_presets(SampleShape, write(tmp_path, GOOD), own)["theirs"]
    assert (theirs.title, theirs.days) == ("洪江", 27)


@pytest.mark.parametrize(
    ("text", "line", "key"),
    [
        ("ours: {extends: nowhere}\n", 1, "ours.extends"),
        ("a: {extends: b}\nb: {extends: a}\n", 2, "b.extends"),
        ("one: {extends: one}\none: {}\n", 2, "one"),
        ("ours:\n  extends: one\n  days: soon\n", 3, "ours.days"),
        ("ours:\n  extends: one\n  dayz: 3\n", 3, "ours.dayz"),
        ("ours:\n  extends: one\n  steps: {pink: {below: 1}}\n", 3, "ours.steps.pink"),
        ("ours:\n  extends: one\n  steps:\n    red: {below: x}\n", 4, "ours.steps[1].below"),
        ("ours:\n  extends: one\n  steps:\n    red: {below: -1}\n", 4, "ours.steps[1].below"),
        ("ours:\n  extends: one\n  title: 甲\n  days: 9\n", 4, "ours.days"),
        ("ours:\n  extends: one\n  days: {values: {soon: 3}}\n", 3, "ours.days.values.soon"),
        ("ours:\n  extends: one\n  days: {values: {}}\n", 3, "ours.days.values"),
    ],
)
def test_a_fault_in_what_extends_stands_in_the_office_s_file(
    tmp_path: Path, text: str, line: int, key: str
) -> None:
    with pytest.raises(PresetError) as told:
        load_dated(SampleShape, write(tmp_path, GOOD), write(tmp_path, text, "own.yaml"))
    fault = told.value.faults[0]
    assert (fault.file, fault.line, fault.key) == ("own.yaml", line, key)


def test_two_things_of_one_name_are_not_guessed_between(tmp_path: Path) -> None:
    twice = GOOD.replace("    - {below: 0.80, colour: red}", "    - {below: 1, colour: red}\n" * 2)
    with pytest.raises(PresetError) as told:
        load_presets(SampleShape, write(tmp_path, twice), write(tmp_path, OWN, "own.yaml"))
    assert told.value.faults[0].key == "ours.steps.red"


DATED = GOOD.replace("days: 28", "days: {values: {2024-01-01: 28, 2025-07-01: 25}}")


def test_a_value_with_dates_speaks_from_its_day_on(tmp_path: Path) -> None:
    one = load_dated(SampleShape, write(tmp_path, DATED))["one"]
    days = (date(2020, 1, 1), date(2025, 6, 30), date(2025, 7, 1), date(2030, 1, 1))
    assert [one.on(day).days for day in days] == [28, 28, 25, 25]
    assert one.days == (date(2025, 7, 1),)


def test_an_office_changes_a_number_from_a_day_on(tmp_path: Path) -> None:
    own = "ours:\n  extends: one\n  days: {values: {2026-01-01: 20}}\n"
    for shipped, before in ((GOOD, 28), (DATED, 25)):
        found = load_dated(SampleShape, write(tmp_path, shipped), write(tmp_path, own, "own.yaml"))
        ours = found["ours"]
        assert ours.on(date(2024, 1, 1)).days == 28
        assert ours.on(date(2025, 12, 31)).days == before
        assert ours.on(date(2026, 1, 1)).days == 20


def test_brackets_change_as_a_whole_from_a_day_on(tmp_path: Path) -> None:
    steps = "  steps:\n    values:\n      start: []\n      2025-01-01: [{below: 2, colour: red}]\n"
    own = "one:\n  extends: one\n" + steps
    one = load_dated(SampleShape, write(tmp_path, GOOD), write(tmp_path, own, "own.yaml"))["one"]
    assert one.on(date(2024, 12, 31)).steps == ()
    assert len(one.on(date(2025, 1, 1)).steps) == 1


def test_what_is_wrong_from_a_day_on_says_so(tmp_path: Path) -> None:
    text = DATED.replace("2025-07-01: 25", "2025-07-01: 32")
    with pytest.raises(PresetError, match="2025-07-01") as told:
        load_dated(SampleShape, write(tmp_path, text))
    assert len(told.value.faults) == 1


def test_rules_that_judge_nothing_take_no_dates(tmp_path: Path) -> None:
    with pytest.raises(PresetError):
        load_presets(SampleShape, write(tmp_path, DATED))


BOMB = "a: &a [x, x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"{name}: &{name} [{', '.join([f'*{before}'] * 10)}]\n"
    for before, name in zip("abcdef", "bcdefg", strict=True)
)
UNREADABLE = [
    (BOMB, "任何规则都用不到这么多"),
    ("one: &a [*a]", "嵌套层数过多"),
    (f"one: {'[' * 60}{']' * 60}", "嵌套层数过多"),
    ("? [a, b]\n: 1", "此处应为名称"),
    (GOOD + "#" * 1_000_000, "超过1MB"),
    ("one: \x07", "YAML"),
    (GOOD.replace("0.80", "1E+400"), "1E+400"),
    (GOOD.replace("0.80", "0." + "1" * 40), "0.111"),
    (GOOD.replace("28", "1" * 30), "111"),
    ("one: {extends: [two]}", "单个取值"),
]


@pytest.mark.parametrize(("text", "says"), UNREADABLE)
def test_what_no_rules_can_be_is_refused_at_once(tmp_path: Path, text: str, says: str) -> None:
    with pytest.raises(PresetError) as caught:
        load_presets(SampleShape, write(tmp_path, text))
    assert says in str(caught.value)
    assert "rules.yaml" in str(caught.value)


def test_presets_extend_each_other_in_a_row_of_twenty_at_most(tmp_path: Path) -> None:
    def chain(number: int) -> str:
        return GOOD + "".join(
            f"p{place}: {{extends: {f'p{place - 1}' if place else 'one'}}}\n"
            for place in range(number)
        )

    assert len(load_presets(SampleShape, write(tmp_path, chain(20)))) == 21
    with pytest.raises(PresetError, match="p0"):
        load_presets(SampleShape, write(tmp_path, chain(21)))


def test_nought_is_nought_however_it_is_written(tmp_path: Path) -> None:
    (found,) = load_presets(
        SampleShape, write(tmp_path, GOOD.replace("0.80", "0E-999999"))
    ).values()
    assert str(found.steps[0].below) == "0"


def test_only_the_presets_asked_for_are_read(tmp_path: Path) -> None:
    path = write(tmp_path, f"{GOOD}bad: {{}}\n")
    assert list(load_dated(SampleShape, path, names=["one"])) == ["one"]

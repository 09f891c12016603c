import pytest
from django.utils import translation

from bihuan.kit.money import (
    BILLION,
    MILLION,
    WAN,
    YI,
    in_unit,
    scale_of,
    scale_with,
    shown,
    unit_name,
)


@pytest.mark.parametrize(
    ("amounts", "scale"),
    [
        ([], WAN),
        ([None, 0], WAN),
        ([YI - 1], WAN),
        ([YI], YI),
        ([-YI], YI),
        ([50 * YI, 0, None], YI),
        ([50 * YI, YI // 10], YI),
        ([50 * YI, YI // 10 - 1], WAN),
    ],
)
def test_amounts_that_stand_together_share_the_unit_in_which_the_smallest_can_be_read(
    amounts, scale
):
    with translation.override("zh-hans"):
        assert scale_of(*amounts) == scale


@pytest.mark.parametrize(
    ("amounts", "scale"),
    [
        ([], WAN),
        ([106 * YI, 3_000_000], YI),
        ([106 * YI, YI // 200], YI),
        ([106 * YI, YI // 200 - 1], WAN),
        ([106 * YI, 0, -YI], YI),
    ],
)
def test_large_figures_keep_their_unit_unless_one_would_vanish(amounts, scale):
    with translation.override("zh-hans"):
        assert scale_with(*amounts) == scale


@pytest.mark.parametrize(
    ("language", "yuan", "told"),
    [
        ("zh-hans", 11_730_000_000, "117.30 亿元"),
        ("zh-hans", 99_999_999, "10,000.00 万元"),
        ("en", 11_730_000_000, "11.73 CNY bn"),
        ("en", BILLION - 1, "1,000.00 CNY m"),
        ("en", 12_345_600, "12.35 CNY m"),
        ("en", -2 * MILLION, "-2.00 CNY m"),
    ],
)
def test_amounts_are_told_in_the_steps_of_the_language(language, yuan, told):
    with translation.override(language):
        scale = scale_of(yuan)
        assert f"{shown(yuan, scale)} {unit_name(scale)}" == told


def test_exact_amounts_are_told_in_the_language_or_in_the_unit_of_their_table():
    with translation.override("en"):
        assert in_unit(12_345_600) == "CNY 12.3456 m"
        assert in_unit(12_345_600, WAN) == "1,234.56 ten thousand yuan"

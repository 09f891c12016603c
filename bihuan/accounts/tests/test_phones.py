"""Which numbers are phones, and how each is kept."""

import pytest

from bihuan.accounts.rules import check_phone, phone_written
from bihuan.kit.errors import Refusal


@pytest.mark.parametrize(
    ("told", "kept"),
    [
        ("", ""),
        ("13800001111", "13800001111"),
        ("１３８００００１１１１", "13800001111"),
        ("138 0000 1111", "138 0000 1111"),
        ("138-0000-1111", "138-0000-1111"),
        ("+86 13800001111", "+86 13800001111"),
        ("0745-2261111", "0745-2261111"),
        ("07452261111", "07452261111"),
        ("（0745）2261111", "0745-2261111"),
        ("010-65251111", "010-65251111"),
        ("0745-2261111转801", "0745-2261111-801"),
        ("0745-2261111 分机：801", "0745-2261111 -801"),
        ("0745—2261111—801", "0745-2261111-801"),
        ("2261111", "2261111"),
        ("400-820-8820", "400-820-8820"),
    ],
)
def test_mobile_phones_landlines_and_extensions_are_taken(told, kept):
    assert phone_written(told) == kept
    check_phone(kept)


@pytest.mark.parametrize(
    "told",
    ["1380000111", "138000011111", "12800001111", "0745-1", "0745-226111", "12345", "电话", "1-2"],
)
def test_what_is_no_phone_is_refused_by_its_digits(told):
    with pytest.raises(Refusal, match=told):
        check_phone(told)

import pytest
from django.core.exceptions import ValidationError

from bihuan.kit.fields import WanField


@pytest.mark.parametrize(
    ("typed", "yuan"),
    [
        ("1234.5678", 12_345_678),
        ("1,234.5", 12_345_000),
        ("１２．５", 125_000),
        ("0", 0),
        ("1.2亿", 120_000_000),
        ("1.2 亿元", 120_000_000),
        ("3万元", 30_000),
        ("500元", 500),
        ("-3", -30_000),
        ("", None),
        ("  ", None),
        ("1.23456", 12_346),
    ],
)
def test_what_offices_type_is_read_in_wan(typed: str, yuan: int | None) -> None:
    assert WanField(required=False).clean(typed) == yuan


@pytest.mark.parametrize("typed", ["约30", "，5", "1e5", "nan", "3%", "9" * 17, "(3)"])
def test_what_is_no_amount_is_refused(typed: str) -> None:
    with pytest.raises(ValidationError):
        WanField().clean(typed)


@pytest.mark.parametrize(
    ("yuan", "shown"), [(12_345_678, "1234.5678"), (10_000_000, "1000"), (0, "0")]
)
def test_stored_money_is_shown_without_trailing_zeros(yuan: int, shown: str) -> None:
    assert WanField().prepare_value(yuan) == shown


def test_what_was_typed_is_shown_again() -> None:
    assert WanField().prepare_value("约30") == "约30"


def test_a_change_is_of_the_amount_not_of_its_writing() -> None:
    field = WanField()
    assert not field.has_changed(10_000, "1.00")
    assert field.has_changed(10_000, "2")
    assert field.has_changed(10_000, "x")

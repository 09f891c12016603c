import pytest

from bihuan.kit.money import WAN, YI, scale_of


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
    assert scale_of(*amounts) == scale

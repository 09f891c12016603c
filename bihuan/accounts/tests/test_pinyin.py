"""Organisations and leaders are sorted as they are spoken, and found by it."""

from datetime import UTC, datetime

import pytest

from bihuan.accounts import actions
from bihuan.accounts.models import Leader, Organisation
from bihuan.accounts.queries import organisation_named, pinyin_order
from bihuan.kit.days import local_day

from .factories import make_user

pytestmark = pytest.mark.django_db
NOW = datetime(2024, 3, 22, 2, tzinfo=UTC)


def test_organisations_and_leaders_are_sorted_and_found_by_pinyin() -> None:
    office = make_user()
    for name in ("区住建局", "区财政局", "区水利局"):
        actions.add_organisation(name=name, by=office, at=NOW)
    assert [str(each) for each in Organisation.objects.filter(name__startswith="区")] == [
        "区财政局",
        "区水利局",
        "区住建局",
    ]
    for typed in ("caizheng", "qcz"):
        assert [str(each) for each in Organisation.objects.called(typed)] == ["区财政局"]
    assert organisation_named("qzjj") is not None
    assert organisation_named("qu") is None
    for name, first in (("郑某", False), ("安某", False), ("王某", True)):
        actions.add_leader(name=name, is_principal=first, by=office, at=NOW)
    assert [each.name for each in Leader.objects.all()] == ["王某", "安某", "郑某"]
    assert sorted(["区住建局", "区财政局"], key=pinyin_order()) == ["区财政局", "区住建局"]


def test_a_renamed_organisation_is_spoken_by_its_new_name() -> None:
    office = make_user()
    bureau = actions.add_organisation(name="区水利局", by=office, at=NOW)
    actions.rename_organisation(
        organisation=bureau, name="区数据局", on=local_day(NOW), by=office, at=NOW
    )
    assert [str(each) for each in Organisation.objects.called("shuju")] == ["区数据局"]

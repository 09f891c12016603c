"""What the city publishes of its counties: entered, corrected, ranked, beside the ladder."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
import time_machine

from bihuan.accounts.roles import Role
from bihuan.accounts.tests.factories import make_user, signed_in
from bihuan.audit.models import Event
from bihuan.funding import actions
from bihuan.funding.drafts import CountyDraft
from bihuan.funding.kinds import FundingStage
from bihuan.funding.models import CountyFunding
from bihuan.funding.rules.counties import check_county, is_ours, ranked
from bihuan.kit.errors import NotAllowed, Refusal
from bihuan.projects.actions import set_district

from .factories import MARCH, NOW, WAN, enter, make_line

JUNE = date(2024, 6, 1)


class TestRules:
    @pytest.mark.parametrize("county", ["鹤城区", "鹤城", " 鹤城区", "怀化市鹤城区"])
    def test_our_county_is_known_by_the_districts_name(self, county):
        assert is_ours(county, "怀化市鹤城区")
        assert is_ours(county, "鹤城区")

    @pytest.mark.parametrize("county", ["中方县", "区", "怀化市", ""])
    def test_others_are_not_ours(self, county):
        assert not is_ours(county, "鹤城区")
        assert not is_ours("鹤城区", "")

    def test_equal_amounts_share_a_place(self):
        found = ranked({"甲县": 5, "乙县": 9, "丙区": 5, "丁县": 1}, "丙区")
        assert [(each.county, each.rank, each.tied_with) for each in found] == [
            ("乙县", 1, ()),
            ("丙区", 2, ("甲县",)),
            ("甲县", 2, ("丙区",)),
            ("丁县", 4, ()),
        ]
        assert [each.county for each in found if each.is_ours] == ["丙区"]

    @pytest.mark.parametrize(
        ("county", "year", "yuan"),
        [(" ", 2024, 1), ("长" * 41, 2024, 1), ("甲", 2023, 1), ("甲", 2024, -1)],
    )
    def test_what_is_no_row_of_the_city_is_refused(self, county, year, yuan):
        with pytest.raises(Refusal):
            check_county(county, year, JUNE, yuan, today=NOW.date())
        check_county("甲", 2024, JUNE, 0, today=NOW.date())
        with pytest.raises(Refusal):
            check_county("甲", 2024, JUNE, 1, today=date(2024, 5, 31))


@pytest.fixture(autouse=True)
def _now(db: None) -> Iterator[None]:
    set_district(by=make_user(), at=NOW, name="鹤城区")
    with time_machine.travel(NOW, tick=False):
        yield


def county(name: str, yuan: int, until: date = JUNE, **said: Any) -> CountyFunding:
    by = said.pop("by", None) or make_user()
    draft = CountyDraft(name, "central_budget", until.year, until, yuan, **said)
    return actions.enter_county(draft=draft, by=by, at=NOW)


def table(ours: int = 900 * WAN, until: date = JUNE) -> None:
    for name, yuan in (("鹤城区", ours), ("沅陵县", 1200 * WAN), ("中方县", 900 * WAN)):
        county(name, yuan, until)


def test_a_correction_is_a_new_version_with_a_reason():
    first = county("鹤城区", 5, source="怀发改〔2024〕3号")
    assert county("鹤城区", 5).pk == first.pk
    with pytest.raises(Refusal):
        county("鹤城区", 6)
    second = county(" 鹤城区 ", 6, date(2024, 6, 9), reason="更正")
    first.refresh_from_db()
    assert (second.version, first.is_current, second.until) == (2, False, JUNE)
    event = Event.objects.filter(verb="funding.county_entered").order_by("-pk")[0]
    assert event.note == {"yuan": [5, 6], "reason": "更正"}


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.OFFICE, Role.CONSOLE}))
def test_the_office_alone_enters_counties(role):
    with pytest.raises(NotAllowed):
        county("鹤城区", 5, by=make_user(role=role))


def test_a_programme_that_there_is_not_is_refused():
    draft = CountyDraft("鹤城区", "lottery", 2024, JUNE, 5)
    with pytest.raises(Refusal):
        actions.enter_county(draft=draft, by=make_user(), at=NOW)


def test_the_page_marks_us_and_puts_the_ladder_beside():
    table()
    table(1500 * WAN, date(2023, 6, 1))
    line = make_line()
    enter(line, FundingStage.ISSUED, MARCH, 850 * WAN)
    html = signed_in().get("/funding/counties/?year=2024").content.decode()
    for words in ("第2位，共3个", "本区", "与中方县并列", "850.00", "相差50.00万元", "上年第1位"):
        assert words in html
    viewer = signed_in(make_user(role=Role.REPORTER)).get("/funding/counties/?year=2024")
    assert "850.00" not in viewer.content.decode()
    assert "尚无全市" in signed_in().get("/funding/counties/?year=2020").content.decode()


def test_a_county_is_entered_on_the_page():
    said = {"programme": "own", "until": "2024-06", "county": "鹤城区", "amount_yuan": "12.5"}
    answer = signed_in().post("/funding/counties/?year=2024", said)
    assert (answer.status_code, CountyFunding.objects.get().amount_yuan) == (302, 125_000)
    again = signed_in().post("/funding/counties/?year=2024", {**said, "amount_yuan": "13"})
    assert again.status_code == 409
    bad = signed_in().post("/funding/counties/?year=2024", {**said, "until": "六月"})
    assert bad.status_code == 422
    reporter = signed_in(make_user(role=Role.REPORTER)).post("/funding/counties/", said)
    assert reporter.status_code == 403


def test_the_api_reads_and_enters_counties():
    office = signed_in()
    said = {"county": "鹤城区", "programme": "own", "month": "2024-06", "amount_yuan": 7}
    answer = office.post("/api/funding/counties", said, content_type="application/json")
    assert (answer.status_code, answer.json()["version"]) == (201, 1)
    [read] = office.get("/api/funding/counties/2024").json()
    assert (read["rank"], read["counties"][0]["county"]) == (1, "鹤城区")

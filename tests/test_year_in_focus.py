"""The year that somebody works in goes along from page to page."""

import pytest

from bihuan.accounts.tests.factories import signed_in
from bihuan.plans.tests.factories import make_entry
from bihuan.projects.models import District

pytestmark = pytest.mark.django_db
PAGES = (
    "/plans/",
    "/progress/",
    "/projects/",
    "/",
    "/statistics/",
    "/factors/",
)


@pytest.fixture(autouse=True)
def years():
    District.objects.create(pk=1, name="示例区", year=2024)
    for year in (2024, 2025):
        make_entry(year=year)


def test_a_year_that_was_asked_for_stays_on_the_next_pages():
    browser = signed_in()
    browser.get("/plans/", {"year": 2025})
    for page in PAGES:
        shown = browser.get(page, follow=True)
        if shown.status_code == 200 and "year" in shown.context:
            assert shown.context["year"] == 2025, page
        assert "回到 2024 年" in shown.content.decode(), page


def test_back_to_the_usual_year_forgets_it():
    browser = signed_in()
    browser.get("/plans/", {"year": 2025})
    browser.get("/plans/", {"year": 2024})
    assert browser.get("/plans/").context["year"] == 2024
    assert "回到" not in browser.get("/plans/").content.decode()


def test_it_is_forgotten_when_the_district_goes_on():
    browser = signed_in()
    browser.get("/plans/", {"year": 2023})
    District.objects.update(year=2025)
    assert browser.get("/plans/").context["year"] == 2025


def test_programmes_ask_for_theirs_each_time():
    browser = signed_in()
    browser.get("/plans/", {"year": 2025})
    assert browser.get("/api/figures", {"year": 2023}).status_code == 200
    assert browser.get("/plans/").context["year"] == 2025


@pytest.mark.parametrize("asked", ["", "x", "1", "99999", "²"])
def test_what_is_no_year_is_not_kept(asked):
    browser = signed_in()
    browser.get("/plans/", {"year": asked})
    assert browser.get("/plans/").context["year"] == 2024

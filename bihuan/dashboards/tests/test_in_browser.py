"""The list, the cards and the wall in a real browser: what stays, what fits, what is printed."""

import pypdfium2
import pytest
from django.conf import settings

from bihuan.accounts.tests.factories import make_user
from bihuan.lights.tests.factories import make_reported
from bihuan.progress.tests.factories import make_listed
from bihuan.projects.models import District

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SCREENS = ((1366, 768), (1920, 1080), (3840, 2160))
LOW = """[...document.querySelectorAll('[data-shown] *, .wall-head *')]
    .filter(each => each.getBoundingClientRect().bottom > innerHeight).length"""


@pytest.fixture
def office(page, client, live_server):
    District.objects.create(pk=1, name="试验区", year=2024)
    client.force_login(make_user())
    key = client.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies([{"name": "sessionid", "value": key, "url": str(live_server)}])
    return page


def printed(page):
    """Return the sheets that the page prints: width, height and text of each."""
    sheets = pypdfium2.PdfDocument(page.pdf(prefer_css_page_size=True))
    return [(*sheet.get_size(), sheet.get_textpage().get_text_bounded()) for sheet in sheets]


def test_the_head_of_a_long_list_stays_in_sight_and_a_phone_shows_two_lines_each(office):
    for number in range(40):
        make_listed(name=f"某街道第{number}号改造工程")
    office.set_viewport_size({"width": 1440, "height": 800})
    office.goto("/projects/")
    office.evaluate("scrollTo(0, 900)")
    assert office.locator("thead th").first.bounding_box()["y"] == 0
    office.set_viewport_size({"width": 390, "height": 844})
    assert office.evaluate("document.documentElement.scrollWidth") <= 390
    assert office.locator("tbody tr").nth(5).bounding_box()["height"] <= 64
    assert office.locator("thead").is_hidden()


def test_boxes_of_figures_stay_in_one_line_on_every_screen(office):
    make_listed(planned_yuan=99_999_999, total_investment_yuan=999_999_999_999)
    for width in (1366, 390):
        office.set_viewport_size({"width": width, "height": 800})
        for path in ("/", "/projects/", "/projects/cards/", "/plans/"):
            office.goto(path)
            assert office.evaluate("document.documentElement.scrollWidth") <= width, path
            for box in office.locator(".stat-value:visible").all():
                lines = box.evaluate(
                    "each => each.scrollHeight / parseFloat(getComputedStyle(each).lineHeight)"
                )
                assert lines < 1.9, (path, width, box.inner_text())
                assert box.evaluate("each => each.scrollWidth <= each.clientWidth + 1"), path


def test_a_printed_list_is_whole_and_lies_across_with_heads_on_every_sheet(office):
    found = [make_listed(name=f"第{number:03}号改造工程").name for number in range(60)]
    office.goto("/projects/?rows=all")
    sheets = printed(office)
    assert len(sheets) > 1
    for width, height, text in sheets:
        assert width > height
        assert "责任单位" in text
    told = "".join(text for _width, _height, text in sheets)
    assert all(name in told for name in found)
    assert f"1 / {len(sheets)}" in sheets[0][2]


def test_a_card_and_the_overview_are_one_sheet_each(office):
    project = make_reported(completed_yuan=600_000)
    for path in (f"/projects/{project.pk}/card/", "/?month=3"):
        office.goto(path)
        ((width, height, text),) = printed(office)
        assert width < height
        assert "万元" in text, path


def test_the_wall_fits_every_screen_turns_and_is_left_by_its_control_alone(office):
    make_reported(completed_yuan=600_000)
    sizes = []
    for width, height in SCREENS:
        office.set_viewport_size({"width": width, "height": height})
        office.goto("/?mode=wall&month=3")
        sizes.append(
            office.evaluate("parseFloat(getComputedStyle(document.documentElement).fontSize)")
        )
        for _page in range(3):
            assert office.evaluate(LOW) == 0
            office.keyboard.press("ArrowRight")
    assert [round(size / sizes[0], 1) for size in sizes] == [1.0, 1.4, 2.8]
    office.evaluate(
        "document.querySelector('.wall-verdict').append('按时间进度落后的类别：产业项目、'.repeat(16))"
    )
    for width, height in SCREENS:  # however much the headline says, nothing is cut
        office.set_viewport_size({"width": width, "height": height})
        for _page in range(3):
            office.keyboard.press("ArrowRight")
            assert office.evaluate(LOW) == 0
    office.mouse.click(600, 600)
    assert "mode=wall" in office.url
    office.get_by_role("button", name="退出大屏").click()
    office.wait_for_url(lambda url: "mode=wall" not in url)
    assert office.locator("html[data-mode]").count() == 0

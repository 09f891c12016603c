"""One blocker in a real browser, from raised to closed, through four people."""

import pytest
from django.utils import timezone

from bihuan.accounts.actions import add_user, console_user
from bihuan.accounts.roles import Role
from bihuan.accounts.tests.factories import make_organisation
from bihuan.audit.log import first_broken_event
from bihuan.matters.models import Matter
from bihuan.progress.tests.factories import make_listed
from bihuan.visits.tests.factories import photo as picture_of_the_site

PASSWORD = "a-long-enough-1-password"
TITLE = "三户房屋征收协议未签"

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def people(settings, tmp_path):
    """A reporter, the office, a department and a supervisor, who sign in as anybody would."""
    settings.MEDIA_ROOT = tmp_path
    at = timezone.now()
    owner, bureau = make_organisation(name="某建设公司"), make_organisation(name="区征收事务中心")
    make_listed(owner=owner, name="迎丰路改造", name_key="迎丰路改造")
    for name, role, organisation in (
        ("reporter", Role.REPORTER, owner),
        ("office", Role.OFFICE, None),
        ("department", Role.DEPARTMENT, bureau),
        ("supervisor", Role.SUPERVISOR, None),
    ):
        add_user(
            username=name,
            role=role,
            password=PASSWORD,
            chosen_by_user=True,
            organisation=organisation,
            by=console_user(at=at),
            at=at,
        )


def as_user(page, username):
    page.goto("/sign-in/login/")
    page.fill("input[name=login]", username)
    page.fill("input[name=password]", PASSWORD)
    page.keyboard.press("Enter")
    page.get_by_role("button", name="退出").first.wait_for()


def leave(page):
    page.get_by_role("button", name="退出").first.click()
    page.wait_for_url("**/sign-in/login/**")


def opened(page, verb):
    """Open a move on the matter's page, unless the page opened it for want of something."""
    offer = page.locator(f"details#{verb}")
    if offer.get_attribute("open") is None:
        offer.locator("summary").click()
    return offer


def make_move(page, verb, **fields):
    """Open a move on the matter's page, fill it in, send it."""
    offer = opened(page, verb)
    for name, value in fields.items():
        offer.locator(f"[name={name}]").fill(value)
    offer.locator("form button").click()
    page.get_by_text("已办理").wait_for()


def choose(page, verb, **fields):
    """As `make_move`, with a choice from a list."""
    offer = opened(page, verb)
    for name, label in fields.items():
        offer.locator(f"select[name={name}]").select_option(label=label)
    offer.locator("form button").click()
    page.get_by_text("已办理").wait_for()


def raise_one(page):
    """Raise a matter from the account; returns its address."""
    page.goto("/matters/")
    page.get_by_role("link", name="提出事项").first.click()
    page.fill("input[name=q]", "迎丰")
    page.get_by_role("button", name="查找").click()
    page.get_by_role("link", name="迎丰路改造").click()
    page.fill("input[name=title]", TITLE)
    page.fill("textarea[name=text]", "影响路基施工")
    page.get_by_role("button", name="提出").click()
    page.get_by_text("已提出，编号").wait_for()
    return page.url


def answer(page, photo):
    offer = page.locator("details#answer")
    offer.locator("summary").click()
    offer.locator("textarea[name=note]").fill("三户均已签约腾房，场地已移交")
    offer.locator("input[type=file]").set_input_files(str(photo))
    offer.locator("form button").click()
    page.get_by_text("现场.jpg").wait_for()
    page.get_by_text("已办理").wait_for()


def test_a_blocker_goes_from_raised_to_closed_through_four_people(page, people, tmp_path):
    as_user(page, "reporter")
    address = raise_one(page)
    assert page.locator("details#assign, details#verify").count() == 0
    leave(page)
    as_user(page, "office")
    page.goto("/matters/?scope=mine")
    page.get_by_role("link", name=TITLE).click()
    choose(page, "assign", lead="区征收事务中心")
    leave(page)
    as_user(page, "department")
    page.goto("/work/")
    page.get_by_role("link", name=TITLE).first.click()
    make_move(page, "sign")
    make_move(page, "feed_back", note="已签两户")
    photo = tmp_path / "现场.jpg"
    photo.write_bytes(picture_of_the_site())
    answer(page, photo)
    assert page.locator("details#verify, details#close").count() == 0
    leave(page)
    as_user(page, "supervisor")
    page.goto(address)
    make_move(page, "verify", note="现场已核实")
    leave(page)
    as_user(page, "office")
    page.goto(address)
    make_move(page, "close")
    matter = Matter.objects.get()
    assert (matter.state, matter.moves.count()) == ("closed", 7)
    assert len({move.by_id for move in matter.moves.all()}) == 4
    assert first_broken_event() is None

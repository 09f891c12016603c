"""Every page, with the example district in it, is readable by all and fits a phone; so are pages
with nothing on them, and forms that were refused.
"""

from itertools import groupby, pairwise

import pytest
from django.conf import settings

from bihuan.accounts.models import User
from tools.pages import EMPTY, FORMS, PAGES, PAGES_OF, known

from .cells import FULL, TURN, share_of_day
from .loaded import bring_in_example

AXE = settings.PACKAGE.parent / "node_modules" / "axe-core" / "axe.min.js"
RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"],
    "rules": {"target-size": {"enabled": True}},  # 24 pixels for a thumb, or room around
    "resultTypes": ["violations"],
    "preload": False,
}
PLACED = "leaflet-marker"  # a mark on a map lies where it lies; its project is in the list below
SERIOUS = ("serious", "critical")
PHONE, WIDE = {"width": 390, "height": 844}, {"width": 1280, "height": 720}
SHARES = 4  # of the pages, one a day
TALLEST = 6_000  # pixels on a phone: seven screens
DRAWN_TWICE = """width => new Promise(done => {
    const look = () => innerWidth === width
        ? requestAnimationFrame(() => requestAnimationFrame(done))
        : requestAnimationFrame(look);
    look();
})"""  # the page hears of its new size before it is drawn for the second time
TOO_WIDE = "document.documentElement.scrollWidth - innerWidth"
TABLES_TOO_WIDE = """[...document.querySelectorAll('.scroll-x:has(> table:not(.matrix))')]
    .filter(box => box.checkVisibility() && box.scrollWidth > box.clientWidth + 1)
    .map(box => box.querySelector('th')?.textContent.trim())"""
OPEN_ALL = """document.querySelectorAll('main details')
    .forEach(part => { part.open = true; })"""
GO = "address => void setTimeout(() => location.assign(address))"
PAPER = {"width": 680, "height": 960}  # what is printed of A4
SMALLEST = 8  # six points, in pixels
FOR_THE_SCREEN = """() => {
    const shows = element => element.checkVisibility() && element.getClientRects().length;
    const main = document.querySelector('main');
    const reads = main.querySelector('table.data, dl, .grid-stats, ol, .light, .empty');
    const field = 'input:not([type=hidden]), select, textarea';
    const forms = `form:not(:has(table)) :is(${field})`;
    const controls = 'button, .button:not(.keep, [aria-current]), [role=search], .pager, .toolbar';
    return [...document.querySelectorAll(reads ? `${controls}, ${forms}` : controls)]
        .filter(shows).map(element => element.outerHTML.slice(0, 80));
}"""
SMALL_LETTERS = """smallest => [...document.querySelectorAll('svg.chart text')]
    .filter(text => text.checkVisibility() && text.getBoundingClientRect().height)
    .map(text => parseFloat(getComputedStyle(text).fontSize) * text.getScreenCTM().a)
    .filter(size => size < smallest - 0.2)"""
SEND_EMPTY = """() => {
    const form = [...document.querySelectorAll('main form')].find(each => each.method === 'post');
    for (const field of form.querySelectorAll('input:not([type=hidden]), select, textarea'))
        field.value = '';
    form.noValidate = true;
    delete form.dataset.confirm;
    setTimeout(() => form.requestSubmit(form.querySelector('button:not([type=button])')));
}"""

pytestmark = [pytest.mark.browser, pytest.mark.long, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def sign_in(page, client, live_server, settings, tmp_path):
    """The example district; sign a role in, in the one browser that all walks share."""
    settings.HOME, settings.MEDIA_ROOT = tmp_path, tmp_path / "media"
    bring_in_example()
    page.context.add_init_script(path=AXE)  # once, past the policy, which forbids it to pages

    def as_(role):
        client.force_login(User.objects.filter(role=role, is_active=True).order_by("pk")[0])
        key = client.cookies[settings.SESSION_COOKIE_NAME].value
        page.context.add_cookies([{"name": "sessionid", "value": key, "url": str(live_server)}])

    return as_


def walked(page, paths, live_server):
    """Yield each page with its answer; while one is looked over, the next is on its way."""
    here, there = page, page.context.new_page()
    for tab in (here, there):
        tab.set_viewport_size(PHONE)
    answer = here.goto(paths[0])
    for path, following in pairwise(paths):
        with there.expect_navigation() as coming:
            there.evaluate(GO, f"{live_server}{following}")
            yield path, here, answer
        here, there, answer = there, here, coming.value
    yield paths[-1], here, answer


def barriers(page):
    found = page.evaluate("rules => axe.run(rules)", RULES)["violations"]
    return [
        f"{each['id']}: {node['html'][:140]}"
        for each in found
        if each["impact"] in SERIOUS
        for node in each["nodes"][:2]
        if each["id"] != "target-size" or PLACED not in node["html"]
    ]


def faults(page, place):
    """Return what is wrong with a page as it came to a phone, with all that is folded open, and,
    every second one, on a wide screen. Axe looks at every third page, at one of the sizes by turns.
    On other days it is others' turn; in full, all are looked at in all ways.
    """
    height = page.evaluate("document.documentElement.scrollHeight")
    if height > TALLEST:
        yield f"is {height} px high on a phone"
    page.evaluate(OPEN_ALL)
    if page.evaluate(TOO_WIDE) > 0:
        yield f"is {page.evaluate(TOO_WIDE)} px too wide for a phone"
    yield from (f"has a table too wide for a phone: {it}" for it in page.evaluate(TABLES_TOO_WIDE))
    turn = place + TURN // SHARES
    if FULL or turn % 6 == 1:
        yield from barriers(page)
    if FULL or turn % 2 == 0:
        yield from faults_when_wide(page, turn)


def faults_when_wide(page, turn):
    page.set_viewport_size(WIDE)
    page.evaluate(DRAWN_TWICE, WIDE["width"])
    if page.evaluate(TOO_WIDE) > 0:
        yield f"is {page.evaluate(TOO_WIDE)} px too wide for a wide screen"
    if FULL or turn % 6 == 4:
        yield from barriers(page)
    yield from printed(page)
    page.set_viewport_size(PHONE)


def printed(page):
    """Return what of a page is printed although it is for the screen, and letters too small."""
    page.emulate_media(media="print")
    page.set_viewport_size(PAPER)
    page.evaluate(DRAWN_TWICE, PAPER["width"])
    yield from (f"prints {it}" for it in page.evaluate(FOR_THE_SCREEN))
    if small := page.evaluate(SMALL_LETTERS, SMALLEST):
        yield f"prints letters of {min(small):.1f} px in a chart"
    page.emulate_media(media="screen")


def test_every_page_is_readable_by_all_and_fits_a_phone(page, live_server, sign_in):
    rows, found = known(), []
    walks = {"office": (*PAGES, *EMPTY), **PAGES_OF}.items()
    pages = share_of_day([(role, path) for role, paths in walks for path in paths], of=SHARES)
    for role, chosen in groupby(pages, key=lambda each: each[0]):
        sign_in(role)
        there = [path.format(**rows) for _role, path in chosen]
        for place, (path, tab, answer) in enumerate(walked(page, there, live_server)):
            if answer.status != 200 and path != "/no-such-page/":
                found.append(f"{path} answers {answer.status} to {role}")
            found += [f"{path} {fault}" for fault in faults(tab, place)]
    assert not found, "\n".join(found)


def test_every_refused_form_is_readable_by_all_and_fits_a_phone(page, sign_in):
    rows, found = known(), []
    sign_in("office")
    page.set_viewport_size(PHONE)
    for place, path in enumerate(path.format(**rows) for path in share_of_day(FORMS, of=2)):
        page.goto(path)
        with page.expect_navigation():
            page.evaluate(SEND_EMPTY)
        if not page.locator("[aria-invalid=true], .notice[data-kind=bad], .errorlist").count():
            found.append(f"{path} refuses nothing, or says nothing of it")
        found += [f"{path} sent empty {fault}" for fault in faults(page, place)]
    assert not found, "\n".join(found)

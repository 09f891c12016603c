"""Every page, with the example district in it, is readable by all and fits a phone."""

import pytest
from django.conf import settings

from bihuan.accounts.models import Leader, User
from bihuan.command.models import HardBone
from bihuan.dispatch.models import Meeting
from bihuan.factors.models import Need
from bihuan.importing.models import Batch
from bihuan.matters.models import Matter
from bihuan.plans.models import AnnualList, Entry
from bihuan.progress.models import Report
from bihuan.projects.models import Chain, Project
from bihuan.visits.models import VisitPhoto

from .cells import FULL
from .loaded import bring_in_example

AXE = settings.PACKAGE.parent / "node_modules" / "axe-core" / "axe.min.js"
RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"],
    "resultTypes": ["violations"],
}
DRAWN_TWICE = """width => new Promise(done => {
    const look = () => innerWidth === width
        ? requestAnimationFrame(() => requestAnimationFrame(done))
        : requestAnimationFrame(look);
    look();
})"""  # the page hears of its new size before it is drawn for the second time
SERIOUS = ("serious", "critical")
SIZES = {"phone": {"width": 390, "height": 844}, "wide": {"width": 1280, "height": 720}}
PAGES = (
    "/",
    "/projects/",
    "/projects/{project}/",
    "/projects/{project}/card/",
    "/projects/cards/?light=red&tier=provincial",
    "/two-investments/",
    "/map/",
    "/map/?light=red",
    "/wall-plan/",
    "/wall-plan/?group=commander&show=overdue",
    "/progress/",
    "/progress/2024-12/",
    "/progress/2024-12/?tab=all",
    "/progress/2024-12/?tab=organisations",
    "/progress/reports/{report}/",
    "/progress/reports/{report}/correct/",
    "/progress/changes/",
    "/statistics/",
    "/chains/",
    "/chains/{chain}/",
    "/lights/",
    "/lights/2024-11/",
    "/lights/2024-12/{project}/",
    "/lights/rules/",
    "/lights/2024-11/?disagree=1",
    "/lights/hits/",
    "/figures/",
    "/figures/answers/",
    "/figures/of/plan_completion.municipal/",
    "/figures/of/completed.all/",
    "/import/",
    "/import/{batch}/",
    "/import/{batch}/?tab=updated",
    "/import/{batch}/?tab=sheets",
    "/plans/",
    "/plans/lists/{list}/",
    "/plans/lists/{list}/enter/",
    "/plans/lists/{list}/edit/",
    "/plans/entries/{entry}/",
    "/district/",
    "/installation/",
    "/accounts/organisations/",
    "/accounts/users/",
    "/accounts/users/add/",
    "/accounts/users/{commander}/leaving/",
    "/accounts/organisations/{organisation}/change/",
    "/import/people/",
    "/accounts/keys/",
    "/accounts/keys/all/",
    "/projects/add/",
    "/projects/{project}/edit/",
    "/projects/{project}/state/",
    "/projects/{project}/merge/",
    "/projects/{project}/days/",
    "/matters/",
    "/matters/{matter}/",
    "/matters/raise/",
    "/matters/raise/?project={project}",
    "/matters/rules/",
    "/matters/papers/",
    "/matters/papers/due/",
    "/factors/",
    "/factors/{need}/",
    "/factors/project/{needy}/",
    "/visits/",
    "/visits/{visit}/",
    "/visits/record/?project={project}",
    "/visits/plan/2024-11/",
    "/visits/go/",
    "/command/",
    "/command/mine/?leader={leader}",
    "/command/appoint/",
    "/command/bones/",
    "/command/bones/choose/",
    "/command/bones/projects/{project}/",
    "/command/bones/{bone}/",
    "/dispatch/",
    "/dispatch/rules/",
    "/dispatch/meetings/",
    "/dispatch/meetings/plan/",
    "/dispatch/meetings/{meeting}/",
    "/dispatch/meetings/{meeting}/decisions/",
    "/dispatch/meetings/{meeting}/room/",
    "/dispatch/meetings/{meeting}/room/projection/",
    "/dispatch/meetings/{meeting}/room/together/",
    "/search/",
    "/search/?q=项目",
    "/work/",
    "/work/notices/mine/",
    "/work/channels/",
    "/work/notices/",
    "/sign-in/two-steps/",
    "/sign-in/password/",
    "/access/",
    "/access/rules/",
)

pytestmark = [pytest.mark.browser, pytest.mark.long, pytest.mark.django_db(transaction=True)]


def barriers(page):
    found = page.evaluate("rules => axe.run(rules)", RULES)["violations"]
    return [
        (v["id"], node["html"][:140])
        for v in found
        if v["impact"] in SERIOUS
        for node in v["nodes"][:2]
    ]


def sizes_looked_over(place):
    """Return at which sizes a page is looked over whole: by turns at one, or at both in full. That
    it fits is asked at both.
    """
    return list(SIZES) if FULL else [list(SIZES)[place % len(SIZES)]]


def sizes_in_turn(place):
    """Return the sizes of the window, the one first that the page before was left with."""
    return list(SIZES)[:: -1 if place % 2 else 1]


def faults(page, path, place):
    """Return what is wrong with one page: how wide it is at both sizes of the window, and whether
    all can read it at those that are looked over.
    """
    answer = page.goto(path)
    if answer.status != 200:
        yield f"{path} answers {answer.status}"
    page.evaluate(AXE.read_text(encoding="utf-8"))  # past the policy, which forbids it to pages
    for name in sizes_in_turn(place):
        page.set_viewport_size(SIZES[name])
        page.evaluate(DRAWN_TWICE, SIZES[name]["width"])
        if name in sizes_looked_over(place):
            yield from (f"{path} {name} {rule}: {html}" for rule, html in barriers(page))
        too_wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        if too_wide > 0:
            yield f"{path} {name} is {too_wide} px too wide"


def test_every_page_is_readable_by_all_and_fits_a_phone(page, client, live_server, settings):
    settings.HOME = settings.HOME / "accessibility"
    settings.HOME.mkdir(parents=True, exist_ok=True)
    settings.MEDIA_ROOT = settings.HOME / "media"
    bring_in_example()
    client.force_login(User.objects.get(username="office"))
    key = client.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies([{"name": "sessionid", "value": key, "url": str(live_server)}])
    known = {
        "project": Project.objects.order_by("pk")[0].pk,
        "report": Report.objects.filter(state="locked").order_by("pk")[0].pk,
        "batch": Batch.objects.get().pk,
        "chain": Chain.objects.earliest("pk").pk,
        "list": AnnualList.objects.order_by("pk")[0].pk,
        "entry": Entry.objects.order_by("pk")[0].pk,
        "matter": Matter.objects.filter(state="working").order_by("pk")[0].pk,
        "need": Need.objects.filter(state="accepted").order_by("pk")[0].pk,
        "needy": Need.objects.order_by("pk")[0].project_id,
        "visit": VisitPhoto.objects.order_by("pk")[0].visit_id,
        "leader": Leader.objects.exclude(projects=None).order_by("pk")[0].pk,
        "bone": HardBone.objects.order_by("pk")[0].pk,
        "commander": Leader.objects.exclude(user=None).order_by("pk")[0].user_id,
        "organisation": Project.objects.exclude(owner=None).order_by("pk")[0].owner_id,
        "meeting": Meeting.objects.order_by("pk")[0].pk,
    }
    found = [
        fault
        for place, path in enumerate(PAGES)
        for fault in faults(page, path.format(**known), place)
    ]
    assert not found, "\n".join(found)

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from bihuan.accounts.models import User
from bihuan.accounts.roles import Role
from bihuan.accounts.tests.factories import make_leader, make_organisation, make_user, signed_in
from bihuan.kit.days import local_day
from bihuan.kit.errors import Refusal
from bihuan.kit.tests.pictures import PNG
from bihuan.matters.kinds import MatterState, Verb
from bihuan.matters.models import Matter
from bihuan.progress.actions import choose_rules
from bihuan.progress.tests.factories import make_listed
from bihuan.projects.kinds import Rules
from bihuan.projects.queries import chosen_presets

from .factories import answer_one, assign_one, close_one, home, make_handler, raise_one, work_on_one

pytestmark = pytest.mark.django_db


def send(user: User, matter: Matter, verb: Verb, **said: Any) -> Any:
    return signed_in(user).post(reverse("matters:move", args=[matter.pk, verb]), said)


def test_the_account_shows_open_matters_worth_most_first() -> None:
    raise_one(title="小事一桩", held_yuan=1)
    raise_one(title="大事一件", held_yuan=10**9)
    close_one(title="旧事已了")
    page = signed_in(make_user()).get(reverse("matters:matters")).content.decode()
    assert page.index("大事一件") < page.index("小事一桩")
    assert "旧事已了" not in page


def test_the_account_sums_up_all_that_was_found_and_not_what_was_closed() -> None:
    raise_one(held_yuan=10_000)
    raise_one(held_yuan=10**9)
    close_one(held_yuan=10**9)
    answer = signed_in(make_user()).get(reverse("matters:matters"))
    assert answer.context["held_yuan"] == 10**9 + 10_000
    assert "合计2件" in answer.text


def test_the_sum_counts_a_project_once_however_many_matters_it_has() -> None:
    project = make_listed()
    raise_one(project=project, held_yuan=30_000)
    raise_one(project=project, held_yuan=50_000)
    raise_one(held_yuan=20_000)
    answer = signed_in(make_user()).get(reverse("matters:matters"))
    assert answer.context["held_yuan"] == 70_000
    assert "同一项目只计一次" in answer.content.decode()


def test_a_stranger_sees_nothing_and_opens_nothing() -> None:
    stranger, matter = signed_in(make_handler()), raise_one(title="大事一件")
    assert "大事一件" not in stranger.get(reverse("matters:matters")).content.decode()
    assert stranger.get(reverse("matters:matter", args=[matter.pk])).status_code == 404
    assert stranger.post(reverse("matters:move", args=[matter.pk, "sign"])).status_code == 404


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"scope": "over"}, "旧事已了"),
        ({"q": "管线"}, "管线迁改"),
        ({"kind": "request"}, "管线迁改"),
        ({"scope": "overdue"}, "管线迁改"),
        ({"state": "raised", "q": "管线"}, "管线迁改"),
        ({"sort": "-due"}, "管线迁改"),
    ],
)
def test_the_account_is_narrowed(query: dict[str, str], found: str) -> None:
    raise_one(title="管线迁改", kind="request", type_code="utilities")
    close_one(title="旧事已了")
    raise_one(title="其他事情", on=local_day_today())
    page = signed_in(make_user()).get(reverse("matters:matters"), query).content.decode()
    assert found in page
    assert "其他事情" not in page or "sort" in query


def local_day_today() -> date:
    from django.utils import timezone

    return local_day(timezone.now())


def test_filters_that_make_no_sense_do_no_harm() -> None:
    office = signed_in(make_user())
    assert office.get(reverse("matters:matters"), {"q": "\0"}).status_code == 400
    for query in ({"lead": "x"}, {"level": "9" * 40}, {"sort": "x"}, {"scope": "x"}, {"page": "x"}):
        assert office.get(reverse("matters:matters"), query).status_code == 200


def test_the_number_of_queries_does_not_grow_with_matters(
    django_assert_max_num_queries: Any,
) -> None:
    handler = make_handler()
    for _each in range(12):
        work_on_one(handler=handler)
    for user in (make_user(), handler):
        client = signed_in(user)
        client.get(reverse("matters:matters"))
        with django_assert_max_num_queries(11):
            client.get(reverse("matters:matters"))


def test_one_matter_shows_its_story_and_asks_a_fixed_number_of_times(
    django_assert_max_num_queries: Any,
) -> None:
    matter, office = answer_one(title="大事一件"), signed_in(make_user())
    address = reverse("matters:matter", args=[matter.pk])
    page = office.get(address).content.decode()
    for words in ("大事一件", matter.number, "签收", "答复", "核验", "2024年3月13日"):
        assert words in page
    with django_assert_max_num_queries(22):
        office.get(address)


def test_the_page_offers_each_person_their_own_moves() -> None:
    handler = make_handler()
    matter = assign_one(lead=home(handler))
    own = signed_in(handler).get(reverse("matters:matter", args=[matter.pk])).content.decode()
    others = signed_in(make_user()).get(reverse("matters:matter", args=[matter.pk]))
    assert f"/matters/{matter.pk}/sign/" in own
    assert f"/matters/{matter.pk}/assign/" not in own
    assert f"/matters/{matter.pk}/sign/" not in others.content.decode()
    assert f"/matters/{matter.pk}/assign/" in others.content.decode()


def test_a_matter_is_raised_assigned_signed_answered_verified_and_closed_on_pages() -> None:
    owner, handler = make_organisation(), make_handler()
    project, raiser = make_listed(owner=owner), make_handler(owner)
    office, supervisor = make_user(), make_user(role=Role.SUPERVISOR)
    said = {
        "kind": "blocker",
        "type_code": "land",
        "severity": "ordinary",
        "title": "三户未签约",
        "text": "需协调",
        "held_yuan": "500",
    }
    answer = signed_in(raiser).post(f"{reverse('matters:raise')}?project={project.pk}", said)
    matter = Matter.objects.get()
    assert answer.status_code == 302
    assert matter.held_yuan == 5_000_000
    send(office, matter, Verb.ASSIGN, lead=home(handler).pk, note="请速办")
    send(handler, matter, Verb.SIGN)
    photo = SimpleUploadedFile("现场.png", PNG)
    send(handler, matter, Verb.ANSWER, note="三户均已签约腾房", attached=photo)
    send(supervisor, matter, Verb.VERIFY, note="现场已看")
    send(office, matter, Verb.CLOSE)
    matter.refresh_from_db()
    assert matter.state == MatterState.CLOSED
    kept = matter.moves.get(verb=Verb.ANSWER).evidence.get()
    got = signed_in(raiser).get(reverse("matters:evidence", args=[kept.pk]))
    assert b"".join(got.streaming_content) == PNG  # type: ignore[attr-defined]  # a file streams
    stranger = signed_in(make_handler())
    assert stranger.get(reverse("matters:evidence", args=[kept.pk])).status_code == 404


def test_a_refused_raise_keeps_what_was_typed_and_says_why() -> None:
    first, office = raise_one(title="迎丰路段三户未签约"), signed_in(make_user())
    said = {
        "kind": "blocker",
        "type_code": "relocation",
        "severity": "ordinary",
        "title": "迎丰路段三户未签约",
        "text": "我写了很久",
    }
    answer = office.post(f"{reverse('matters:raise')}?project={first.project_id}", said)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert first.number in page
    assert "我写了很久" in page
    assert Matter.objects.count() == 1


def test_a_refused_move_keeps_what_was_typed_and_says_why() -> None:
    handler = make_handler()
    matter = work_on_one(handler=handler)
    answer = send(handler, matter, Verb.ANSWER, note="已好")
    assert answer.status_code == 409
    assert "已好" in answer.content.decode()
    assert "佐证" in answer.content.decode()
    answer = send(handler, matter, Verb.ASK_EXTENSION, wished_on="明天", note="图纸未到")
    assert answer.status_code == 422
    assert "图纸未到" in answer.content.decode()


def test_the_second_of_two_is_told() -> None:
    handler = make_handler()
    matter = assign_one(lead=home(handler))
    seen = Matter.objects.get(pk=matter.pk).edition
    send(make_user(), matter, Verb.WITHDRAW, note="不需要了")
    answer = send(handler, matter, Verb.SIGN, edition=seen)
    assert answer.status_code == 409
    assert "已撤回" in answer.content.decode()


def test_who_may_not_is_told_so() -> None:
    matter, viewer = raise_one(), make_user(role=Role.VIEWER)
    assert send(viewer, matter, Verb.WITHDRAW, note="不").status_code == 403
    assert signed_in(viewer).get(reverse("matters:raise")).status_code == 403
    assert signed_in(viewer).get(reverse("matters:matter", args=[matter.pk])).status_code == 200


def test_an_unknown_move_is_not_there_and_a_get_moves_nothing() -> None:
    matter, office = raise_one(), signed_in(make_user())
    assert office.post(reverse("matters:move", args=[matter.pk, "burn"])).status_code == 404
    assert office.get(reverse("matters:move", args=[matter.pk, "withdraw"])).status_code == 302
    assert Matter.objects.get().state == MatterState.RAISED


def test_choosing_the_project_comes_first_and_an_order_needs_none() -> None:
    project = make_listed(name="迎丰路改造", name_key="迎丰路改造")
    office = signed_in(make_user())
    page = office.get(reverse("matters:raise"), {"q": "迎丰"}).content.decode()
    assert f"?project={project.pk}" in page
    said = {
        "kind": "order",
        "type_code": "decision",
        "severity": "major",
        "title": "落实会议要求",
        "due_on": (local_day_today() + timedelta(days=60)).isoformat(),
    }
    assert office.post(f"{reverse('matters:raise')}?project=none", said).status_code == 302
    assert Matter.objects.get().kind == "order"


def test_the_rules_are_shown_and_only_the_office_chooses_others() -> None:
    office, viewer = signed_in(make_user()), signed_in(make_user(role=Role.VIEWER))
    assert "13710" in viewer.get(reverse("matters:rules")).content.decode()
    choose = reverse("matters:choose")
    said = {"loop": "four_levels", "edition": 1}
    assert viewer.post(choose, said).status_code == 403
    assert office.post(choose, said).status_code == 302
    assert "桐庐" in office.get(reverse("matters:rules")).content.decode()
    assert office.post(choose, {"loop": "nonsense", "edition": 2}).status_code == 409
    with pytest.raises(Refusal):
        raise_one(severity="nonsense")


def test_the_second_who_chooses_rules_is_told_and_may_choose_again() -> None:
    office, colleague, choose = make_user(), make_user(), reverse("matters:choose")
    seen = {"loop": "four_levels", "edition": 1}
    choose_rules(presets={Rules.LOOP: "three_colours"}, by=colleague, at=timezone.now())
    late = signed_in(office).post(choose, seen)
    assert late.status_code == 409
    assert colleague.username in late.content.decode()
    today = local_day(timezone.now())
    assert chosen_presets(today)[Rules.LOOP] == "three_colours"
    shown = signed_in(office).get(reverse("matters:rules"))
    assert f'name="edition" value="{shown.context["edition"]}"' in shown.content.decode()
    again = {**seen, "edition": shown.context["edition"]}
    assert signed_in(office).post(choose, again).status_code == 302
    assert chosen_presets(today)[Rules.LOOP] == "four_levels"


def test_who_does_not_see_the_project_is_told_why_the_matter_stands_there() -> None:
    user = make_user(role=Role.COMMANDER)
    leader = make_leader(user=user)
    lead = make_organisation(name="区教育局")
    lead.in_charge = leader
    lead.save()
    matter = assign_one(lead=lead)
    page = reverse("matters:matter", args=[matter.pk])
    project = f'href="/projects/{matter.project_id}/"'
    said = signed_in(user).get(page).content.decode()
    assert "此事项由您分管的区教育局牵头承办" in said
    assert project not in said
    whole = signed_in(make_user()).get(page).content.decode()
    assert project in whole
    assert "不归您指挥" not in whole

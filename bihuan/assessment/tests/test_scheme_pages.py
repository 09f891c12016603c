"""Schemes and their drafts on pages: read side by side, changed, refused with nothing lost, tried
and adopted.
"""

from datetime import UTC, date, datetime
from io import BytesIO

import pytest
import time_machine
from django.utils.html import escape
from openpyxl import load_workbook

from bihuan.accounts.roles import Role
from bihuan.accounts.tests.factories import make_user, signed_in
from bihuan.assessment import actions
from bihuan.assessment.models import AdoptedScheme, SchemeDraft
from bihuan.assessment.presets import schemes_in_force
from bihuan.assessment.rules.scheme_texts import read_scheme
from bihuan.assessment.wording.values import number
from bihuan.figures.tests.district import play

from .frozen_district import freeze_march, locked_district

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("small_scheme")]
NOW = datetime(2024, 4, 10, 2, tzinfo=UTC)
SCHEMES = "/assessment/schemes/"


@pytest.fixture(autouse=True)
def _now():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def office():
    return make_user()


@pytest.fixture
def client(office):
    return signed_in(office)


@pytest.fixture
def draft(office):
    return actions.start_draft(name="试改", scheme="default", by=office, at=NOW)


def page(draft, part=""):
    return f"/assessment/drafts/{draft.pk}/{part}"


def text_of(draft):
    draft.refresh_from_db()
    return draft.editions.get(number=draft.edition).text


def fields(client, address):
    form = client.get(address).context["form"]
    return {form[name].html_name: form[name].value() for name in form.fields}


def test_a_scheme_is_read_side_by_side_with_contents_and_sums():
    html = signed_in(make_user(role=Role.VIEWER)).get(SCHEMES).text
    for words in ("完成率乘以60分。", "92%", "权重合计", "目录", "示例数据"):
        assert words in html
    assert 'href="#construction-steps"' in html
    assert "起草修改" not in html
    assert 'href="/figures/of/plan_completion.all/"' in html


def test_the_examples_are_of_a_real_subject_of_the_month(client):
    first, second, *_rest = play()
    shown = client.get(f"{SCHEMES}?month=2024-03").context["sheets"][0]
    assert shown.worked.subject.label == first.name
    asked = f"{SCHEMES}?month=2024-03&of-construction={second.pk}"
    sheet = client.get(asked).context["sheets"][0]
    assert sheet.worked.subject.label == second.name
    score = client.get(f"/assessment/2024-03/construction/{second.pk}/").context["score"]
    points = next(line.points for line in score.lines if line.id == "completion")
    assert sheet.items[0].steps[-1].endswith(number(points))
    assert client.get(f"{SCHEMES}?month=nonsense").status_code == 200


def test_somebody_elses_project_is_no_example():
    play()
    stranger = signed_in(make_user(role=Role.DEPARTMENT))
    sheets = stranger.get(f"{SCHEMES}?month=2024-03").context["sheets"]
    assert [sheet.worked for sheet in sheets] == [None, None, None]


def test_a_scheme_leaves_as_a_workbook_and_as_a_file_that_reads_as_the_same(client, small_scheme):
    book = load_workbook(BytesIO(client.get(f"{SCHEMES}scheme.xlsx").content))
    cells = [[cell.value for cell in row] for row in book.worksheets[0].iter_rows()]
    assert any("完成率乘以60分。" in row for row in cells)
    text = client.get(f"{SCHEMES}scheme.yaml?scheme=default").text
    assert read_scheme(text) == small_scheme


def test_a_copy_is_begun_and_a_taken_name_comes_back_with_the_sentence(client, draft):
    made = client.post("/assessment/drafts/", {"name": "二稿", "scheme": "yanan"})
    assert made.status_code == 302
    again = client.post("/assessment/drafts/", {"name": "二稿", "scheme": "yanan"})
    assert (again.status_code, SchemeDraft.objects.count()) == (409, 2)
    assert "已有名为“二稿”的草案" in again.text
    html = client.get(made["Location"]).text
    assert "编辑" in html
    assert "试改" in client.get("/assessment/drafts/").text


def test_an_item_is_changed_in_its_form_and_its_words_follow(client, draft):
    address = page(draft, "items/construction/steps/")
    typed = fields(client, address) | {
        "text": "按期率乘以30分，最多不超过30分。",
        "clause": "试-2（新）",
        "formula.ratio.weight": "40",
        "edition": 1,
    }
    preview = client.post(address, typed | {"preview": "1"})
    assert "乘以40分" in preview.text
    assert "尚未保存" in preview.text
    assert text_of(draft).count("试-2（新）") == 0
    assert client.post(address, typed).status_code == 302
    item = read_scheme(text_of(draft)).sheets[0].item("steps")
    assert (item.clause, item.formula.ratio.weight) == ("试-2（新）", 40)
    assert "乘以40分" in client.get(address).text


def test_a_number_that_is_none_comes_back_at_its_field(client, draft):
    address = page(draft, "items/construction/steps/")
    typed = fields(client, address) | {"formula.ratio.weight": "4o", "edition": 1}
    answer = client.post(address, typed)
    assert "4o" in answer.context["form"].errors["formula.ratio.weight"][0]
    assert 'value="4o"' in answer.text
    assert draft.editions.count() == 1


def test_weights_come_to_the_total_or_nothing_is_saved(client, draft):
    address = page(draft, "weights/construction/")
    typed = {"weight-completion": "65", "weight-steps": "30", "weight-reports": "10", "edition": 1}
    refused = client.post(address, typed)
    assert "105" in refused.text
    assert 'value="65"' in refused.text
    assert draft.editions.count() == 1
    assert client.post(address, typed | {"weight-steps": "25"}).status_code == 302
    sheet = read_scheme(text_of(draft)).sheets[0]
    assert [item.max for item in sheet.items] == [65, 25, 10]
    assert sheet.item("completion").formula.ratio.weight == 65


def test_a_text_with_faults_comes_back_as_typed_each_fault_beside_its_line(client, draft):
    typed = text_of(draft).replace("clause: 试-1", "clausula: 试-1").replace("max: 30", "max: 三十")
    answer = client.post(page(draft, "text/"), {"text": typed, "edition": 1, "note": "试"})
    shown = answer.context["shown"]
    assert {each.fault.line for each in shown} >= {
        number for number, line in enumerate(typed.split("\n"), 1) if "clausula" in line
    }
    assert "三十" in answer.text
    assert escape(typed) in answer.text
    assert draft.editions.count() == 1
    good = {"text": text_of(draft).replace("试行办法", "正式办法"), "edition": 1, "note": "试"}
    assert client.post(page(draft, "text/"), good).status_code == 302
    assert draft.editions.get(number=2).note == "试"


def test_of_two_who_edit_the_second_sees_what_was_saved_and_may_save_again(client, draft, office):
    text = text_of(draft)
    other = text.replace("title: 报表", "title: 月报")
    actions.save_draft(draft=draft, text=other, edition=1, by=make_user(), at=NOW)
    typed = {"text": text.replace("试行办法", "正式办法"), "edition": 1}
    answer = client.post(page(draft, "text/"), typed)
    assert answer.status_code == 409
    assert [(each.before, each.after) for each in answer.context["theirs"]] == [("报表", "月报")]
    assert "正式办法" in answer.text
    edition = answer.context["draft"].edition
    assert client.post(page(draft, "text/"), typed | {"edition": edition}).status_code == 302
    assert draft.editions.count() == 3


def test_the_history_shows_what_each_edition_changed_and_brings_one_back(client, draft, office):
    new = text_of(draft).replace("max: 60", "max: 65").replace("max: 30", "max: 25")
    new = new.replace("weight: 60", "weight: 65")
    actions.save_draft(draft=draft, text=new, edition=1, by=office, at=NOW)
    (_newest, changes), (_first, none) = client.get(page(draft, "history/")).context["history"]
    changed = [(d.item, d.words, d.before, d.after) for d in changes]
    assert changed[0] == ("完成率", "权重", "60", "65")
    assert none == []
    back = client.post(page(draft, "restore/"), {"number": 1, "edition": 2})
    assert back.status_code == 302
    assert "max: 60" in text_of(draft)
    assert "恢复第1稿" in client.get(page(draft, "history/")).text


def test_a_draft_is_renamed_and_discarded_on_its_page(client, draft):
    client.post(page(draft, "rename/"), {"name": "三稿"})
    assert "三稿" in client.get(page(draft)).text
    client.post(page(draft, "discard/"))
    assert "暂无草案" in client.get("/assessment/drafts/").text
    html = client.get(page(draft)).text
    assert "已废弃" in html
    assert "调整权重" not in html


def test_a_draft_is_tried_on_a_month_and_its_scores_are_shown_as_such(client, draft, office):
    first, *_rest = play()
    easier = text_of(draft).replace("weight: 60", "weight: 80")
    actions.save_draft(draft=draft, text=easier, edition=1, by=office, at=NOW)
    answer = client.get(page(draft, "try/?month=2024-03&sheet=construction"))
    moved = {each.label: each for each in answer.context["moved"]}
    assert moved[first.name].difference > 0
    assert "完成率" in moved[first.name].why[0].title
    board = client.get(f"/assessment/2024-03/?sheet=construction&draft={draft.pk}")
    assert "试算" in board.text
    assert board.context["scheme"].version == 2
    labels = {row.each.ranked.score.label for row in board.context["rows"]}
    assert first.name in labels
    book = client.get(f"/assessment/2024-03/scores.xlsx?sheet=construction&draft={draft.pk}")
    assert book.status_code == 200


def test_a_draft_is_adopted_from_a_day_and_a_refusal_writes_nothing(client, draft):
    address = page(draft, "adopt/")
    assert client.post(address, {"edition": 9, "since": "2024-04-01"}).status_code == 409
    assert client.post(address, {"edition": 1, "since": "gestern"}).status_code == 409
    assert not AdoptedScheme.objects.exists()
    said = {"edition": 1, "since": "2024-04-01"}
    assert "另一人" in client.post(address, said).text, "who saved it"
    assert not AdoptedScheme.objects.exists()
    assert "本稿由您保存" in client.get(page(draft, "try/")).text
    second = signed_in(make_user())
    assert "本稿由您保存" not in second.get(page(draft, "try/")).text
    answer = second.post(address, said, follow=True)
    assert "据此计分" in answer.text
    assert schemes_in_force().name_on(date(2024, 4, 1)) == f"draft-{draft.pk}-1"
    assert client.get("/assessment/2024-04/").context["scheme"].version == 2
    assert client.get("/district/").status_code == 200


DOORS = ("", "text/", "history/", "try/", "items/construction/steps/", "weights/construction/")


@pytest.mark.parametrize("role", [Role.SUPERVISOR, Role.DEPARTMENT, Role.VIEWER])
def test_drafts_are_for_those_who_may_change_rules(draft, role):
    client = signed_in(make_user(role=role))
    assert client.get("/assessment/drafts/").status_code == 403
    for door in DOORS:
        assert client.get(page(draft, door)).status_code == 403
    assert client.get(f"/assessment/2024-03/?draft={draft.pk}").status_code == 403
    for door in ("restore/", "rename/", "discard/", "adopt/", "text/"):
        assert client.post(page(draft, door), {"edition": 1}).status_code == 403


def test_what_a_draft_has_not_is_not_found(client, draft):
    for door in ("items/construction/none/", "items/none/steps/", "weights/none/"):
        assert client.get(page(draft, door)).status_code == 404
    assert client.get("/assessment/drafts/999/").status_code == 404
    assert client.get("/assessment/2024-03/?draft=999").status_code == 404


def test_a_draft_on_trial_is_never_on_the_wall(client, draft):
    play()
    address = f"/assessment/2024-03/?sheet=construction&draft={draft.pk}"
    assert "mode=wall" not in client.get(address).text
    assert "不作为考核结果" in client.get(f"{address}&mode=wall").text


def test_a_text_that_is_no_scheme_any_more_is_shown_with_its_faults_and_mended(client, draft):
    text = text_of(draft)
    old = text.replace("figure: reports.late", "figure: reports.gone")
    draft.editions.update(text=old)  # as a figure that an older version had
    html = client.get(page(draft)).text
    assert "reports.gone" in html
    assert "请在文本中修改" in html
    shown = client.get(page(draft, "text/"))
    assert "reports.gone" in shown.context["shown"][0].fault.sentence
    assert client.get(page(draft, "try/")).status_code == 409
    assert client.get(page(draft, "weights/construction/")).status_code == 409
    assert client.get(page(draft, "history/")).status_code == 200
    assert client.post(page(draft, "text/"), {"text": text, "edition": 1}).status_code == 302
    assert client.get(page(draft, "try/")).status_code == 200


def test_many_editions_are_listed_within_a_budget(
    client, draft, office, django_assert_max_num_queries
):
    for each in range(1, 12):
        text = text_of(draft).replace("title: 报表", f"title: 报表{each}")
        actions.save_draft(draft=draft, text=text, edition=each, by=office, at=NOW)
    client.get(page(draft, "history/"))
    with django_assert_max_num_queries(14):
        assert len(client.get(page(draft, "history/")).context["history"]) == 12


def test_the_districts_own_page_and_call_keep_the_scheme_of_frozen_scores(client, office):
    locked_district()
    freeze = freeze_march(by=office)
    type(freeze).objects.update(month=date(2024, 5, 1))  # a month that had no round
    said = '{"assessment": "yanan", "since": "2024-05-01"}'
    answer = client.patch("/api/district", said, content_type="application/json")
    assert (answer.status_code, "2024年6月1日" in answer.text) == (409, True)
    chosen = {"scheme": "yanan", "since": "2024-05-01", "edition": 1}
    refused = client.post("/assessment/schemes/choose/", chosen)
    assert (refused.status_code, "2024年6月1日" in refused.text) == (409, True)
    later = said.replace("05-01", "06-01")
    assert client.patch("/api/district", later, content_type="application/json").status_code == 200
    assert schemes_in_force().name_on(date(2024, 6, 1)) == "yanan"

"""The pages of an import, as a person uses them."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import load_workbook

from bihuan.accounts.roles import Role
from bihuan.accounts.tests.factories import make_user
from bihuan.importing.models import Batch
from bihuan.importing.tests.books import LEDGER_HEAD, ledger, ledger_row, month, month_row, workbook
from bihuan.importing.tests.test_actions import bring
from bihuan.plans.models import Plan
from bihuan.progress.models import Report
from bihuan.projects.models import Project

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(client):
    user = make_user()
    client.force_login(user)
    return user


def upload(client, *files):
    sent = [SimpleUploadedFile(name, content) for name, content in files]
    return client.post(reverse("importing:start"), {"workbooks": sent}, follow=True)


def test_upload_preview_mend_apply_and_undo(client, office):
    page = upload(client, ledger(ledger_row(1, planned="约两千")))
    batch = Batch.objects.get()
    assert "约两千" in page.content.decode()
    client.post(
        reverse("importing:answer", args=[batch.pk]),
        {"edition": 1, "cell:台账.xlsx|区重点|3|5": "2000"},
    )
    client.post(reverse("importing:apply", args=[batch.pk]), {"edition": 2})
    assert Plan.objects.get().planned_yuan == 20_000_000
    client.post(reverse("importing:undo", args=[batch.pk]))
    assert not Project.objects.exists()


def test_only_for_want_of_a_unit_is_the_unit_asked_for(client, office):
    head = [["示例区2024年重点项目台账"], ["单位：万元"], LEDGER_HEAD]
    classless = ledger_row(1)
    classless[3] = None
    asked = {}
    for unit in ("单位：万元", ""):
        content = workbook({"区重点": [head[0], [unit], head[2], classless]})
        preview = upload(client, ("台账.xlsx", content)).context["preview"]
        asked[unit] = [question["id"].partition("-")[0] for question in preview.questions]
    assert asked == {"单位：万元": ["class"], "": ["unit"]}


def test_a_cell_to_mend_shows_a_whole_number_as_the_workbook_does(client, office):
    name, content = ledger(ledger_row(1, planned=500_000_000))
    page = upload(client, (name, content)).content.decode()
    assert 'value="500000000"' in page


def test_a_file_that_cannot_be_read_is_answered_with_a_sentence(client, office):
    page = upload(client, ("x.xlsx", b"no workbook"))
    assert page.status_code == 409
    assert "x.xlsx" in page.content.decode()
    assert not Batch.objects.exists()


def test_no_file_is_said_beside_the_field(client, office):
    assert client.post(reverse("importing:start"), {}).status_code == 200


def test_a_viewer_sees_no_imports(client):
    client.force_login(make_user(role=Role.VIEWER))
    assert client.get(reverse("importing:start")).status_code == 403


def test_anothers_import_is_not_there_for_a_department(client):
    batch = bring(ledger(ledger_row(1)))
    client.force_login(make_user(role=Role.DEPARTMENT))
    assert client.get(reverse("importing:batch", args=[batch.pk])).status_code == 404
    assert str(batch.files.first()) not in client.get(reverse("importing:start")).content.decode()


def test_the_bad_rows_come_back_with_their_problems_in_a_column(client, office):
    upload(client, ledger(ledger_row(1), ledger_row(2, planned="约两千")))
    batch = Batch.objects.get()
    answer = client.get(reverse("importing:problems", args=[batch.pk, batch.files.get().pk]))
    page = load_workbook(io.BytesIO(answer.content))["区重点"]
    assert page.cell(4, 9).value is None or page.cell(4, 9).value == "问题"
    assert "约两千" in page.cell(5, 9).value


def test_the_list_of_imports_keeps_its_query_budget(client, office, django_assert_max_num_queries):
    for number in range(1, 7):
        bring(ledger(ledger_row(number)))
    with django_assert_max_num_queries(9):
        assert client.get(reverse("importing:start")).status_code == 200


class TestImportRoundTrip:
    @pytest.fixture(autouse=True)
    def _year(self, office):
        bring(ledger(ledger_row(1), ledger_row(2)), month(1, month_row(1, 100, 100, 10)), by=office)

    def out(self, client, url):
        return client.get(url).content

    def edited(self, content, sheet, title, row, value):
        book = load_workbook(io.BytesIO(content))
        page = book[sheet]
        column = [c.value for c in page[3]].index(title) + 1
        page.cell(row, column).value = value
        stream = io.BytesIO()
        book.save(stream)
        return stream.getvalue()

    def test_an_unedited_ledger_changes_nothing(self, client, office):
        content = self.out(client, reverse("importing:ledger", args=[2024]))
        outcome = bring(("l.xlsx", content), by=office).outcome
        assert (outcome["unchanged"], outcome["updated"], outcome["problem_count"]) == (2, 0, 0)

    def test_only_the_edited_cell_changes(self, client, office):
        content = self.out(client, reverse("importing:ledger", args=[2024]))
        bring(ledger(ledger_row(1, place="城西"), ledger_row(2)), by=office)  # meanwhile
        mine = self.edited(content, "区重点", "建设性质", 4, "扩建")
        bring(("l.xlsx", mine), by=office)
        project = Project.objects.order_by("pk").first()
        assert (project.place, project.nature) == ("城西", "expansion")

    def test_a_cell_that_two_people_changed_is_a_conflict(self, client, office):
        content = self.out(client, reverse("importing:ledger", args=[2024]))
        bring(ledger(ledger_row(1, place="城西"), ledger_row(2)), by=office)
        mine = self.edited(content, "区重点", "建设地点", 4, "城东")
        outcome = bring(("l.xlsx", mine), by=office).outcome
        assert outcome["blocked"]
        assert "城西" in outcome["problems"][0]["message"]

    def test_a_month_s_form_comes_back_filled(self, client, office):
        content = self.out(client, reverse("importing:form", args=["2024-01"]))
        assert bring(("f.xlsx", content), by=office).outcome["unchanged"] == 2
        mine = self.edited(content, "1月", "本月完成投资", 5, 80)
        bring(("f.xlsx", mine), by=office)
        assert sorted(Report.objects.values_list("completed_yuan", flat=True)) == [
            800_000,
            1_000_000,
        ]

    def test_a_stranger_s_ledger_is_empty(self, client):
        client.force_login(make_user(role=Role.DEPARTMENT))
        answer = client.get(reverse("importing:ledger", args=[2024]))
        assert answer.status_code == 409


def test_problems_stand_row_by_row(office):
    bring(ledger(*(ledger_row(n) for n in (1, 3))))
    bad = [month_row(2, 10), month_row(3, "约七百"), month_row(1, 5, 9_999)]
    batch = bring(month(1, *bad), by=office)
    rows = [problem["row"] for problem in batch.outcome["problems"]]
    assert rows == sorted(rows)
    assert len(set(rows)) > 1


def test_of_a_file_without_a_table_nothing_is_offered_to_mend(client, office):
    page = upload(client, ("表.xlsx", workbook({"表": [["会议纪要"], ["一", "二"]]})))
    assert 'name="reason"' not in page.content.decode()


def test_cells_that_nobody_changed_stay_as_they_were_read(client, office):
    row = ledger_row(1)
    row[LEDGER_HEAD.index("责任单位")] = "区住建局\n区城投公司"
    page = upload(client, ledger(row, ledger_row(2, planned="约两千")))
    batch = Batch.objects.get()
    shown = {p["column"]: p for p in page.context["page"] if p["cell"]}
    assert "区住建局\n区城投公司</textarea>" in page.content.decode()
    posted = {f"cell:{p['cell']}": p["value"].replace("\n", "") for p in shown.values()}
    posted |= {f"was:{p['cell']}": p["value"] for p in shown.values()}
    posted[f"cell:{shown['责任单位']['cell']}"] = "区住建局\r\n区城投公司"
    posted[next(key for key in posted if key.startswith("cell:") and "两千" in posted[key])] = (
        "2000"
    )
    client.post(reverse("importing:answer", args=[batch.pk]), {"edition": 1, **posted})
    batch.refresh_from_db()
    assert list(batch.mended.values()) == ["2000"]


def test_answering_a_question_keeps_the_reason_given(client, office):
    upload(client, ledger(ledger_row(1, planned="约两千")))
    batch = Batch.objects.get()
    door = reverse("importing:answer", args=[batch.pk])
    client.post(door, {"edition": 1, "reason": "上年漏报"})
    client.post(door, {"edition": 2})
    batch.refresh_from_db()
    assert batch.reason == "上年漏报"

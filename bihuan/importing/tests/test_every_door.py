"""The other forms of a workbook, and its good rows, through page, API and command alike."""

import json
from io import BytesIO, StringIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.urls import reverse

from bihuan.accounts.tests.factories import make_user
from bihuan.importing.models import Batch, BatchState
from bihuan.importing.tests.books import workbook
from bihuan.kit.tests.written_files import xlsb
from bihuan.projects.models import Project

pytestmark = pytest.mark.django_db
TITLE = ["示例区2024年区重点项目台账", "", "", "", ""]
HEAD = ["项目名称", "项目类别", "建设性质", "总投资（万元）", "2024年计划投资（万元）"]
GOOD: list[Any] = ["示例工程甲", "开工建设类", "新建", 5000.0, 1200.0]
BAD: list[Any] = ["示例工程乙", "开工建设类", "新建", 5000.0, "许多"]
ROWS: list[list[Any]] = [TITLE, HEAD, GOOD, BAD]
PLAIN, MACROS = "sheet.main+xml", "sheet.macroEnabled.main+xml"


def xlsm(rows) -> bytes:
    """Return a workbook that may hold macros."""
    plain = ZipFile(BytesIO(workbook({"区重点": rows})))
    stream = BytesIO()
    with ZipFile(stream, "w", ZIP_DEFLATED) as package:
        for name in plain.namelist():
            content = plain.read(name)
            if name == "[Content_Types].xml":
                kind = b"openxmlformats-officedocument.spreadsheetml." + PLAIN.encode()
                macros = b"ms-excel." + MACROS.encode()
                content = content.replace(kind, macros)
            package.writestr(name, content)
        package.writestr("xl/vbaProject.bin", b"\xd0\xcf")
    return stream.getvalue()


FILES = {"表.xlsb": xlsb, "表.xlsm": xlsm}


@pytest.fixture
def office(client):
    user = make_user()
    client.force_login(user)
    return user


def by_page(client, name, content, _folder):
    sent = SimpleUploadedFile(name, content)
    client.post(reverse("importing:start"), {"workbooks": [sent]})
    batch = Batch.objects.get()
    page = client.get(reverse("importing:batch", args=[batch.pk])).content.decode()
    assert 'name="take_good"' in page
    told = {"edition": batch.edition, "take_good": "1"}
    client.post(reverse("importing:apply", args=[batch.pk]), told)


def by_api(client, name, content, _folder):
    staged = client.post("/api/imports", {"files": SimpleUploadedFile(name, content)}).json()
    assert [problem["row"] for problem in staged["problems"]] == [4]
    told = {"edition": staged["edition"], "take_good": True}
    where = f"/api/imports/{staged['id']}/apply"
    assert client.post(where, told, content_type="application/json").status_code == 200


def by_command(_client, name, content, folder):
    path = folder / name
    path.write_bytes(content)
    out = StringIO()
    call_command("import", str(path), "--json", "--take-good", stdout=out)
    assert json.loads(out.getvalue())["applied"] is True


@pytest.mark.parametrize("door", [by_page, by_api, by_command])
@pytest.mark.parametrize("name", FILES)
def test_the_good_rows_of_each_form_come_in_by_every_door(client, office, tmp_path, door, name):
    door(client, name, FILES[name](ROWS), tmp_path)
    project = Project.objects.get()
    assert (project.name, project.total_investment_yuan) == (GOOD[0], 50_000_000)
    assert Batch.objects.filter(state=BatchState.APPLIED).count() == 1
    rest = Batch.objects.get(state=BatchState.STAGED)
    assert [problem["row"] for problem in rest.outcome["problems"]] == [4]


def test_an_answer_may_be_typed_on_the_page(client, office):
    changed = [
        ["示例区2024年区重点项目计划调整表"],
        ["项目名称", "原计划（万元）", "调整后计划（万元）", "调整原因"],
    ]
    row: list[Any] = [GOOD[0], 1200, 1500, "扩建"]
    changed.append(row)
    sheets = {"区重点": ROWS[:3]}
    client.post(
        reverse("importing:start"),
        {"workbooks": [SimpleUploadedFile("台账.xlsx", workbook(sheets))]},
    )
    first = Batch.objects.get()
    client.post(reverse("importing:apply", args=[first.pk]), {"edition": first.edition})
    file = SimpleUploadedFile("调整.xlsx", workbook({"表": changed}))
    client.post(reverse("importing:start"), {"workbooks": [file]})
    batch = Batch.objects.exclude(pk=first.pk).get()
    numbers = {q["id"].partition("-")[0]: q["id"] for q in batch.outcome["questions"]}
    where = reverse("importing:batch", args=[batch.pk])
    assert f'name="typed:{numbers["approver"]}"' in client.get(where).content.decode()
    told = {
        "edition": batch.edition,
        f"typed:{numbers['approver']}": "区政府常务会",
        f"typed:{numbers['approved']}": "2024-07-10",
    }
    client.post(reverse("importing:answer", args=[batch.pk]), told)
    batch.refresh_from_db()
    assert [q["answer"] for q in batch.outcome["questions"]] == ["区政府常务会", "2024-07-10"]
    assert 'value="区政府常务会"' in client.get(where).content.decode()

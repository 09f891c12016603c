"""Accounts of many people out of one workbook: read, compared, written whole, handed out once."""

import io
import json
from datetime import UTC, datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from bihuan.accounts.actions import add_leader, console_user, deactivate
from bihuan.accounts.models import Leader, Organisation, User
from bihuan.accounts.roles import Role
from bihuan.accounts.tests.factories import (
    make_key,
    make_leader,
    make_organisation,
    make_user,
    signed_in,
)
from bihuan.audit.models import Event
from bihuan.importing.actions import PeopleChanged, bring_in_people
from bihuan.importing.people.plan import PersonVerdict, plan_people
from bihuan.importing.people.role_words import role_called, word_of
from bihuan.importing.people.sheet import PersonRow, blank_people, people_in
from bihuan.importing.tests.books import workbook
from bihuan.kit.errors import NotAllowed, Refusal
from bihuan.kit.sheets import read_workbook
from bihuan.kit.workbooks import write_workbook

pytestmark = pytest.mark.django_db
NOW = datetime(2024, 3, 22, 2, tzinfo=UTC)
HEAD = ["序号", "单位", "姓 名", "职务", "联系电话", "角色（见说明）", "备注"]
ROWS = [
    [1, "区住建局", "张三", "科长", 13800001111, "填报人", ""],
    [2, "城投公司", "李　四", None, "0745-2261111 / 13900002222", "填报人", ""],
    [3, None, "王五", "副区长", None, "指挥长", ""],
]


def book(*rows, head=HEAD):
    return workbook({"人员": [["账号登记表"], head, *(list(row) for row in rows)]})


def rows_of(*rows):
    return people_in(read_workbook(book(*rows), "人员.xlsx"))


def person(**told):
    start = {"full_name": "张三", "organisation": "区住建局", "role": "填报人"}
    return PersonRow(sheet="人员", number=3, **{**start, **told})


def verdicts(*rows, **more):
    return [line.verdict for line in plan_people(rows, **more).lines]


def problem(*rows):
    return plan_people(rows).lines[-1].problem


def bring(*rows, **more):
    by = more.pop("by", None) or make_user()
    return bring_in_people(rows=rows, by=by, at=NOW, **more)


def test_headings_phones_and_names_are_read_as_offices_write_them():
    found = rows_of(*ROWS)
    assert [row.full_name for row in found] == ["张三", "李四", "王五"]
    assert [row.phone for row in found] == ["13800001111", "13900002222", ""]
    assert found[0].number == 3
    assert found[2].role == "指挥长"


def test_a_merged_organisation_holds_for_all_its_rows():
    content = io.BytesIO(book(ROWS[0], [2, None, "赵六", "", "", "填报人", ""]))
    opened = load_workbook(content)
    opened["人员"].merge_cells("B3:B4")
    out = io.BytesIO()
    opened.save(out)
    assert [r.organisation for r in people_in(read_workbook(out.getvalue(), "a.xlsx"))] == [
        "区住建局",
        "区住建局",
    ]


def test_a_table_without_people_says_which_columns_are_needed():
    with pytest.raises(Refusal, match="姓名"):
        people_in(
            read_workbook(workbook({"表": [["项目名称", "总投资"], ["某某路", 3]]}), "a.xlsx")
        )


def test_every_role_is_known_by_the_words_that_are_taught():
    for role in Role:
        assert role_called(word_of(role)) == (role if role != Role.CONSOLE else "")
    assert role_called("Reporter") == Role.REPORTER
    assert role_called("总统") == ""
    assert (
        role_called("管理员") == ""
    )  # of what, nobody says: the most powerful role is not guessed


def test_new_people_get_names_to_sign_in_with_and_those_who_are_there_are_not_asked():
    plan, handed_out = bring(*rows_of(*ROWS))
    assert [each.user.username for each in handed_out] == ["zhangsan", "lisi", "wangwu"]
    assert plan.counts["new"] == 3
    user = User.objects.get(username="zhangsan")
    assert user.must_change_password
    assert (user.title, user.phone) == ("科长", "13800001111")
    assert user.check_password(handed_out[0].password)
    assert Organisation.objects.filter(name="区住建局").exists()
    assert Leader.objects.get(name="王五").user.username == "wangwu"


def test_the_same_workbook_again_changes_nothing():
    office = make_user()
    bring(*rows_of(*ROWS), by=office)
    events = Event.objects.count()
    plan, handed_out = bring(*rows_of(*ROWS), by=office)
    assert not handed_out
    assert {line.verdict for line in plan.lines} == {PersonVerdict.KNOWN}
    assert Event.objects.count() == events


def test_no_first_password_stands_in_the_record_or_in_the_clear():
    _plan, handed_out = bring(*rows_of(*ROWS))
    for each in handed_out:
        assert each.password not in str(list(Event.objects.values_list("note", "facts")))
        assert each.password not in each.user.password
        assert each.password not in repr(each)


def test_somebody_who_moved_is_known_by_the_phone_and_shown_as_changed():
    office = make_user()
    bring(person(phone="13800001111", title="科长"), by=office)
    line = plan_people([person(phone="13800001111", organisation="水利局")]).lines[0]
    assert line.verdict == PersonVerdict.CHANGED
    assert [change[1:] for change in line.changes] == [("区住建局", "水利局")]
    bring(person(phone="13800001111", organisation="水利局"), by=office)
    user = User.objects.get(username="zhangsan")
    assert (str(user.organisation), user.title) == (
        "水利局",
        "科长",
    )  # a blank cell changes nothing


def test_a_namesake_elsewhere_is_another_person_and_is_told():
    bring(person(phone="13800001111"))
    line = plan_people([person(phone="13911112222", organisation="水利局")]).lines[0]
    assert line.verdict == PersonVerdict.NEW
    assert line.draft.username == "zhangsan2"
    assert "zhangsan" in line.notes[0]


def test_a_short_name_means_the_organisation_that_is_there():
    make_organisation(name="区住房和城乡建设局")
    plan = plan_people([person()])
    assert not plan.unknown
    assert plan.lines[0].draft.organisation == "区住房和城乡建设局"
    assert "区住房和城乡建设局" in plan.lines[0].notes[0]


def test_an_unknown_organisation_is_added_or_is_one_that_is_there_as_chosen():
    home = make_organisation(name="城市建设投资集团")
    assert plan_people([person(organisation="城投")]).unknown[0].name == "城投"
    bring(person(organisation="城投"), choices={"城投": str(home.pk)})
    assert User.objects.get(username="zhangsan").organisation == home
    gone = plan_people([person(full_name="赵六", organisation="城投")], choices={"城投": "987654"})
    assert gone.lines[0].problem


@pytest.mark.parametrize(
    ("told", "word"),
    [
        ({"full_name": ""}, "姓名"),
        ({"role": "总统"}, "总统"),
        ({"role": ""}, "角色"),
        ({"organisation": ""}, "填报人"),
        ({"phone": "未知"}, "未知"),
        ({"username": "张 三!"}, "张 三!"),
        ({"title": "长" * 61}, "长长"),
        ({"username": "console"}, "console"),
    ],
)
def test_what_is_wrong_with_a_row_is_a_sentence(told, word):
    console_user(at=NOW)
    assert word in problem(person(**told))


def test_a_sign_in_name_of_somebody_else_is_refused():
    bring(person())
    assert "张三" in problem(person(full_name="李四", username="ZhangSan"))


def test_who_may_no_longer_sign_in_is_not_let_in_by_the_way():
    office = make_user()
    bring(person(), by=office)
    deactivate(user=User.objects.get(username="zhangsan"), by=office, at=NOW)
    assert "zhangsan" in problem(person())


def test_several_of_one_name_and_organisation_need_the_sign_in_name():
    bring(person(username="zs1", phone="13800000001"), person(username="zs2", phone="13800000002"))
    assert "zs1" in problem(person())
    assert verdicts(person(username="zs2")) == [PersonVerdict.KNOWN]


def test_a_row_that_repeats_another_is_left_out_and_one_that_contradicts_it_is_refused():
    assert verdicts(person(), person()) == [PersonVerdict.NEW, PersonVerdict.LEFT_OUT]
    assert verdicts(person(), person(role="查阅"))[1] == PersonVerdict.PROBLEM
    told = plan_people([person(), person(role="查阅")]).lines[1].problem
    assert all(word in told for word in ("角色", "查阅", "同一个人", "重新导入"))


@pytest.mark.parametrize(("phone", "is_told"), [("13910000104", True), ("0745-2261111", False)])
def test_a_mobile_phone_of_two_persons_is_pointed_out(phone, is_told):
    rows = (person(phone=phone), person(full_name="李四", phone=phone))
    first, second = plan_people(rows).lines
    assert (first.verdict, second.verdict) == (PersonVerdict.NEW, PersonVerdict.NEW)
    assert first.notes == []
    assert any("第3行的张三相同" in note for note in second.notes) is is_told


def test_one_bad_row_keeps_all_out_until_it_is_left_out():
    rows = (person(), person(full_name="李四", role="总统"))
    with pytest.raises(Refusal):
        bring(*rows)
    assert not User.objects.filter(username="zhangsan").exists()
    bring(*rows, left_out={1})
    assert User.objects.filter(username="zhangsan").exists()


def test_what_was_previewed_is_what_is_written():
    seen = plan_people([person()]).digest
    make_user().__class__.objects.create(username="zhangsan", role=Role.VIEWER)
    with pytest.raises(PeopleChanged):
        bring(person(), seen=seen)


def test_only_who_manages_accounts_brings_people_in():
    with pytest.raises(NotAllowed):
        bring(person(), by=make_user(role=Role.DEPARTMENT))


def test_the_last_of_the_office_stays_of_the_office():
    office = make_user()
    office.full_name = "钱七"
    office.save()
    with pytest.raises(Refusal):
        bring(person(full_name="钱七", username=office.username, role="查阅"), by=office)


def test_a_leader_without_a_title_takes_it_from_the_workbook():
    leader = add_leader(name="彭某", by=make_user(), at=NOW)
    bring(person(full_name=leader.name, role="指挥长", title="副区长"))
    leader.refresh_from_db()
    assert leader.title == "副区长"


def test_a_commander_who_is_known_as_a_leader_stands_for_that_leader():
    leader = make_leader()
    bring(person(full_name=leader.name, role="指挥长"))
    leader.refresh_from_db()
    assert leader.user is not None


def test_the_empty_table_is_read_back_once_filled():
    content = io.BytesIO(write_workbook([blank_people()], returns=False))
    with pytest.raises(Refusal):
        people_in(read_workbook(content.getvalue(), "a.xlsx"))
    opened = load_workbook(content)
    page = opened.active
    for column, value in enumerate(["张三", "区住建局", "科长", "13800001111", "填报人"], start=2):
        page.cell(4, column, value)
    out = io.BytesIO()
    opened.save(out)
    assert verdicts(*people_in(read_workbook(out.getvalue(), "a.xlsx"))) == [PersonVerdict.NEW]


class TestPeoplePages:
    def look(self, client, content):
        file = SimpleUploadedFile("人员.xlsx", content)
        return client.post(reverse("importing:people"), {"workbook": file})

    def again(self, client, page, **told):
        plan, rows = page.context["plan"], page.context["rows"]
        return client.post(
            reverse("importing:people_look"), {"rows": rows, "seen": plan.digest, **told}
        )

    def test_preview_write_and_hand_out(self):
        client = signed_in()
        page = self.look(client, book(*ROWS))
        assert "zhangsan" in page.content.decode()
        assert not User.objects.filter(username="zhangsan").exists()
        slips = self.again(client, page, do="write")
        assert slips.headers["Cache-Control"] == "no-store"
        text = slips.content.decode()
        password = slips.context["slips"][0].password
        assert password in text
        file = client.post(reverse("importing:people_slips"), {"slips": slips.context["packed"]})
        assert file.headers["Cache-Control"] == "no-store"
        cells = [c.value for row in load_workbook(io.BytesIO(file.content)).active for c in row]
        assert password in cells

    def test_a_bad_row_is_mended_on_the_page(self):
        client = signed_in()
        page = self.look(client, book([1, "区住建局", "张三", "", "", "总统", ""]))
        assert self.again(client, page, do="write").status_code == 409
        page = self.again(client, page, do="look", **{"cell:0:role": "查阅"})
        assert self.again(client, page, do="write").status_code == 200
        assert User.objects.get(username="zhangsan").role == Role.VIEWER

    def test_a_bad_row_is_left_out_and_taken_back(self):
        client = signed_in()
        page = self.look(client, book([1, "区住建局", "张三", "", "", "总统", ""]))
        page = self.again(client, page, do="look", **{"leave:0": "on"})
        assert page.context["plan"].counts == {"left_out": 1}
        assert self.again(client, page, do="look").context["plan"].counts == {"problem": 1}

    def test_what_was_not_shown_is_shown_before_it_is_written(self):
        client = signed_in()
        page = self.look(client, book(*ROWS))
        answer = self.again(client, page, do="write", **{"leave:0": "on"})
        assert answer.status_code == 409
        assert not User.objects.filter(username="lisi").exists()

    def test_what_is_no_workbook_and_what_is_no_page_of_ours_is_told(self):
        client = signed_in()
        assert self.look(client, b"not a table").status_code == 409
        assert client.post(reverse("importing:people")).status_code == 422
        for rows in ("", "{", "[]", '[{"sheet": 1}]', "[1]"):
            answer = client.post(reverse("importing:people_look"), {"rows": rows})
            assert answer.status_code == 409
            slips = client.post(reverse("importing:people_slips"), {"slips": rows})
            assert slips.status_code == 409

    def test_others_see_nothing_of_it(self):
        client = signed_in(make_user(role=Role.DEPARTMENT))
        for name in ("people", "people_blank"):
            assert client.get(reverse(f"importing:{name}")).status_code == 403
        for name in ("people_look", "people_slips"):
            assert client.post(reverse(f"importing:{name}")).status_code == 403

    def test_two_hundred_people_cost_no_more_queries_to_look_over(
        self, django_assert_max_num_queries
    ):
        rows = [[n, "区住建局", f"张{n}", "", "", "填报人", ""] for n in range(200)]
        client = signed_in()
        with django_assert_max_num_queries(14):
            self.look(client, book(*rows))


def test_over_http_it_is_tried_and_then_written():
    client = signed_in()

    def call(**told):
        file = SimpleUploadedFile("人员.xlsx", book(*ROWS))
        return client.post("/api/accounts/users/import", {"file": file, **told})

    tried = call().json()
    assert (tried["applied"], tried["new"]) == (False, 3)
    assert call(dry_run="false").status_code == 409
    done = call(dry_run="false", create_organisations="true").json()
    assert {slip["username"] for slip in done["slips"]} == {"zhangsan", "lisi", "wangwu"}
    assert call(dry_run="false").json()["slips"] == []


def test_a_key_brings_in_nobody():
    key = make_key(user=make_user())
    file = SimpleUploadedFile("人员.xlsx", book(*ROWS))
    told = Client().post(
        "/api/accounts/users/import",
        {"file": file, "dry_run": "false", "create_organisations": "true"},
        headers={"authorization": f"Bearer {key}"},
    )
    assert told.status_code == 403
    assert told.json()["message"] == "密钥不能办理此事：请本人登录操作。"
    assert not User.objects.filter(full_name="张三").exists()


def test_the_command_tries_writes_and_hands_out(tmp_path, capsys):
    source, slips = tmp_path / "人员.xlsx", tmp_path / "slips.xlsx"
    source.write_bytes(book(*ROWS))
    call_command("import_accounts", str(source), "--dry-run", "--json")
    assert json.loads(capsys.readouterr().out)["new"] == 3
    for options in ([], ["--create-organisations"]):
        with pytest.raises(Refusal):
            call_command("import_accounts", str(source), *options)
    call_command("import_accounts", str(source), "--create-organisations", "--slips", str(slips))
    assert load_workbook(slips).active.max_row == 6
    call_command("import_accounts", str(source))  # nothing is new: no file is asked for

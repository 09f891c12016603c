"""Papers over HTTP."""

from datetime import date

import pytest

from bihuan.accounts.roles import Role
from bihuan.accounts.tests.factories import make_user, signed_in
from bihuan.matters import actions
from bihuan.matters.tests.factories import assign_one, make_handler, noon, work_on_one
from bihuan.projects.models import District

from .test_papers import issue, issue_list

pytestmark = pytest.mark.django_db
PAPERS = "/api/matters/papers"
SAID = {"kind": "supervision", "text": "请办结。", "signer": "李喆"}


@pytest.fixture(autouse=True)
def hecheng():
    return District.objects.create(pk=1, name="鹤城区")


def send(client, address, said):
    return client.post(address, said, content_type="application/json")


def test_a_paper_is_issued_and_read_back():
    matter, client = assign_one(), signed_in()
    made = send(client, PAPERS, {**SAID, "matter_id": matter.pk})
    assert made.status_code == 201
    assert made.json()["number"] == 1
    assert made.json()["matters"] == [matter.number]
    assert client.get(f"{PAPERS}/{made.json()['id']}").json() == made.json()


def test_a_second_try_is_told_in_a_sentence():
    said, client = {**SAID, "matter_id": assign_one().pk, "issued_before": 0}, signed_in()
    assert send(client, PAPERS, said).status_code == 201
    again = send(client, PAPERS, said)
    assert again.status_code == 409
    assert "请先查看" in again.json()["message"]


def test_who_may_not_is_told():
    said = {**SAID, "matter_id": assign_one().pk}
    assert send(signed_in(make_user(role=Role.VIEWER)), PAPERS, said).status_code == 403


def test_the_register_is_narrowed():
    matter = assign_one()
    paper = issue(matter)
    issue_list()
    client = signed_in()
    for asked in ({"kind": "supervision"}, {"matter_id": matter.pk}):
        assert [row["id"] for row in client.get(PAPERS, asked).json()] == [paper.pk]
    assert len(client.get(PAPERS, {"year": 2024}).json()) == 2
    assert len(client.get(PAPERS, {"after": paper.pk}).json()) == 1
    assert client.get(PAPERS, {"year": 2023}).json() == []


def test_strangers_papers_are_absent():
    handler = make_handler()
    mine, other = issue(work_on_one(handler=handler)), issue(assign_one())
    client = signed_in(handler)
    assert [row["id"] for row in client.get(PAPERS).json()] == [mine.pk]
    assert client.get(f"{PAPERS}/{other.pk}").status_code == 404
    assert client.get(f"{PAPERS}/{other.pk}/file.pdf").status_code == 404


@pytest.mark.parametrize(("ending", "begins"), [("pdf", b"%PDF"), ("docx", b"PK")])
def test_files_come_too(ending, begins):
    answer = signed_in().get(f"{PAPERS}/{issue(assign_one()).pk}/file.{ending}")
    assert answer.content.startswith(begins)


def test_papers_due_are_listed_for_those_who_issue_them():
    matter, by = assign_one(), make_user()
    actions.escalate(on=date(2024, 3, 15), by=by, at=noon(date(2024, 3, 15)))
    listed = signed_in(by).get(f"{PAPERS}/due").json()
    assert listed == [
        {"matter_id": matter.pk, "matter": matter.number, "level": 2, "kind": "reminder"}
    ]
    assert signed_in(make_handler()).get(f"{PAPERS}/due").status_code == 403


def test_a_paper_is_declared_void_once():
    address, client = f"{PAPERS}/{issue(assign_one()).pk}/void", signed_in()
    assert send(client, address, {"reason": "有误"}).json()["void_reason"] == "有误"
    assert send(client, address, {"reason": "有误"}).status_code == 409


def test_the_register_asks_as_often_for_many_as_for_one(django_assert_max_num_queries):
    matter, client = assign_one(), signed_in()
    for _number in range(8):
        issue(matter)
    with django_assert_max_num_queries(6):
        client.get(PAPERS)

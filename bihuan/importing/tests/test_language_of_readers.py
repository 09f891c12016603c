"""An import's questions are read in the language of whoever looks, whoever staged it."""

from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile

from bihuan.accounts.tests.factories import make_user
from bihuan.importing.models import Batch
from bihuan.importing.tests.books import workbook

pytestmark = pytest.mark.django_db
LIST: list[list[Any]] = [
    ["某区重点项目表"],
    ["单位：万元"],
    ["序号", "项目名称", "建设性质", "总投资", "年度计划投资"],
    [1, "滨河道路改造工程", "续建", 10000, 3000],
]


@pytest.fixture
def staged(client):
    client.force_login(make_user())
    _choose_language(client, "zh-hans")
    content = workbook({"Sheet1": LIST})
    sent = client.post(
        "/api/imports",
        {"files": SimpleUploadedFile("名单.xlsx", content)},
    )
    assert sent.status_code == 201
    return sent.json()


def _choose_language(client, language):
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = language


def _texts(told):
    return [q["text"] for q in told["questions"]]


def test_questions_are_worded_for_who_reads_them(client, staged):
    where = f"/api/imports/{staged['id']}"
    chinese = client.get(where).json()
    _choose_language(client, "en")
    english = client.get(where).json()
    assert _texts(chinese) == _texts(staged)
    assert [q["id"] for q in english["questions"]] == [q["id"] for q in staged["questions"]]
    assert english["questions"]
    assert all(text.isascii() for text in _texts(english))
    page = client.get(f"/import/{staged['id']}/")
    assert _texts(english)[0] in page.content.decode()


def test_nothing_is_written_for_it(client, staged):
    kept = Batch.objects.get(pk=staged["id"]).outcome
    _choose_language(client, "en")
    client.get(f"/api/imports/{staged['id']}")
    assert Batch.objects.get(pk=staged["id"]).outcome == kept


def test_an_answer_in_another_language_is_taken(client, staged):
    answers = {q["id"]: q["choices"][0]["value"] for q in staged["questions"]}
    _choose_language(client, "en")
    answered = client.post(
        f"/api/imports/{staged['id']}/answer",
        {"edition": staged["edition"], "answers": answers},
        content_type="application/json",
    ).json()
    _choose_language(client, "zh-hans")
    applied = client.post(
        f"/api/imports/{staged['id']}/apply",
        {"edition": answered["edition"]},
        content_type="application/json",
    )
    assert applied.json().get("state") == "applied"

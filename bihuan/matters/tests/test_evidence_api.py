"""Files that come with a move over HTTP: the same rules as on the page."""

from hashlib import sha256
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from bihuan.accounts.models import User
from bihuan.accounts.roles import Role
from bihuan.accounts.tests.factories import make_user, signed_in
from bihuan.audit.models import Event
from bihuan.kit.tests.pictures import PNG
from bihuan.matters.actions.moving import FILE_BYTES, FILES_MOST, taken
from bihuan.matters.kinds import MatterState
from bihuan.matters.models import Evidence, Matter

from .factories import answer_one, make_handler, work_on_one

pytestmark = pytest.mark.django_db
API = "/api/matters"
DONE = "三户均已签约并腾空房屋"


def picture(name: str = "现场.png", content: bytes = PNG) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def agreement() -> SimpleUploadedFile:
    return SimpleUploadedFile("协议.pdf", b"%PDF-1.7")


def send(user: User, matter: Matter, move: str, *files: SimpleUploadedFile, **said: Any) -> Any:
    path = f"{API}/{matter.pk}/{move}/with-files"
    return signed_in(user).post(path, {**said, **({"files": list(files)} if files else {})})


def test_each_move_that_brings_evidence_on_the_page_brings_it_by_a_call() -> None:
    handler, supervisor = make_handler(), make_user(role=Role.SUPERVISOR)
    matter = work_on_one(handler=handler)
    assert send(handler, matter, "feed_back", agreement(), note="已签两户").status_code == 200
    answered = send(handler, matter, "answer", picture(), agreement(), note="见附件")
    assert (answered.status_code, answered.json()["state"]) == (200, "answered")
    assert send(supervisor, matter, "verify", picture("复核.png")).status_code == 200
    moves = signed_in(handler).get(f"{API}/{matter.pk}").json()["moves"]
    told = {move["verb"]: move["files"] for move in moves if move["files"]}
    assert told == {
        "feed_back": ["协议.pdf"],
        "answer": ["现场.png", "协议.pdf"],
        "verify": ["复核.png"],
    }


def test_what_came_with_a_move_is_read_by_whoever_sees_the_matter() -> None:
    handler, stranger = make_handler(), make_handler()
    matter = work_on_one(handler=handler)
    send(handler, matter, "answer", picture(), note="见附件")
    move = signed_in(handler).get(f"{API}/{matter.pk}").json()["moves"][-1]
    (kept,) = move["evidence"]
    assert (kept["name"], kept["sha256"]) == ("现场.png", sha256(PNG).hexdigest())
    address = f"{API}/evidence/{kept['id']}"
    got = signed_in(make_user(role=Role.SUPERVISOR)).get(address)
    assert b"".join(got.streaming_content) == PNG  # type: ignore[attr-defined]  # a file streams
    assert got.headers["Content-Disposition"].startswith("attachment")
    assert signed_in(stranger).get(address).status_code == 404
    assert Client().get(address).status_code == 401


@pytest.mark.parametrize(
    "wrong",
    [
        picture("病毒.exe", b"MZ"),
        picture("图.png", b"%PDF-1.7"),
        picture("空.png", b""),
        picture("大.png", PNG + b"0" * FILE_BYTES),
    ],
    ids=["programme", "another content", "empty", "too large"],
)
def test_what_is_no_evidence_is_refused_in_the_sentence_of_the_page(
    wrong: SimpleUploadedFile,
) -> None:
    handler = make_handler()
    matter, name = work_on_one(handler=handler), str(wrong.name)
    events = Event.objects.count()
    answer = send(handler, matter, "answer", picture(), wrong, note=DONE)
    assert answer.status_code == 409
    assert name in answer.json()["message"]
    matter.refresh_from_db()
    assert matter.state == MatterState.WORKING
    assert (Evidence.objects.count(), Event.objects.count()) == (0, events)


def test_ten_files_go_with_one_move_and_no_more() -> None:
    handler = make_handler()
    matter = work_on_one(handler=handler)
    many = [picture(f"{number}.png") for number in range(FILES_MOST + 1)]
    refused = send(handler, matter, "feed_back", *many, note="已签两户")
    assert (refused.status_code, Evidence.objects.count()) == (409, 0)
    most = [picture(f"{number}.png") for number in range(FILES_MOST)]
    assert send(handler, matter, "feed_back", *most, note="已签两户").status_code == 200
    assert Evidence.objects.count() == FILES_MOST


def test_no_more_is_read_than_it_takes_to_refuse_it() -> None:
    large = picture("大.png", PNG + b"0" * (FILE_BYTES + 100))
    assert len(taken([large])[0].content) == FILE_BYTES + 1
    assert len(taken(picture() for _each in range(50))) == FILES_MOST + 1


def test_a_call_for_files_without_a_file_moves_nothing() -> None:
    handler = make_handler()
    matter = work_on_one(handler=handler)
    assert send(handler, matter, "answer", note=DONE).status_code == 422
    misnamed = f"{API}/{matter.pk}/answer/with-files"
    sent = signed_in(handler).post(misnamed, {"note": DONE, "file": picture()})
    assert sent.status_code == 422
    matter.refresh_from_db()
    assert matter.state == MatterState.WORKING


def test_the_second_of_two_is_told_and_nothing_of_it_is_kept() -> None:
    handler = make_handler()
    matter = work_on_one(handler=handler)
    seen = Matter.objects.get(pk=matter.pk).edition
    assert send(handler, matter, "feed_back", picture(), note="一", edition=seen).status_code == 200
    late = send(handler, matter, "answer", picture(), note=DONE, edition=seen)
    assert (late.status_code, Evidence.objects.count()) == (409, 1)


def test_rights_are_those_of_the_move_without_files() -> None:
    handler = make_handler()
    matter = answer_one(handler=handler)
    assert send(handler, matter, "verify", picture()).status_code == 403
    assert send(make_handler(), matter, "verify", picture()).status_code == 404
    assert Client().post(f"{API}/{matter.pk}/verify/with-files", {}).status_code == 401
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(make_user())
    shut = strict.post(f"{API}/{matter.pk}/verify/with-files", {"files": picture()})
    assert (shut.status_code, Evidence.objects.count()) == (403, 0)


def test_words_in_json_move_a_matter_as_before() -> None:
    handler = make_handler()
    matter = work_on_one(handler=handler)
    short = signed_in(handler).post(
        f"{API}/{matter.pk}/answer", {"note": "见附件"}, content_type="application/json"
    )
    assert short.status_code == 409
    told = signed_in(handler).post(
        f"{API}/{matter.pk}/answer", {"note": DONE}, content_type="application/json"
    )
    assert (told.status_code, told.json()["state"]) == (200, "answered")

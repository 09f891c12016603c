"""What people and the clock do through their own doors, and what is killed in the middle."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import Client

from bihuan.accounts.roles import Role
from bihuan.accounts.tests.factories import make_organisation, make_user
from bihuan.importing.models import Batch
from bihuan.importing.tests.books import ledger, ledger_row, month, month_row
from bihuan.matters.tests.factories import assign_one
from bihuan.progress.models import Report
from bihuan.progress.tests.factories import IN_MARCH, WAN, make_listed, make_reporter, open_march
from bihuan.visits.tests.factories import make_commanded, part, photo
from tests.races.scene import Things

Act = Callable[[Any, Client], object]
REFUSED = 409
JSON = "application/json"
IMPORTS = frozenset({"intake_batch", "intake_sourcefile"})


@dataclass(frozen=True)
class Story:
    """`make` sets the things up; `acts` are done one after the other, each acknowledged. Who does
    an act again because no answer came leaves the same, but for the tables in `said_again`.
    """

    name: str
    make: Callable[[], Mapping[str, Any]]
    acts: Sequence[Act]
    now: datetime = IN_MARCH
    said_again: frozenset[str] = frozenset()

    def do(self, act: Act, made: Mapping[str, Any]) -> None:
        """Do one act as the person whom it is about."""
        things = Things(made)
        client = Client()
        client.force_login(things.by)
        act(things, client)


def _taken(answer: Any) -> Any:
    """Return what an answer says; one that was refused was done before."""
    if answer.status_code >= 400 and answer.status_code != REFUSED:  # as HTTP has it
        raise AssertionError(f"{answer.status_code}: {answer.content.decode()[:200]}")
    return answer.json()


def _report(number: int) -> Act:
    def save(s: Any, client: Client) -> object:
        said = {
            "project_id": getattr(s, f"project{number}").pk,
            "month": "2024-03",
            "edition": 0,
            "completed_yuan": (number + 1) * 10 * WAN,
            "funds": {"own": 3 * WAN, "loan": WAN},
        }
        return _taken(client.post("/api/progress/reports", said, content_type=JSON))

    return save


def _submit(number: int) -> Act:
    def submit(s: Any, client: Client) -> object:
        report = Report.objects.get(project=getattr(s, f"project{number}"), is_current=True)
        return _taken(client.post(f"/api/progress/reports/{report.pk}/submit"))

    return submit


def _photo(s: Any, client: Client) -> object:
    report = Report.objects.get(project=s.project0, is_current=True)
    return _taken(
        client.post(
            f"/api/progress/reports/{report.pk}/photos", photo(9), content_type="image/jpeg"
        )
    )


def _reporting() -> dict[str, Any]:
    by = make_reporter()
    open_march()
    return {"by": by, **{f"project{n}": make_listed(owner=by.organisation) for n in range(3)}}


def _book(*files: tuple[str, bytes]) -> Act:
    def bring(_s: Any, _client: Client) -> object:
        paths = []
        for name, content in files:
            path = Path(settings.HOME) / name
            path.write_bytes(content)
            paths.append(str(path))
        return call_command("import", *paths, year=2024, verbosity=0, stdout=_Nowhere())

    return bring


class _Nowhere:
    """Takes what a command says."""

    def write(self, text: str) -> int:
        return len(text)

    def flush(self) -> None:
        """Nothing waits."""


BOOK = ledger(*(ledger_row(n) for n in range(1, 7)))
MARCH = month(3, *(month_row(n, 100 + n) for n in range(1, 7)))


def _stage(_s: Any, client: Client) -> object:
    return _taken(client.post("/api/imports", {"files": SimpleUploadedFile(*BOOK)}))


def _apply(_s: Any, client: Client) -> object:
    batch = Batch.objects.latest("pk")
    return _taken(
        client.post(f"/api/imports/{batch.pk}/apply", {"edition": batch.edition}, content_type=JSON)
    )


def _undo(_s: Any, client: Client) -> object:
    return _taken(client.post(f"/api/imports/{Batch.objects.latest('pk').pk}/undo"))


def _somebody() -> dict[str, Any]:
    return {"by": make_user()}


PHOTOS = (photo(1), photo(2))


def _site() -> dict[str, Any]:
    return {
        "by": make_user(role=Role.SUPERVISOR),
        "project": make_commanded(),
        "number": str(uuid.uuid4()),
    }


def _announce(s: Any, client: Client) -> Any:
    said = {
        "device_id": s.number,
        "project_id": s.project.pk,
        "notes": "到三层",
        "visited_at": "2024-03-20T12:00:00+08:00",
        "longitude": "109.975",
        "latitude": "27.548",
        "findings": [{"title": "护栏缺失", "type_code": "quality", "severity": "ordinary"}],
        "parts": [{"sha256": part(p).sha256, "size": len(p)} for p in PHOTOS],
    }
    return _taken(client.post("/api/visits", said, content_type=JSON))


def _send(number: int) -> Act:
    def send(s: Any, client: Client) -> object:
        visit, content = _announce(s, client), PHOTOS[number]
        address = f"/api/visits/{visit['id']}/photos/{part(content).sha256}"
        return _taken(client.put(address, content, content_type="application/octet-stream"))

    return send


def _clock() -> dict[str, Any]:
    for _each in range(2):
        make_listed()
    for _each in range(3):
        assign_one(lead=make_organisation())
    return {"by": make_user()}


def _tick(on: date) -> Act:
    return lambda _s, _client: call_command("tick", on=on, json=True, stdout=_Nowhere())


STORIES = [
    Story(
        "save",
        _reporting,
        (
            _report(0),
            _photo,
            _submit(0),
            _report(1),
            _submit(1),
            _report(2),
        ),
    ),
    Story("visit", _site, (_announce, _send(0), _send(1))),
    Story("import", _somebody, (_book(BOOK), _book(MARCH)), said_again=IMPORTS),
    Story("apply", _somebody, (_stage, _apply, _undo), said_again=IMPORTS),
    Story("tick", _clock, (_tick(date(2024, 3, 26)), _tick(date(2024, 4, 26)))),
]

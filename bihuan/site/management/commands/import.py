import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from django.utils.translation import gettext_noop

from bihuan.accounts.at_the_machine import person_at_the_machine
from bihuan.accounts.models import User
from bihuan.importing.actions import NothingToTake, bring_in
from bihuan.importing.models import Batch, BatchState
from bihuan.importing.staging import stages
from bihuan.importing.staging.summary import blocked
from bihuan.kit.errors import Refusal
from bihuan.kit.money import UNITS
from bihuan.kit.terminal import progress_on
from bihuan.kit.words import gettext


class Command(BaseCommand):
    help = gettext_noop("Bring in tables (Excel, WPS, Word, PDF, text): all of them, or nothing.")

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
        parser.add_argument("--year", type=int)
        parser.add_argument("--dry-run", action="store_true")
        parser.add_argument("--json", action="store_true")
        parser.add_argument("--as", dest="username", metavar="USER")
        parser.add_argument("--unit", choices=list(UNITS))
        parser.add_argument("--map", action="append", default=[], metavar="HEADER=FIELD")
        parser.add_argument("--answer", action="append", default=[], metavar="ID=VALUE")
        parser.add_argument("--take-good", action="store_true")
        parser.add_argument("--reason", default="")

    def handle(self, *args: Any, **options: Any) -> None:
        at = timezone.now()
        try:
            with self._watched(dry_run=options["dry_run"]):
                batch = _brought_in(options, at)
        except NothingToTake as refused:
            if refused.batch is not None:
                self._show(refused.batch, applied=False, as_json=options["json"])
            raise
        applied = batch.state == BatchState.APPLIED
        self._show(batch, applied=applied, as_json=options["json"])
        if batch.outcome["blocked"] and not applied:
            raise Refusal(blocked(batch.outcome))

    @contextmanager
    def _watched(self, *, dry_run: bool) -> Iterator[None]:
        """Show on a terminal how far the import has come."""
        shares = stages.LOOKING if dry_run else stages.APPLYING
        with progress_on(self.stderr, stages.label) as told:
            if told is None:
                yield
                return
            with stages.watch(None, shares, told=told):
                yield

    def _show(self, batch: Batch, *, applied: bool, as_json: bool) -> None:
        if as_json:
            self.stdout.write(json.dumps(_outcome(batch, applied), ensure_ascii=False))
        else:
            self._tell(batch, applied)

    def _tell(self, batch: Batch, applied: bool) -> None:  # noqa: FBT001  # a private line of text
        outcome = batch.outcome
        for question in outcome["questions"]:
            if not question["answer"]:
                self._put(question)
        for problem in outcome["problems"]:
            place = gettext("%(sheet)s, row %(row)s, %(column)s: %(message)s") % problem
            self.stdout.write(f"[{problem['severity']}] {place}")
        line = (
            gettext("%(created)s created, %(updated)s updated, %(unchanged)s unchanged.") % outcome
        )
        self.stdout.write(line)
        if not applied and not outcome["blocked"]:
            self.stdout.write(gettext("Only tried: nothing was written."))

    def _put(self, question: dict[str, Any]) -> None:
        """Show a question with its choices, and how each is given as an answer."""
        self.stdout.write(f"[{gettext('question')}] {question['sheet']}: {question['text']}")
        for choice in question["choices"]:
            gives = f" → {choice['gives']}" if choice["gives"] else ""
            line = f"    --answer {question['id']}={choice['value']}  {choice['label']}{gives}"
            self.stdout.write(line)
        if question.get("typed"):
            words = gettext("or what you type: a day such as 2024-07-10, or words")
            self.stdout.write(f"    --answer {question['id']}=…  {words}")


def _brought_in(options: dict[str, Any], at: datetime) -> Batch:
    return bring_in(
        files=[(path.name, _content(path)) for path in options["files"]],
        year=options["year"],
        unit=UNITS.get(options["unit"] or ""),
        columns=_columns(options["map"]),
        answers=_answers(options["answer"]),
        reason=options["reason"],
        by=_user(options["username"]) or person_at_the_machine(at=at),
        at=at,
        dry_run=options["dry_run"],
        take_good=options["take_good"],
    )


def _answers(told: list[str]) -> dict[str, str]:
    """Return answers by the question's name. Raises Refusal for one that has no value."""
    for each in told:
        if "=" not in each:
            raise Refusal(gettext("“%s” is not an answer such as unit-1a2b3c4d=万元.") % each)
    return {each.partition("=")[0]: each.partition("=")[2] for each in told}


def _outcome(batch: Batch, applied: bool) -> dict[str, Any]:  # noqa: FBT001  # called in one place
    keys = (
        "sheets",
        "ignored",
        "created",
        "updated",
        "unchanged",
        "problems",
        "proof",
        "left_out",
    )
    open_ = [
        {key: question[key] for key in ("id", "sheet", "column", "text", "choices", "typed")}
        for question in batch.outcome["questions"]
        if not question["answer"]
    ]
    told = {key: batch.outcome[key] for key in keys}
    return {**told, "questions": open_, "applied": applied}


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise CommandError(gettext("“%s” cannot be opened.") % path) from error


def _columns(answers: list[str]) -> dict[str, str]:
    return {a.rpartition("=")[0]: a.rpartition("=")[2] for a in answers}


def _user(username: str | None) -> User | None:
    if username is None:
        return None
    user = User.objects.filter(username=username, is_active=True).first()
    if user is None:
        raise Refusal(gettext("There is no user “%s”.") % username)
    return user

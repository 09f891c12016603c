"""Accounts of many people from one workbook: read, looked over, written, handed out."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_POST

from bihuan.accounts.http import UserRequest
from bihuan.accounts.models import Organisation
from bihuan.accounts.permissions import require
from bihuan.accounts.roles import Can
from bihuan.importing.actions import bring_in_people
from bihuan.importing.http import download
from bihuan.importing.people.forms import (
    MOST_MENDED,
    PeopleAsked,
    PeopleUploadForm,
    packed,
    slips_in,
)
from bihuan.importing.people.plan import PeoplePlan, PersonVerdict, plan_people
from bihuan.importing.people.role_words import WORDS
from bihuan.importing.people.roster import CREATE
from bihuan.importing.people.sheet import blank_people, people_in
from bihuan.importing.people.slips import packed_slips, slips_of, slips_workbook
from bihuan.importing.uploads import content_of
from bihuan.kit.errors import Refusal
from bihuan.kit.sheets import read_workbook
from bihuan.kit.workbooks import write_workbook

ORDER = (
    PersonVerdict.PROBLEM,
    PersonVerdict.NEW,
    PersonVerdict.CHANGED,
    PersonVerdict.LEFT_OUT,
    PersonVerdict.KNOWN,
)


def start(request: UserRequest) -> HttpResponse:
    """Take a workbook in and show what it would change; nothing is written."""
    require(request.user, Can.ACCOUNTS_MANAGE)
    posted = (request.POST, request.FILES) if request.method == "POST" else ()
    form, status = PeopleUploadForm(*posted), 200
    if request.method == "POST" and form.is_valid():
        upload = form.cleaned_data["workbook"]
        try:
            rows = people_in(read_workbook(content_of(upload), upload.name))
        except Refusal as told:
            form.add_error("workbook", str(told))
            status = 409
        else:
            return _preview(request, PeopleAsked(rows, {}, frozenset(), ""))
    status = 422 if status == 200 and form.errors else status
    return render(request, "importing/people.html", {"form": form}, status=status)


@require_POST
def look(request: UserRequest) -> HttpResponse:
    """Look again with what was mended and chosen, or write what was looked over."""
    require(request.user, Can.ACCOUNTS_MANAGE)
    asked = PeopleAsked.of(request.POST.dict())
    if request.POST.get("do") != "write":
        return _preview(request, asked)
    try:
        plan, handed_out = bring_in_people(
            rows=asked.rows,
            choices=asked.choices,
            left_out=asked.left_out,
            seen=asked.seen,
            by=request.user,
            at=timezone.now(),
        )
    except Refusal as told:
        return _preview(request, asked, str(told))
    found = slips_of(handed_out)
    context = {"slips": found, "packed": packed_slips(found), "counts": plan.counts}
    answer = render(request, "importing/people_slips.html", context)
    answer.headers["Cache-Control"] = "no-store"
    return answer


@require_POST
def slips(request: UserRequest) -> HttpResponse:
    """Return the slips that the page shows as a workbook; they stand nowhere but on that page."""
    require(request.user, Can.ACCOUNTS_MANAGE)
    content = slips_workbook(slips_in(request.POST.get("slips", "")))
    return download(content, "账号初始密码发放表.xlsx", **{"Cache-Control": "no-store"})


def blank(request: UserRequest) -> HttpResponse:
    """Return an empty workbook to fill in."""
    require(request.user, Can.ACCOUNTS_MANAGE)
    return download(write_workbook([blank_people()], returns=False), "账号与联系人登记表.xlsx")


def _preview(request: UserRequest, asked: PeopleAsked, told: str = "") -> HttpResponse:
    plan = plan_people(asked.rows, choices=asked.choices, left_out=asked.left_out)
    context = {**_context(plan), "rows": packed(asked.rows), "told": told}
    return render(request, "importing/people_preview.html", context, status=409 if told else 200)


def _context(plan: PeoplePlan) -> dict[str, Any]:
    groups = [
        (verdict, [line for line in plan.lines if line.verdict == verdict]) for verdict in ORDER
    ]
    problems = dict(groups)[PersonVerdict.PROBLEM]
    return {
        "plan": plan,
        "groups": [(verdict, lines) for verdict, lines in groups if lines],
        "mended": {line.place for line in problems[:MOST_MENDED]},
        "roles": [words[0] for words in WORDS.values()],
        "organisations": Organisation.objects.standing().order_by("pinyin", "name")
        if plan.unknown
        else (),
        "create": CREATE,
    }

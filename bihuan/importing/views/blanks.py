"""Empty workbooks to fill in."""

from __future__ import annotations

from django.http import Http404, HttpResponse

from bihuan.accounts.http import UserRequest
from bihuan.accounts.permissions import require
from bihuan.accounts.roles import Can
from bihuan.importing.headings.kinds import SheetKind
from bihuan.importing.http import download
from bihuan.importing.workbooks.blank_sheets import blank_sheets
from bihuan.kit.months import Month
from bihuan.kit.workbooks import write_workbook


def blank(request: UserRequest, kind: str, month: Month) -> HttpResponse:
    """Return an empty workbook of a kind, which is read back without a question once filled."""
    require(request.user, Can.IMPORT)
    if kind not in SheetKind.values:
        raise Http404
    sheets = blank_sheets(kind, month)
    title = sheets[0].title
    if len(sheets) > 1:  # a sheet for each list: the workbook is of them all
        title = title.replace(sheets[0].name, "重点")
    return download(write_workbook(sheets, returns=False), f"{title}.xlsx")

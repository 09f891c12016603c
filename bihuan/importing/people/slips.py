"""What is handed to new users: sign-in name and first password, once."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from bihuan.accounts.actions import FirstPassword
from bihuan.kit.workbooks import OutColumn, OutSheet, write_workbook


@dataclass(frozen=True)
class Slip:
    """One person's slip of paper."""

    full_name: str
    organisation: str
    username: str
    password: str = field(repr=False)


def slips_of(handed_out: Iterable[FirstPassword]) -> list[Slip]:
    """Return the slips of new users, those of one organisation together."""
    found = [
        Slip(
            full_name=str(each.user),
            organisation=str(each.user.organisation or ""),
            username=each.user.username,
            password=each.password,
        )
        for each in handed_out
    ]
    return sorted(found, key=lambda slip: slip.organisation)


def packed_slips(slips: Iterable[Slip]) -> str:
    """Return slips as their page carries them to where they become a workbook."""
    return json.dumps([vars(slip) for slip in slips], ensure_ascii=False)


def slips_workbook(slips: Iterable[Mapping[str, str]]) -> bytes:
    """Return a workbook with a row for each slip."""
    sheet = OutSheet(
        name="初始密码",
        title="账号初始密码发放表",
        note="初始密码只显示这一次，首次登录时须改为自己的密码；发放后请删除本表。",
        columns=[
            OutColumn("单位", 30),
            OutColumn("姓名", 14),
            OutColumn("登录名", 20),
            OutColumn("初始密码", 22),
            OutColumn("领取人签字", 18),
        ],
        rows=[
            (
                str(number),
                [each["organisation"], each["full_name"], each["username"], each["password"], None],
            )
            for number, each in enumerate(slips, 1)
        ],
        key_title="序号",
    )
    return write_workbook([sheet], returns=False)

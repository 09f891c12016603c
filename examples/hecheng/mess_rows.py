"""Ten right rows of a monthly report made wrong, one fault each, with the list of what to find."""

import datetime as dt

FIRST = 5  # sheet row of the first project
NAME, CODE, NOW, SO_FAR, PERCENT, FINISHED = 1, 2, 5, 6, 7, 11


def spoil(clean, before):
    """(wrong rows, expected findings); `before` maps a code to its row of the month before."""
    rows, found = [list(r) for r in clean], []

    def wrong(index, column, value, kind, says):
        rows[index][column] = value
        found.append(
            {
                "row": FIRST + index,
                "column": "ABCDEFGHIJKLM"[column],
                "kind": kind,
                "says": says,
                "right": _plain(clean[index][column]),
            }
        )

    last = {i: before[r[CODE]][SO_FAR] for i, r in enumerate(rows)}
    wrong(1, SO_FAR, round(last[1] * 0.9), "cumulative_fell", "累计数小于上月累计")
    wrong(
        2, SO_FAR, rows[2][SO_FAR] + 350, "cumulative_disagrees", "累计数不等于上月累计加本月完成"
    )
    wrong(3, NOW, rows[3][NOW] * 10_000, "unit_slip", "本月完成按元填报，扩大一万倍")
    wrong(3, SO_FAR, rows[3][SO_FAR] * 10_000, "unit_slip", "累计完成按元填报，扩大一万倍")
    wrong(4, NOW, round(rows[4][NOW] / 10_000, 4), "unit_slip", "本月完成按亿元填报，缩小一万倍")
    wrong(
        4, SO_FAR, round(rows[4][SO_FAR] / 10_000, 4), "unit_slip", "累计完成按亿元填报，缩小一万倍"
    )
    wrong(5, NOW, f"约{rows[5][NOW]}左右", "not_a_number", "金额栏含文字")
    wrong(6, PERCENT, 130, "percent_over_100", "形象进度大于100%")
    wrong(7, FINISHED, dt.datetime(2020, 1, 15), "dates_out_of_order", "竣工时间早于开工时间")
    wrong(8, NAME, "怀溪小学", "unknown_project", "名单中没有，疑为“怀熙小学”")
    wrong(8, CODE, None, "unknown_project", "未填项目代码")
    twin = list(rows[9])
    twin[0], twin[NOW] = 11, rows[9][NOW] + 1
    rows.append(twin)
    found.append(
        {
            "row": FIRST + 10,
            "column": "C",
            "kind": "duplicate_row",
            "says": "与上一行项目重复且金额不同",
            "right": None,
        }
    )
    return rows, found


def _plain(value):
    return value.date().isoformat() if isinstance(value, dt.datetime) else value

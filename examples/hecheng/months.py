"""What each project reports month by month; in cumulatives a silent month counts as nothing."""

import datetime as dt
from dataclasses import dataclass

from hecheng.projects import BUILD, LEGACY, PREPARE, REAL
from hecheng.shares import split

SEASON = (4, 1, 8, 9, 10, 11, 9, 9, 10, 9, 9, 10)
FUNDS = ("中央预算内", "专项债", "超长期特别国债", "银行贷款", "企业自筹", "财政资金")
MIX = {
    "产业": (0, 1, 0, 3, 8, 0),
    "基础设施": (2, 5, 3, 2, 0, 3),
    "社会民生": (4, 3, 0, 1, 0, 4),
    "生态环保": (3, 3, 4, 0, 0, 2),
}
PROBLEMS = (
    "征地拆迁进展慢，剩余{n}户未签约",
    "用地报批材料退回补正",
    "资金到位不足，缺口约{n}00万元",
    "施工用电尚未接通",
    "环评手续正在办理",
)


@dataclass
class Year:
    done: list[int]  # 百元, twelve months
    percent: list[int]  # physical progress, never falls
    funds: list[list[int]]  # 万元 cumulative in the year, month by source
    problem: list[str]
    silent: set[int]


def live(rng, projects) -> dict[str, Year]:
    years = {p.code: _year(rng, p) for p in projects}
    quiet = [
        p for p in projects if p.tiers == ("区",) and not p.in_use and p.done and p.name not in REAL
    ]
    for p in rng.sample(quiet, 9):
        _fall_silent(years[p.code], p, rng.choice((4, 5, 7, 8)))
    return years


def _year(rng, p):
    done = _monthly(rng, p)
    stuck = rng.randint(3, 8) if p.name not in REAL and rng.random() < 0.3 else 0
    problem = [""] * 12
    if stuck:
        text = rng.choice(PROBLEMS).format(n=rng.randint(2, 9))
        problem = [text if stuck <= m <= stuck + 3 else "" for m in range(1, 13)]
    return Year(done, _physical(rng, p, done), _funds(rng, p, done), problem, set())


def _monthly(rng, p):
    first = p.start.month if p.start and p.start.year == 2024 else 1
    weights = [w * rng.uniform(0.6, 1.4) * (m >= first) for m, w in enumerate(SEASON, 1)]
    if first > 1:
        weights[first - 1] *= 0.4
    if p.finished:
        weights = [
            w if m <= max(p.finished.month, first) else w * 0.04 for m, w in enumerate(weights, 1)
        ]
    elif p.kind == BUILD:
        if p.name not in REAL:
            _bend(rng, weights)
    else:
        weights = [w if m % 3 == 0 else 0 for m, w in enumerate(weights, 1)]
    return split(p.done, weights, step=rng.choice((100, 100, 100, 1000, 1)))


def _bend(rng, weights):
    """Some stop for a while, some report a third of the year in December."""
    luck = rng.random()
    if luck < 0.15:
        stop = rng.randint(4, 8)
        weights[stop : stop + 3] = [0] * 3
    elif luck < 0.30:
        weights[11] *= 5


def _physical(rng, p, done):
    """Percent of the whole work; legacy and preparation projects stay at the start."""
    out, cumulative, best = [], p.before * 100, 0
    pace = rng.uniform(0.8, 1.05)
    for month, amount in enumerate(done, 1):
        cumulative += amount
        share = 0 if p.kind != BUILD or not _begun(p, month) else int(cumulative / p.total * pace)
        best = max(best, min(share, 98))
        out.append(100 if p.finished and p.finished.month <= month else best)
    return out


def _begun(p, month):
    return p.start < dt.date(2024 + month // 12, month % 12 + 1, 1)


def _funds(rng, p, done):
    mix = [w * rng.uniform(0.5, 1.5) for w in MIX[p.field]]
    whole = split(int(p.done / 100 * rng.uniform(0.8, 1.1)), mix)
    total, so_far, out = max(p.done, 1), 0, []
    for amount in done:
        so_far += amount
        out.append([int(source * so_far / total) for source in whole])
    return out


def _fall_silent(year, p, month):
    """No row at all in this month; what was done is reported with the next one."""
    year.silent.add(month)
    year.done[month] += year.done[month - 1]
    year.done[month - 1] = 0


def stage(p, year, month) -> str:
    """The sentence beside the percentage."""
    if p.in_use and (p.in_use.month <= month):
        return "已投入使用" if p.field != "产业" else "已投产"
    if p.finished and p.finished.month <= month:
        return "已竣工，正在办理验收移交"
    if p.kind == PREPARE:
        return ("编制可行性研究报告", "办理用地预审", "完善初步设计", "开展施工图审查")[
            (month - 1) // 3
        ]
    if p.kind == LEGACY:
        return ("清理债权债务", "与意向投资方洽谈", "拟定处置方案", "落实处置方案")[
            (month - 1) // 3
        ]
    if not _begun(p, month):
        return "未开工，办理前期手续"
    if month > 1 and not year.done[month - 1]:
        return "本月施工暂停"
    percent = year.percent[month - 1]
    return (
        "场地平整及基础施工"
        if percent < 25
        else "主体工程施工"
        if percent < 70
        else "设备安装及附属工程施工"
    )

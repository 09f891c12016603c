"""What a project says of its month: words that go with its figures, whatever is said at random."""

from hecheng.projects import BUILD, REAL

UNDER_WAY = ("施工用电尚未接通", "材料供应不及时，部分工序停工待料", "资金到位不足，施工班组减员")
NOT_BEGUN = ("用地报批材料退回补正", "环评手续正在办理", "规划方案尚未批复")
UNCOUNTED = "入统资料尚未报齐，未能按期入统"
TOO_LATE = ("用地报批", "环评", "征地拆迁")
"""Troubles of before the start: nobody has them while the work is being finished."""
RED, YELLOW = 2, 1
A_THIRD = 30


def trouble(p, year, month) -> int:
    """How badly the month stands by the district's rules: behind the even schedule, late to start,
    or started and not in the statistics.
    """
    return max(_behind(p, year, month), _not_started(p, month), _not_counted(p, month))


def problem(p, year, month) -> str:
    """The problem of the month; "" where nothing is wrong, or of a project that exists."""
    worst = trouble(p, year, month)
    if p.name in REAL or not worst:
        return ""
    said = year.problem[month - 1]
    if said and not (_has_begun(p, month) and said.startswith(TOO_LATE)):
        return said
    if worst < RED and not said:
        return ""
    if _behind(p, year, month) == worst or _not_started(p, month) == worst:
        choice = UNDER_WAY if _has_begun(p, month) else NOT_BEGUN
        return choice[len(p.name) % len(choice)]
    return UNCOUNTED


def next_month(p, year, month) -> str:
    """What is planned next; a light turns better after three good months only."""
    if any(trouble(p, year, m) == RED for m in range(max(1, month - 2), month + 1)):
        if _not_counted(p, month) and not _behind(p, year, month):
            return "补齐入统资料"
        return "加大投入，追赶进度" if _has_begun(p, month) else "抓紧办理前期手续"
    used = p.in_use and (p.in_use.year, p.in_use.month) <= (2024, month)
    if used:
        return "完善收尾"
    return "加快进度" if trouble(p, year, month) else "按计划推进"


def _behind(p, year, month) -> int:
    plan = next(iter(p.plan.values()))
    if month >= 7 and p.adjusted:
        plan = p.adjusted
    done = sum(year.done[:month])  # in hundredths of the plan's unit
    gap = 100 * month / 12 - done / plan
    return RED if gap > A_THIRD else YELLOW if gap > 0 else 0


def _not_started(p, month) -> int:
    due_year, due_month = p.planned_start
    if _has_begun(p, month):
        return 0
    months = (2024 - due_year) * 12 + month - due_month + 1
    return RED if months >= 3 else YELLOW if months >= 1 else 0


def _not_counted(p, month) -> int:
    if not _has_begun(p, month):
        return 0
    if p.entered and (p.entered.year, p.entered.month) <= (2024, month):
        return 0
    months = (2024 - p.start.year) * 12 + month - p.start.month
    return RED if months >= 2 else YELLOW if months >= 1 else 0


def _has_begun(p, month) -> bool:
    return (
        p.kind == BUILD and p.start is not None and (p.start.year, p.start.month) <= (2024, month)
    )

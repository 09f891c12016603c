"""The 156 projects. Plans are in whole 万元, what was done is in 百元 (0.01 万元)."""

import datetime as dt
from dataclasses import dataclass, field

from hecheng import names
from hecheng.codes import credit_code, project_code
from hecheng.shares import split

BUILD, PREPARE, LEGACY = "开工建设类", "前期储备类", "招商处遗类"
GRAIN, BASE, STORAGE = (
    "怀化国际粮油物流加工产业园",
    "新能源装备智慧制造基地及配套设施",
    "荷力士储能系统集成智能制造基地",
)
NAMED_IN_USE = (STORAGE, "玉和田新能源智能环卫装备", "怀熙小学", "人民公园")
# Names of real projects: nothing bad is invented about them.
REAL = {
    GRAIN,
    BASE,
    *NAMED_IN_USE,
    "全钒液流储能设备制造",
    "东方电气风电装备制造",
    "创宇超级电容电池储能",
}
PLACES = (
    "城中街道",
    "城北街道",
    "城南街道",
    "红星街道",
    "迎丰街道",
    "坨院街道",
    "河西街道",
    "黄金坳镇",
    "盈口乡",
    "凉亭坳乡",
)
CENTRES = (
    (109.972, 27.552),
    (109.981, 27.571),
    (109.966, 27.534),
    (109.991, 27.549),
    (109.958, 27.556),
    (109.985, 27.563),
    (109.941, 27.549),
    (110.062, 27.498),
    (110.021, 27.578),
    (110.048, 27.522),
)
CHIEFS = tuple(
    f"{name}某某（{post}）"
    for name, post in zip(
        "张李王刘陈杨黄周吴徐孙胡朱高林何郭马",
        (
            "区委书记",
            "区委副书记、区长",
            "区委副书记",
            "区委常委、常务副区长",
            "区委常委、组织部部长",
            "区委常委、宣传部部长",
            "区委常委、政法委书记",
            "区委常委、统战部部长",
            "区委常委",
            "区人大常委会主任",
            "区政协主席",
            "副区长",
            "副区长",
            "副区长",
            "副区长",
            "区人大常委会副主任",
            "区政协副主席",
            "产业开发区党工委书记",
        ),
    )
)
DUTY = {
    "C": "区科技和工业信息化局",
    "D": "区城市管理和综合执法局",
    "E": "区住房和城乡建设局",
    "F": "区商务局",
    "G": "区交通运输局",
    "H": "区文旅广体局",
    "I": "区数据局",
    "L": "鹤城产业开发区管委会",
    "N": "区城市管理和综合执法局",
    "P": "区教育局",
    "Q": "区卫生健康局",
    "R": "区文旅广体局",
}
DUTY_BY_NUMBER = {
    "8514": "区民政局",
    "4812": "区交通运输局",
    "4822": "区水利局",
    "4610": "区水利局",
    "5951": "区发展和改革局",
}


@dataclass
class Project:
    name: str
    tiers: tuple  # of 省, 市, 区
    field: str
    industry: str
    chain: str
    themes: str
    kind: str
    former: str = ""
    code: str = ""
    nature: str = "新建"
    scale: str = ""
    place: str = ""
    lon: float = 0
    lat: float = 0
    plan: dict = field(default_factory=dict)  # tier -> 万元
    adjusted: int = 0  # 万元, from July on
    entered: dt.date | None = None  # into the statistics
    total: int = 0  # 万元
    before: int = 0  # 万元, to the end of 2023
    done: int = 0  # 百元, in 2024
    start: dt.date | None = None
    planned_start: tuple = ()
    planned_end: tuple = ()
    permit: dt.date | None = None
    finished: dt.date | None = None
    in_use: dt.date | None = None
    chief: str = ""
    duty: str = ""
    owner: str = ""
    credit: str = ""
    contact: str = ""
    phone: str = ""


def make(rng) -> list[Project]:
    rows = [Project(*row) for row in _listed()]
    _choose_in_use(rng, rows)
    for serial, p in enumerate(rows, 1):
        _dates(rng, p)
        _describe(rng, p, serial)
    _invest(rng, rows)
    _plan(rng, rows)
    for p in rows:
        _cost(rng, p)
        p.scale = _scale(p)
    return rows


def _listed():
    yield (
        GRAIN,
        ("省", "市"),
        "产业",
        "C1311 稻谷加工",
        "—",
        "港产城融合、产业结构调整",
        BUILD,
        "怀化国际粮食物流加工产业园",
    )
    yield (
        BASE,
        ("省",),
        "产业",
        "C3415 风能原动设备制造",
        "新能源及其装备",
        "港产城融合、产业结构调整",
        BUILD,
    )
    yield (
        STORAGE,
        ("省", "市"),
        "产业",
        "C3841 锂离子电池制造",
        "新能源及其装备",
        "产业结构调整",
        BUILD,
        "荷力士新能源智慧制造基地",
    )
    for tier, area, industry, chain, themes, kind, name in names.parse():
        yield name, (tier,), area, industry, chain, themes, kind


def _choose_in_use(rng, rows):
    open_to = [p for p in rows if p.kind == BUILD and p.name not in (*NAMED_IN_USE, GRAIN, BASE)]
    chosen = {p.name for p in rng.sample(open_to, 48)} | set(NAMED_IN_USE)
    days = sorted(rng.sample(range(50, 360), 52))
    rng.shuffle(days)
    for p in rows:
        if p.name in chosen:
            p.in_use = dt.date(2024, 1, 1) + dt.timedelta(days.pop())
            if p.name == STORAGE:
                p.in_use = dt.date(2024, 11, 18)
            p.finished = p.in_use - dt.timedelta(rng.randint(3, 45))
    for p in rng.sample([p for p in open_to if not p.in_use], 7):
        p.finished = dt.date(2024, rng.randint(10, 12), rng.randint(3, 27))


def _dates(rng, p):
    if p.kind != BUILD:
        p.planned_start = (2024, 12) if rng.random() < 0.3 else (2025, rng.randint(2, 9))
        p.planned_end = (p.planned_start[0] + rng.randint(1, 2), 12)
        return
    early = p.finished or p.name == BASE or rng.random() < 0.45
    p.planned_start = (
        (rng.choice((2022, 2023, 2023)), rng.randint(3, 9)) if early else (2024, rng.randint(2, 9))
    )
    p.planned_start = {GRAIN: (2024, 3), BASE: (2023, 4), STORAGE: (2022, 5)}.get(
        p.name, p.planned_start
    )
    slip = (
        rng.choice((0, 0, 0, 0, 1, 1, 2, 3))
        if p.planned_start[0] == 2024 and p.name not in REAL
        else 0
    )
    p.start = dt.date(p.planned_start[0], p.planned_start[1] + slip, rng.randint(2, 28))
    p.permit = p.start + dt.timedelta(rng.randint(-25, 20)) if rng.random() < 0.9 else None
    if p.finished:
        drift = 0 if p.name in REAL else rng.choice((-3, -2, -1, 0, 0, 0, 1, 2))
        p.planned_end = (2024, min(12, max(1, p.finished.month + drift)))
    else:
        first = (
            2024 if early and p.name not in REAL else 2025
        )  # an end planned in 2024 and not reached is a late project
        p.planned_end = (rng.choice((first, 2025, 2025, 2026)), rng.choice((6, 10, 12, 12)))


def _describe(rng, p, serial):
    spot = next((i for i, place in enumerate(PLACES) if place[:2] in p.name), rng.randrange(10))
    p.place = f"鹤城区{PLACES[spot]}"
    p.lon = round(CENTRES[spot][0] + rng.uniform(-0.012, 0.012), 6)
    p.lat = round(CENTRES[spot][1] + rng.uniform(-0.010, 0.010), 6)
    p.nature = next(
        (
            new
            for old, new in (
                ("扩", "扩建"),
                ("迁", "迁建"),
                ("改造", "改建"),
                ("提质", "改建"),
                ("人民公园", "改建"),
            )
            if old in p.name
        ),
        "新建",
    )
    year = (p.start.year if p.start else 2024) - 2000
    p.code = project_code(f"{year - (year > 23):02d}{rng.randint(1, 12):02d}", p.industry, serial)
    p.chief = rng.choice(CHIEFS)
    p.duty = DUTY_BY_NUMBER.get(p.industry[1:5], DUTY[p.industry[0]])
    private = p.industry[0] in "CFGHI"
    p.owner = (
        f"怀化鹤城{rng.choice('禾沅舞溪岚枫松澄')}{rng.choice('川源达泰丰信和润')}{serial:03d}号"
        + ("实业有限公司" if private else "项目服务中心")
    )
    p.credit = credit_code(90000000 + serial * 613, public=not private)
    p.contact = rng.choice("赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨") + "某"
    p.phone = f"0745-0000{serial:03d}"


def _scale(p):
    """A size that goes with the total investment (万元)."""
    if p.industry[:3] in ("E48", "G54") and "充电" not in p.name:
        return f"新建及改造线路约{p.total / 3500:.1f}公里，配套管线、照明、绿化等"
    if p.field == "产业":
        land_mu, floor = max(3, p.total // 450), p.total // 30 * 50
        return f"用地约{land_mu}亩，建设厂房（库房）及配套约{floor:,}平方米"
    return f"总建筑（用地）面积约{p.total // 40 * 50}平方米，含设备购置及室外附属工程"


def _invest(rng, rows):
    """What each did in 2024, so that each published total is met to the yuan."""
    for p, wan in zip(rows[:3], (31_200, 25_800, 35_400)):
        p.done = wan * 100
    for tier, industrial, wan in (
        ("市", True, 148_600),
        ("市", False, 300_900),
        ("区", True, 223_000),
        ("区", False, 408_100),
    ):
        group = [p for p in rows[3:] if p.tiers == (tier,) and (p.field == "产业") == industrial]
        weights = [_weight(rng, p) for p in group]
        for p, done in zip(group, split(wan * 100, weights, step=rng.choice((10, 50)))):
            p.done = done


def _weight(rng, p):
    if p.kind == BUILD:
        return rng.lognormvariate(0, 0.6)
    return 0 if rng.random() < 0.35 else rng.uniform(0.02, 0.12)


PROVINCIAL_PLAN, MUNICIPAL_PLAN = (22_000, 18_500, 24_515), {GRAIN: 26_500, STORAGE: 27_000}
MUNICIPAL_PLAN_TOTAL = 387_230


def _plan(rng, rows):
    for p, plan in zip(rows[:3], PROVINCIAL_PLAN):
        p.plan["省"] = plan
        if "市" in p.tiers:
            p.plan["市"] = MUNICIPAL_PLAN[p.name]
    municipal = [p for p in rows[3:] if p.tiers == ("市",)]
    rest = MUNICIPAL_PLAN_TOTAL - sum(MUNICIPAL_PLAN.values())
    weights = [
        max(p.done, 20_000) / (1.3 if p.name in REAL else rng.uniform(0.6, 1.8)) for p in municipal
    ]
    for p, plan in zip(municipal, split(rest, weights, step=10)):
        p.plan["市"] = plan
    for p in rows:
        if p.tiers == ("区",):
            rate = (
                1.06 if p.name in REAL else rng.choice((0.62, 0.8, 0.95, 1, 1.04, 1.12, 1.2, 1.35))
            )
            p.plan["区"] = max(100, round(p.done / 100 / rate / 50) * 50)


def _cost(rng, p):
    done = -(-p.done // 100)
    if p.start and p.start.year < 2024:
        p.before = round(done * rng.uniform(0.4, 1.8) / 10) * 10
    part = rng.uniform(0.94, 0.995) if p.finished else rng.uniform(0.2, 0.8)
    p.total = max(
        -(-int((p.before + done) / part) // 10) * 10, max(p.plan.values()) + p.before, 500
    )
    if p.kind != BUILD:
        p.total += rng.randint(60, 900) * 50
    if p.name == GRAIN:
        p.total, p.before = 215_000, 0
    if p.name == STORAGE:
        p.total, p.before = 150_000, 109_000

"""What happens on sites again and again. Invented, in the words an office would use."""

from typing import NamedTuple

from bihuan.matters.kinds import MatterKind

BEFORE, AFTER = "before", "after"


class DemoCase(NamedTuple):
    """One kind of trouble; `department` is a key of the actors, empty for the responsible one. Some
    happen only before the start, others only after it.
    """

    type_code: str
    department: str
    kind: str
    title: str
    answer: str
    stage: str = ""

    def fits(self, *, begun: bool) -> bool:
        """Return whether it may happen to a project that has begun, or has not."""
        return not self.stage or (self.stage == AFTER) == begun


BLOCKER, REQUEST = MatterKind.BLOCKER, MatterKind.REQUEST
CASES = (
    DemoCase(
        "relocation",
        "relocation",
        BLOCKER,
        "{n}户房屋征收协议未签，影响{p}",
        "{n}户均已签约腾房，场地已移交施工单位。",
    ),
    DemoCase(
        "utilities",
        "power",
        REQUEST,
        "10千伏线路未迁改，{p}塔吊无法安装",
        "线路已迁改并送电，塔吊已安装验收。",
        AFTER,
    ),
    DemoCase(
        "procedures",
        "housing",
        BLOCKER,
        "{p}施工许可因消防设计审查未通过未能办理",
        "设计已修改并审查合格，施工许可证已核发。",
        BEFORE,
    ),
    DemoCase(
        "land",
        "land",
        BLOCKER,
        "{p}用地报批材料被退回补正",
        "材料已补正，上级已受理并组卷上报。",
        BEFORE,
    ),
    DemoCase(
        "funds",
        "finance",
        REQUEST,
        "{p}配套资金未到位，施工单位放缓进度",
        "第二批配套资金已拨付到项目专户。",
        AFTER,
    ),
    DemoCase(
        "environment",
        "environment",
        REQUEST,
        "{p}环评报告表修改后待复核",
        "环评批复已下达。",
        BEFORE,
    ),
    DemoCase(
        "utilities", "water", REQUEST, "{p}临时用水接入点未落实", "接入点已确定，管道已接通供水。"
    ),
    DemoCase(
        "pace",
        "",
        MatterKind.ORDER,
        "{p}主体施工滞后，劳动力不足",
        "已增加作业班组两个，进度追回。",
        AFTER,
    ),
    DemoCase(
        "quality",
        "",
        MatterKind.FINDING,
        "{p}临边防护缺失、裸土未覆盖",
        "防护栏杆已补齐，裸土已全部覆盖。",
        AFTER,
    ),
    DemoCase(
        "legacy",
        "land",
        BLOCKER,
        "{p}地块历史遗留权属纠纷未了结",
        "权属纠纷经调解达成协议，已变更登记。",
        BEFORE,
    ),
    DemoCase(
        "planning",
        "land",
        BLOCKER,
        "{p}总平方案调整待规划委员会审议",
        "规划委员会审议通过，批后公示期满。",
        BEFORE,
    ),
    DemoCase(
        "forest",
        "forest",
        REQUEST,
        "{p}使用林地审核同意书未批复",
        "使用林地审核同意书已下达。",
        BEFORE,
    ),
)
PARTS = ("一期工程", "二期工程", "连接道路", "配套管网", "主厂房", "综合楼", "地下车库", "边坡治理")
WORDS = ("已召开协调会，责任到人。", "现场踏勘完成，方案已定。", "大部分已解决，剩余部分本周推进。")
MENDED = "已按要求整改到位，请予现场核验。"
LATER = "时限足够，请抓紧办理。"

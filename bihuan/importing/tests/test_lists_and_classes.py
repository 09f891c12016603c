"""Which lists a row stands on, and of which class it is where cell and group say otherwise."""

import pytest

from bihuan.importing.rows.cells import READERS, tier
from bihuan.importing.tests.books import workbook
from bihuan.importing.tests.test_actions import answers_to, bring, messages, questions
from bihuan.kit.errors import Refusal
from bihuan.plans.models import Entry, Plan, ProjectYear
from bihuan.projects.kinds import Tier

HEAD = ["序号", "项目名称", "建设性质", "总投资", "2024年计划投资"]
TOP = [["示例区2024年区重点项目一览表"], ["单位：万元"]]
P, M, D = Tier.PROVINCIAL, Tier.MUNICIPAL, Tier.DISTRICT


def table(*rows, head=HEAD, sheet="区重点", top=TOP):
    return "表.xlsx", workbook({sheet: [*top, head, *rows]})


@pytest.mark.parametrize(
    ("cell", "told"),
    [
        ("省、市重点", (P, M)),
        ("省市重点", (P, M)),
        ("省市区三级", (P, M, D)),
        ("省级重点项目、区重点", (P, D)),
        ("省重点", P),
        ("怀化市鹤城区重点", D),
        ("自治区级", P),
        ("自治州重点", M),
        ("市级（新增）", M),
    ],
)
def test_a_cell_names_one_list_or_several(cell, told):
    assert tier(cell) == told


def test_a_cell_that_names_no_list_is_refused():
    with pytest.raises(Refusal):
        tier("重点")


@pytest.mark.django_db
def test_a_project_of_two_lists_stands_on_both():
    head = [*HEAD, "级别"]
    bring(table([1, "示例工程甲", "续建", 5000, 1200, "省、市重点"], head=head, sheet="表"))
    tiers = Entry.objects.values_list("annual_list__tier", flat=True)
    assert sorted(tiers) == ["municipal", "provincial"]
    assert list(Plan.objects.values_list("planned_yuan", flat=True)) == [12_000_000] * 2


@pytest.mark.django_db
def test_an_adjustment_of_a_project_on_two_lists_says_which():
    head = [*HEAD, "级别"]
    bring(table([1, "示例工程甲", "续建", 5000, 1200, "省、市重点"], head=head, sheet="表"))
    told = ["项目名称", "调整后计划", "调整原因", "批准人", "批准日期", "级别"]
    row = ["示例工程甲", 1500, "征地滞后", "区政府常务会", "2024-06-01"]
    title = [["2024年计划调整表"], ["单位：万元"]]
    untold = bring(table([*row, None], head=told, top=title, sheet="表"))
    assert messages(untold)
    bring(table([*row, "市重点"], head=told, top=title, sheet="表"))
    plans = Plan.objects.filter(is_current=True).order_by("entry__annual_list__tier")
    assert list(plans.values_list("planned_yuan", flat=True)) == [15_000_000, 12_000_000]


@pytest.mark.django_db
class TestClasses:
    ROWS = (
        ["一、招商引资项目（2个）", None, None, None, None],
        [1, "示例工程甲", "新建", 5000, 1200],
        [2, "示例工程乙", "新建", 6000, 900],
    )

    def test_new_building_under_a_group_of_investors_is_asked_about(self):
        asked = bring(table(*self.ROWS))
        choices = questions(asked)["stage"]["choices"]
        assert [c["value"] for c in choices] == ["legacy", "construction"]
        assert not ProjectYear.objects.exists()
        bring(table(*self.ROWS), answers=answers_to(asked, stage="construction"))
        classes = ProjectYear.objects.values_list("project_class", flat=True)
        assert set(classes) == {"construction"}
        assert not questions(bring(table(*self.ROWS)))  # the ledger knows by now

    def test_under_a_heading_that_names_the_class_new_building_is_a_nature(self):
        rows = [["三、招商处遗类（2个）", None, None, None, None], *self.ROWS[1:]]
        assert not questions(bring(table(*rows)))
        classes = ProjectYear.objects.values_list("project_class", flat=True)
        assert set(classes) == {"legacy"}

    def test_a_stage_of_another_class_than_the_group_is_asked_about(self):
        rows = [["一、前期储备项目"], [1, "示例工程甲", "续建", 5000, 1200]]
        assert "stage" in questions(bring(table(*rows)))

    def test_what_cell_and_group_say_alike_is_not_asked(self):
        rows = [["一、续建项目"], [1, "示例工程甲", "新开工", 5000, 1200]]
        rows += [["二、前期项目"], [2, "示例工程乙", "新建", 6000, 900]]
        assert not questions(bring(table(*rows)))
        assert ProjectYear.objects.count() == 2


@pytest.mark.parametrize(
    ("kind", "cell"), [("project_class", "前期、在建"), ("sector", "产业、民生")]
)
def test_a_cell_that_names_several_is_not_cut_down_to_the_first(kind, cell):
    with pytest.raises(Refusal, match="、"):
        READERS[kind](cell)


@pytest.mark.parametrize(
    ("kind", "cell"),
    [("project_class", "续建（在建）"), ("sector", "社会民生"), ("nature", "改扩建")],
)
def test_words_of_one_meaning_are_no_contradiction(kind, cell):
    assert READERS[kind](cell)

"""Words of the classes in columns, states and groups: read, or asked about word by word."""

import pytest

from bihuan.importing.builders.classes import CLASS
from bihuan.importing.headings.classes import class_in_group, class_in_title, stage_in
from bihuan.importing.rows.cells import READERS
from bihuan.importing.tests.books import workbook
from bihuan.importing.tests.test_actions import bring
from bihuan.kit.errors import Refusal
from bihuan.plans.models import ProjectYear
from bihuan.projects.kinds import ProjectClass

CONSTRUCTION, PREPARATION = ProjectClass.CONSTRUCTION, ProjectClass.PREPARATION
TOP = [["示例区2024年区重点项目一览表"], ["单位：万元"]]


def ledger(heading, *words):
    head = ["序号", "项目名称", heading, "总投资", "2024年计划投资"]
    rows = [
        [n, f"示例工程{'甲乙丙丁'[n - 1]}", word, 5000 + n, 1500] for n, word in enumerate(words, 1)
    ]
    return "表.xlsx", workbook({"区重点": [*TOP, head, *rows]})


def classes():
    found = ProjectYear.objects.order_by("project__name").select_related("project")
    return [each.project_class for each in found.order_by("project__total_investment_yuan")]


@pytest.mark.parametrize("word", ["开工", "新开工", "竣工", "投产", "续建", "竣工投产", "建成投用"])
def test_words_of_building_are_construction(word):
    assert READERS[CLASS](word) == stage_in(word) == CONSTRUCTION


@pytest.mark.parametrize("word", ["未开工", "前期转开工", "停工", "缓建", "待开工"])
def test_words_that_turn_a_class_are_none(word):
    assert (stage_in(word), class_in_group(word)) == (None, None)
    with pytest.raises(Refusal):
        READERS[CLASS](word)


@pytest.mark.parametrize(
    ("group", "found"),
    [
        ("一、2024年计划新开工项目", CONSTRUCTION),
        ("（二）投产项目", CONSTRUCTION),
        ("三、前期工作项目", PREPARATION),
        ("四、前期转开工项目", None),
        ("五、未开工项目", None),
    ],
)
def test_groups_say_their_class_unless_it_turns(group, found):
    assert class_in_group(group) == found


def test_a_title_of_what_has_not_begun_says_no_class():
    assert class_in_title(["示例区2024年未开工项目清单"]) is None


@pytest.mark.django_db
@pytest.mark.parametrize(
    "heading", ["项目类别", "分类", "类型", "建设状态", "项目状态", "进展阶段"]
)
def test_a_column_of_classes_or_states_is_read_under_any_of_its_names(heading):
    bring(ledger(heading, "开工", "投产", "前期", "竣工"))
    assert classes() == [CONSTRUCTION, CONSTRUCTION, PREPARATION, CONSTRUCTION]


@pytest.mark.django_db
def test_each_word_that_is_no_class_is_asked_about_once():
    file = ledger("项目类别", "停工", "续建", "拟建", "停工")
    asked = [q for q in bring(file).outcome["questions"] if not q["answer"]]
    assert ["停工" in q["text"] for q in asked] == [True, False]
    answers = {q["id"]: value for q, value in zip(asked, [CONSTRUCTION, PREPARATION], strict=True)}
    bring(file, answers=answers)
    assert classes() == [CONSTRUCTION, CONSTRUCTION, PREPARATION, CONSTRUCTION]
    again = bring(ledger("项目类别", "停工", "续建", "停工", "停工"), dry_run=True)
    assert not [q for q in again.outcome["questions"] if not q["answer"] and "停工" in q["text"]]


@pytest.mark.django_db
def test_a_word_of_a_project_whose_class_is_known_is_told_and_left_blank():
    bring(ledger("项目类别", "续建", "前期"))
    batch = bring(ledger("项目类别", "停工", "前期"))
    assert [p["row"] for p in batch.outcome["problems"]] == [4]
    assert classes() == [CONSTRUCTION, PREPARATION]


@pytest.mark.django_db
def test_a_column_of_many_other_words_is_no_column_of_classes():
    words = ["房建", "市政", "桥梁", "管网", "绿化", "照明", "堤防", "公厕"]
    head = ["序号", "项目名称", "类型", "总投资", "2024年计划投资"]
    rows = [
        [n, f"示例工程{'甲乙丙丁戊己庚辛'[n - 1]}", w, 5000, 1500] for n, w in enumerate(words, 1)
    ]
    batch = bring(("表.xlsx", workbook({"区重点": [*TOP, head, *rows]})))
    assert len(batch.outcome["questions"]) == 1
    assert batch.outcome["sheets"][0]["unknown"] == ["类型"]

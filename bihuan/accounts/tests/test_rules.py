import pytest

from bihuan.accounts import rules
from bihuan.accounts.roles import GRANTS, Can, Role
from bihuan.kit.errors import Refusal

GIVEN = "KMPR-abcd-2345"


@pytest.mark.parametrize("password", ["Rotgut-x", "laterne1-", "LATERN1-", "Laterne1"])
def test_eight_characters_of_three_kinds_are_a_password(password: str) -> None:
    assert rules.password_problem(password) == ""


@pytest.mark.parametrize("password", ["Abcde-x", "abcdefg1", "Abcdefgh", "12345678", ""])
def test_shorter_or_simpler_ones_are_not(password: str) -> None:
    assert rules.password_problem(password)


def test_a_password_has_128_characters_at_most() -> None:
    varied = "".join(f"{chr(97 + place % 7)}{place % 10}-Q" for place in range(0, 96, 3))
    assert len(varied) == 128
    assert rules.password_problem(varied) == ""
    assert "128" in rules.password_problem(varied + "x")


@pytest.mark.parametrize(
    "password",
    [
        "Aa111111",
        "viewer-A1",
        "Viewer@2024",
        "P@ssw0rd1",
        "Qwer1234!",
        "1qaz@WSX",
        "Admin@123",
        "Woaini1314!",
        "Abc@1234",
        "Zhang2024!",
        "Hunan@2024",
        "Aa!Aa!Aa!",
        "!@#$QWERasdf",
        "5201314Aa@",
        "nimda-A-123",
        "Ｐａｓｓword-123",
        "Bihuan-2024",
        "li-wei-A1",
    ],
)
def test_what_every_guesser_tries_first_is_no_password(password: str) -> None:
    assert rules.password_problem(password, ["viewer", "wei", "li-"])


@pytest.mark.parametrize("password", ["Red-lantern-7", "Correct horse", "Another-long-pass-2"])
def test_words_in_a_longer_one_do_no_harm(password: str) -> None:
    assert rules.password_problem(password, ["viewer"]) == ""


def test_five_characters_of_ones_own_are_enough_and_four_are_not() -> None:
    assert rules.password_problem("zhang-A7kx", ["zhang"]) == ""
    assert "4" in rules.password_problem("zhang-A7k", ["zhang"])


def test_a_new_password_is_not_the_old_one() -> None:
    rules.check_new_password("Blue-kettle-9", old=GIVEN)
    rules.check_new_password("KMPR-abcd-2346", old=GIVEN)


@pytest.mark.parametrize(
    "new",
    [
        GIVEN,
        GIVEN.lower(),
        GIVEN.swapcase(),
        f" {GIVEN}\t",
        "KMPR - abcd - 2345",
        "ＫＭＰＲ－ａｂｃｄ－２３４５",
    ],
)
def test_the_old_password_in_another_dress_is_the_old_one(new: str) -> None:
    with pytest.raises(Refusal):
        rules.check_new_password(new, old=GIVEN)


@pytest.mark.parametrize("code", ["91350100M000100Y43", "9144030071526726XG", "914403001922038216"])
def test_credit_codes_with_the_right_check_digit_are_taken(code: str) -> None:
    rules.check_credit_code(code)


@pytest.mark.parametrize("code", ["91350100M000100Y44", "91350100M000100Y4", "I1350100M000100Y43"])
def test_others_are_not(code: str) -> None:
    with pytest.raises(Refusal):
        rules.check_credit_code(code)


def test_reporters_and_departments_belong_somewhere() -> None:
    rules.check_role(Role.VIEWER, has_organisation=False)
    for role in (Role.REPORTER, Role.DEPARTMENT):
        rules.check_role(role, has_organisation=True)
        with pytest.raises(Refusal):
            rules.check_role(role, has_organisation=False)


def test_nobody_is_made_console_or_something_unheard_of() -> None:
    for role in (Role.CONSOLE, "emperor"):
        with pytest.raises(Refusal):
            rules.check_role(role, has_organisation=True)


def test_the_last_of_the_office_stays() -> None:
    rules.check_office_stays(is_office=True, stays_office=False, others=1)
    rules.check_office_stays(is_office=True, stays_office=True, others=0)
    rules.check_office_stays(is_office=False, stays_office=False, others=0)
    with pytest.raises(Refusal):
        rules.check_office_stays(is_office=True, stays_office=False, others=0)


def test_every_role_has_its_row_in_the_table() -> None:
    assert set(GRANTS) == set(Role)


def test_only_office_and_console_manage_accounts_projects_and_plans() -> None:
    for can in (Can.ACCOUNTS_MANAGE, Can.PROJECT_EDIT, Can.PLAN_EDIT):
        assert {role for role in Role if can in GRANTS[role]} == {Role.OFFICE, Role.CONSOLE}


def test_the_office_enters_no_statistics_and_the_bureau_edits_no_project() -> None:
    assert Can.STATISTICS_ENTER not in GRANTS[Role.OFFICE]
    assert Can.PROJECT_EDIT not in GRANTS[Role.STATISTICS]

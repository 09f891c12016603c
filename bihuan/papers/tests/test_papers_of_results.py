"""Cards and notices about results: their own kinds, and wording where an office has none."""

from pathlib import Path

import pytest
import yaml

from bihuan.accounts.tests.factories import make_user
from bihuan.kit.errors import Refusal
from bihuan.matters.kinds import ABOUT_RESULTS, MatterState, PaperKind
from bihuan.matters.tests.factories import MONDAY, assign_one, noon
from bihuan.papers import actions, presets
from bihuan.papers.rules import kinds_for

pytestmark = pytest.mark.django_db


def test_results_have_papers_of_their_own_kinds_and_matters_do_not():
    matter = assign_one()
    assert not ABOUT_RESULTS & set(kinds_for(MatterState(matter.state), has_lead=True))
    with pytest.raises(Refusal, match="台账"):
        actions.issue_paper(
            kind=PaperKind.RED_CARD,
            matter=matter,
            text="文",
            signer="李喆",
            by=make_user(),
            at=noon(MONDAY),
        )
    with pytest.raises(Refusal):
        actions.issue_result(
            kind=PaperKind.REMINDER,
            words={},
            text="文",
            signer="李喆",
            source_ref="",
            by=make_user(),
            at=noon(MONDAY),
        )


def test_an_office_whose_block_says_nothing_of_results_gets_ours(settings, tmp_path):
    ours = yaml.safe_load((Path(presets.__file__).parent / "papers.yaml").read_text("utf-8"))
    block = {k: v for k, v in ours["standard"].items() if k not in ABOUT_RESULTS}
    settings.HOME = tmp_path
    (tmp_path / "presets").mkdir()
    (tmp_path / "presets" / "papers.yaml").write_text(
        yaml.safe_dump({"standard": {**block, "title": "本区版式"}}, allow_unicode=True), "utf-8"
    )
    presets.office_wordings.cache_clear()
    try:
        used = presets.office_wordings()
        assert used.title == "本区版式"
        assert used.of(PaperKind.RED_CARD).title == "考核红牌通知单"
    finally:
        presets.office_wordings.cache_clear()

"""The sentences of allauth that are said in our words."""

import re
from pathlib import Path

import allauth
from django.utils.translation import override

from bihuan.site.sign_in_words import SAID
from tests.cells import every

ENDINGS = {".html", ".txt", ".py"}
SOURCES = [each for each in Path(allauth.__file__).parent.rglob("*") if each.suffix in ENDINGS]
TEXT = re.sub(r'"\s*\n\s*"', "", "".join(each.read_text(encoding="utf-8") for each in SOURCES))


@every("sentence", SAID)
def test_each_is_one_that_allauth_still_says_and_is_told_in_chinese(sentence):
    with override("en"):
        said = str(sentence)
    assert said in TEXT
    with override("zh-hans"):
        assert str(sentence) != said
        assert not re.search("账户|登出|双因素", str(sentence))

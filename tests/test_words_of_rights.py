"""What the page of sign-ins and rights names, it names in words."""

import pytest

from bihuan.access.queries import verbs
from bihuan.access.wording import label_of

from .loaded import bring_in_example

pytestmark = [pytest.mark.django_db, pytest.mark.once]


def test_every_change_of_rights_in_the_example_has_its_words(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    bring_in_example()
    told = verbs()
    assert told
    assert not [verb for verb in told if label_of(verb) == verb]

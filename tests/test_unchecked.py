"""What one test switches off is on again for the next."""

from pathlib import Path

import pytest
from django.db import IntegrityError, connection, transaction

from bihuan.projects.models import Theme

from .unchecked import without_checks

TESTS = Path(__file__).parent
ROOT = TESTS.parent


@pytest.mark.django_db
def test_conditions_hold_again_even_after_a_failure():
    Theme.objects.create(name="港产城")
    with pytest.raises(IntegrityError), without_checks(), transaction.atomic():
        Theme.objects.create(name="港产城")
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA ignore_check_constraints")
            assert cursor.fetchone() == (0,)


def test_nobody_else_switches_them_off():
    found = [
        str(path.relative_to(ROOT))
        for path in [*TESTS.rglob("*.py"), *(ROOT / "bihuan").rglob("*.py")]
        if "PRAGMA ignore_check_constraints" in path.read_text()
    ]
    assert sorted(found) == ["tests/test_unchecked.py", "tests/unchecked.py"]

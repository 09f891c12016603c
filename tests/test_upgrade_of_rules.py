"""Older data folders: what a district had chosen holds from the beginning after the upgrade."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from bihuan.projects.kinds import Rules
from bihuan.projects.models import PresetChoice
from bihuan.projects.rules_in_force import BEGINNING

BEFORE = [("projects", "0004_district_edition"), ("dispatch", "0002_label_of_a_planned_meeting")]
NOW = datetime(2024, 3, 28, 2, tzinfo=UTC)

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def newest() -> Iterator[list[tuple[str, str]]]:
    """The newest migrations, to which the database goes back in the end."""
    leaves = MigrationExecutor(connection).loader.graph.leaf_nodes()
    yield leaves
    MigrationExecutor(connection).migrate(leaves)


def test_what_was_chosen_before_holds_from_the_beginning(newest: list[tuple[str, str]]) -> None:
    executor = MigrationExecutor(connection)
    executor.migrate(BEFORE)
    old = executor.loader.project_state(BEFORE).apps
    old.get_model("projects", "District").objects.create(pk=1, lights="wuhan", loop="four_levels")
    old.get_model("dispatch", "Practice").objects.create(pk=1, preset="huaihua_2020")
    MigrationExecutor(connection).migrate(newest)
    held = dict(PresetChoice.objects.values_list("rules", "preset"))
    assert held == {
        Rules.ROUNDS: "qingyuan",
        Rules.CURVE: "linear",
        Rules.LIGHTS: "wuhan",
        Rules.LOOP: "four_levels",
        Rules.MECHANISMS: "huaihua_2020",
    }
    assert {str(choice.since) for choice in PresetChoice.objects.all()} == {str(BEGINNING)}
    assert not PresetChoice.objects.filter(by__isnull=False).exists()

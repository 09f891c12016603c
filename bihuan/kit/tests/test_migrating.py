import pytest
from django.db import connection, models
from django.db.migrations.operations import CreateModel
from django.db.migrations.state import ProjectState

from bihuan.kit.migrating import CreateModels

BOX = CreateModel("Box", [("id", models.BigAutoField(primary_key=True))])
LID = CreateModel(
    "Lid",
    [
        ("id", models.BigAutoField(primary_key=True)),
        ("box", models.ForeignKey("kit.Box", models.CASCADE)),
    ],
)


def test_models_made_together_are_those_made_one_by_one():
    together, singly = ProjectState(), ProjectState()
    assert together.apps.get_models() == []
    CreateModels([BOX, LID]).state_forwards("kit", together)
    for each in (BOX, LID):
        each.state_forwards("kit", singly)
    assert together == singly
    assert together.apps.get_model("kit", "Lid")._meta.get_field("box").related_model is (
        together.apps.get_model("kit", "Box")
    )


@pytest.mark.django_db(transaction=True)
def test_tables_are_made_and_taken_away_again():
    before, after, step = ProjectState(), ProjectState(), CreateModels([BOX, LID])
    step.state_forwards("kit", after)
    assert step.describe() == "Create Box, Lid"
    with connection.constraint_checks_disabled(), connection.schema_editor(atomic=False) as editor:
        step.database_forwards("kit", editor, before, after)
        assert {"kit_box", "kit_lid"} <= set(connection.introspection.table_names())
        step.database_backwards("kit", editor, after, before)
    assert not {"kit_box", "kit_lid"} & set(connection.introspection.table_names())

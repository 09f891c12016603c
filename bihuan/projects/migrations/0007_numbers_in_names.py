"""Names are compared with what stands between their digits: phase 1.1 is not phase 11."""

import re

from django.db import migrations

from bihuan.projects.rules import name_key

BETWEEN = re.compile(r"\d\W+\d")


def compare_numbers(apps, schema_editor):
    for model in ("Project", "FormerName"):
        rows = apps.get_model("projects", model).objects
        for row in rows.only("name", "name_key").iterator():
            if BETWEEN.search(row.name) and row.name_key != (key := name_key(row.name)):
                rows.filter(pk=row.pk).update(name_key=key)


class Migration(migrations.Migration):
    dependencies = [("projects", "0001_squashed_0006_land")]
    operations = [migrations.RunPython(compare_numbers, migrations.RunPython.noop)]

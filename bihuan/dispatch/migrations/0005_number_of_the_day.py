"""Meetings of one kind and day are told apart by a number."""

from itertools import groupby

from django.db import migrations, models


def count_them(apps, schema_editor):
    meetings = apps.get_model("dispatch", "Meeting").objects
    rows = list(meetings.order_by("kind", "held_on", "pk").only("kind", "held_on"))
    for _key, alike in groupby(rows, key=lambda each: (each.kind, each.held_on)):
        together = list(alike)
        for number, each in enumerate(together, 1):
            if len(together) > 1:
                meetings.filter(pk=each.pk).update(number=number)


class Migration(migrations.Migration):
    dependencies = [("dispatch", "0004_items_passed_on")]
    operations = [
        migrations.AddField(
            model_name="meeting",
            name="number",
            field=models.PositiveSmallIntegerField(default=0, editable=False, verbose_name="which one of the day"),
        ),
        migrations.RunPython(count_them, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name="meeting",
            constraint=models.UniqueConstraint(fields=("kind", "held_on", "number"), name="meeting_number_once_a_day"),
        ),
    ]

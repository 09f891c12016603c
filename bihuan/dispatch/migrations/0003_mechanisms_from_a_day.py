from django.db import migrations
from django.utils import timezone


def keep_what_holds(apps, schema_editor):
    """The mechanisms chosen before hold from the beginning."""
    choice = apps.get_model("projects", "PresetChoice")
    for practice in apps.get_model("dispatch", "Practice").objects.all():
        choice.objects.create(rules="mechanisms", preset=practice.preset, at=timezone.now())


class Migration(migrations.Migration):

    dependencies = [
        ("dispatch", "0002_label_of_a_planned_meeting"),
        ("projects", "0005_rules_from_a_day"),
    ]

    operations = [
        migrations.RunPython(keep_what_holds, migrations.RunPython.noop),
        migrations.DeleteModel("Practice"),
    ]

"""The whole pinyin of a name stands before its first letters: lists are sorted by it."""

from django.db import migrations

from bihuan.projects.describing import spoken


def speak(apps, schema_editor):
    rows = apps.get_model("projects", "Project").objects
    for row in rows.only("name").iterator():
        rows.filter(pk=row.pk).update(pinyin=spoken(row.name))


class Migration(migrations.Migration):
    dependencies = [("projects", "0009_whole_pinyin")]
    operations = [migrations.RunPython(speak, migrations.RunPython.noop)]

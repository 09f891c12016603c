"""A project is found by the whole pinyin of its name too, and sorted by it."""

from django.db import migrations, models

from bihuan.kit.pinyin import spoken


def speak(apps, schema_editor):
    rows = apps.get_model("projects", "Project").objects
    for row in rows.only("name").iterator():
        rows.filter(pk=row.pk).update(pinyin=spoken(row.name))


class Migration(migrations.Migration):
    dependencies = [("projects", "0008_former_parties")]
    operations = [
        migrations.AlterField(
            model_name="project",
            name="pinyin",
            field=models.CharField(blank=True, editable=False, max_length=1201),
        ),
        migrations.RunPython(speak, migrations.RunPython.noop),
    ]

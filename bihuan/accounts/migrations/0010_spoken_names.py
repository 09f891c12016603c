"""Organisations and leaders are sorted and found by the pinyin of their names."""

from django.db import migrations, models

from bihuan.kit.pinyin import spoken


def speak(apps, schema_editor):
    for name in ("Organisation", "Leader"):
        rows = apps.get_model("accounts", name).objects
        for row in rows.only("name").iterator():
            rows.filter(pk=row.pk).update(pinyin=spoken(row.name))


class Migration(migrations.Migration):
    dependencies = [("accounts", "0009_organisations_keep_their_past")]
    operations = [
        migrations.AddField(
            model_name="organisation",
            name="pinyin",
            field=models.CharField(blank=True, default="", editable=False, max_length=850),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="leader",
            name="pinyin",
            field=models.CharField(blank=True, default="", editable=False, max_length=430),
            preserve_default=False,
        ),
        migrations.AlterModelOptions(
            name="organisation",
            options={
                "ordering": ["pinyin", "name"],
                "verbose_name": "organisation",
                "verbose_name_plural": "organisations",
            },
        ),
        migrations.AlterModelOptions(
            name="leader",
            options={
                "ordering": ["-is_principal", "pinyin", "name", "pk"],
                "verbose_name": "leader",
                "verbose_name_plural": "leaders",
            },
        ),
        migrations.RunPython(speak, migrations.RunPython.noop),
    ]

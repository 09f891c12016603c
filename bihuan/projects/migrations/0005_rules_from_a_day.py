import datetime

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.utils import timezone

KINDS = ("rounds", "lights", "curve", "loop")


def keep_what_holds(apps, schema_editor):
    """What the district chose before holds from the beginning."""
    choice = apps.get_model("projects", "PresetChoice")
    at = timezone.now()
    for district in apps.get_model("projects", "District").objects.all():
        for kind in KINDS:
            choice.objects.create(rules=kind, preset=getattr(district, kind), at=at)


class Migration(migrations.Migration):

    dependencies = [
        ("projects", "0004_district_edition"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="PresetChoice",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("rules", models.CharField(choices=[("rounds", "rules of the monthly round"), ("curve", "expected progress"), ("lights", "rules of the lights"), ("headline", "rules of the headline"), ("loop", "rules of the loop"), ("needs", "rules of needs"), ("mechanisms", "mechanisms")], max_length=12, verbose_name="rules")),
                ("preset", models.CharField(max_length=40, verbose_name="preset")),
                ("since", models.DateField(default=datetime.date(1, 1, 1), verbose_name="holds from")),
                ("at", models.DateTimeField(verbose_name="chosen at")),
                ("by", models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
            ],
            options={
                "verbose_name": "choice of rules",
                "verbose_name_plural": "choices of rules",
                "ordering": ["pk"],
                "constraints": [models.CheckConstraint(condition=~models.Q(("preset", "")), name="preset_choice_is_named")],
            },
        ),
        migrations.RunPython(keep_what_holds, migrations.RunPython.noop),
        *(migrations.RemoveField("district", kind) for kind in KINDS),
    ]

"""A move remembers whom it gave a matter to as a helper, too: none of them ever verifies it."""

from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def remember_helpers(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Keep those who help now beside the move that assigned the matter last."""
    matter_model = apps.get_model("matters", "Matter")
    for matter in matter_model.objects.filter(supporting__isnull=False).distinct():
        move = matter.moves.filter(verb="assign").order_by("pk").last()
        if move is not None:
            move.supporting.set(matter.supporting.all())


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0003_own_password_first'),
        ('matters', '0002_papers'),
    ]

    operations = [
        migrations.AddField(
            model_name='move',
            name='supporting',
            field=models.ManyToManyField(blank=True, related_name='+', to='accounts.organisation', verbose_name='supporting organisations'),
        ),
        migrations.RunPython(remember_helpers, migrations.RunPython.noop),
    ]

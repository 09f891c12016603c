from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("projects", "0005_rules_from_a_day")]

    operations = [
        migrations.AddField(
            "project",
            "land_mu",
            models.DecimalField(
                "land", blank=True, decimal_places=2, max_digits=10, null=True
            ),
        ),
    ]

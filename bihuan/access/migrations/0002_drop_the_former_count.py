from django.db import migrations

FORMER = (
    "axes_accessattemptexpiration",
    "axes_accessattempt",
    "axes_accessfailurelog",
    "axes_accesslog",
)


class Migration(migrations.Migration):
    """Drop the tables in which wrong passwords were counted before, with the names they held."""

    dependencies = [("access", "0001_doors")]
    operations = [
        migrations.RunSQL(
            [f"DROP TABLE IF EXISTS {table}" for table in FORMER]
            + ["DELETE FROM django_migrations WHERE app = 'axes'"],
            migrations.RunSQL.noop,
        )
    ]

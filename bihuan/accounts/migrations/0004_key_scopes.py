"""Keys get areas, an expiry and a last use. Old ones open what they opened, for one more year."""

from datetime import timedelta

from django.db import migrations, models
from django.utils import timezone


def in_a_year():
    return timezone.now() + timedelta(days=365)


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0003_own_password_first'),
    ]

    operations = [
        migrations.AddField(
            model_name='token',
            name='access',
            field=models.CharField(choices=[('read', 'read only'), ('write', 'read and write')], default='write', max_length=10, verbose_name='access'),
        ),
        migrations.AlterField(
            model_name='token',
            name='access',
            field=models.CharField(choices=[('read', 'read only'), ('write', 'read and write')], default='read', max_length=10, verbose_name='access'),
        ),
        migrations.AddField(
            model_name='token',
            name='areas',
            field=models.JSONField(default=['*'], verbose_name='areas'),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name='token',
            name='expires_at',
            field=models.DateTimeField(default=in_a_year, verbose_name='expires'),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name='token',
            name='used_at',
            field=models.DateTimeField(blank=True, null=True, verbose_name='last used'),
        ),
        migrations.AddField(
            model_name='token',
            name='used_from',
            field=models.CharField(blank=True, max_length=45, verbose_name='last used from'),
        ),
    ]

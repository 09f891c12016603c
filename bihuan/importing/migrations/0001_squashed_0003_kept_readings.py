import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from bihuan.kit.migrating import CreateModels


class Migration(migrations.Migration):

    replaces = [('intake', '0001_initial'), ('intake', '0002_discarded_state'), ('intake', '0003_kept_readings')]

    initial = True

    dependencies = [
        ('accounts', '__first__'),
    ]

    operations = [
        CreateModels([
            migrations.CreateModel(
                name='ColumnAnswer',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('title', models.CharField(max_length=200, unique=True, verbose_name='header')),
                    ('field', models.CharField(max_length=40, verbose_name='field')),
                ],
                options={
                    'verbose_name': 'remembered column',
                    'verbose_name_plural': 'remembered columns',
                },
            ),
            migrations.CreateModel(
                name='Batch',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('year', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='year')),
                    ('state', models.CharField(choices=[('staged', 'To be checked'), ('applied', 'Applied'), ('undone', 'Undone'), ('discarded', 'Discarded')], default='staged', max_length=10, verbose_name='state')),
                    ('created_at', models.DateTimeField(verbose_name='brought in')),
                    ('applied_at', models.DateTimeField(blank=True, null=True, verbose_name='applied')),
                    ('undone_at', models.DateTimeField(blank=True, null=True, verbose_name='undone')),
                    ('reason', models.TextField(blank=True, verbose_name='reason')),
                    ('unit', models.PositiveIntegerField(blank=True, null=True, verbose_name='unit where none is stated')),
                    ('columns', models.JSONField(default=dict)),
                    ('mended', models.JSONField(default=dict)),
                    ('outcome', models.JSONField(default=dict)),
                    ('journal', models.BinaryField(default=bytes)),
                    ('edition', models.PositiveIntegerField(default=1, editable=False)),
                    ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='by')),
                ],
                options={
                    'verbose_name': 'import',
                    'verbose_name_plural': 'imports',
                    'ordering': ['-pk'],
                },
            ),
            migrations.CreateModel(
                name='SourceFile',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('name', models.CharField(max_length=200, verbose_name='file')),
                    ('content', models.BinaryField()),
                    ('batch', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='files', to='intake.batch')),
                    ('reading', models.BinaryField(default=bytes)),
                ],
                options={
                    'verbose_name': 'file',
                    'verbose_name_plural': 'files',
                    'ordering': ['pk'],
                },
            ),
        ]),
    ]

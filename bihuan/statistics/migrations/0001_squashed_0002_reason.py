import django.db.models.deletion
from django.db import migrations, models

from bihuan.kit.migrating import CreateModels


class Migration(migrations.Migration):

    replaces = [('statistics', '0001_initial'), ('statistics', '0002_reason')]

    initial = True

    dependencies = [
        ('projects', '0001_initial'),
    ]

    operations = [
        CreateModels([
            migrations.CreateModel(
                name='FixedAssetInvestment',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('month', models.DateField(verbose_name='month')),
                    ('version', models.PositiveSmallIntegerField(default=1, verbose_name='version')),
                    ('is_current', models.BooleanField(default=True)),
                    ('cumulative_yuan', models.BigIntegerField(verbose_name='fixed-asset investment to date')),
                    ('recorded_at', models.DateTimeField(verbose_name='recorded')),
                    ('reason', models.TextField(blank=True, verbose_name='reason for the correction')),
                ],
                options={
                    'verbose_name': 'fixed-asset investment',
                    'verbose_name_plural': 'fixed-asset investment',
                    'constraints': [models.UniqueConstraint(fields=('month', 'version'), name='fai_version_once'), models.UniqueConstraint(condition=models.Q(('is_current', True)), fields=('month',), name='one_current_fai')],
                },
            ),
            migrations.CreateModel(
                name='StatisticsStanding',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('entered_on', models.DateField(blank=True, null=True, verbose_name='entered the statistics')),
                    ('started_on', models.DateField(blank=True, null=True, verbose_name='started (statistics)')),
                    ('project', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='statistics', to='projects.project')),
                ],
                options={
                    'verbose_name': 'standing in the statistics',
                    'verbose_name_plural': 'standings in the statistics',
                },
            ),
            migrations.CreateModel(
                name='StatisticsMonth',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('month', models.DateField(verbose_name='month')),
                    ('version', models.PositiveSmallIntegerField(default=1, verbose_name='version')),
                    ('is_current', models.BooleanField(default=True)),
                    ('completed_yuan', models.BigIntegerField(verbose_name='completed (statistics)')),
                    ('recorded_at', models.DateTimeField(verbose_name='recorded')),
                    ('project', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='statistics_months', to='projects.project')),
                    ('reason', models.TextField(blank=True, verbose_name='reason for the correction')),
                ],
                options={
                    'verbose_name': 'statistics month',
                    'verbose_name_plural': 'statistics months',
                    'constraints': [models.UniqueConstraint(fields=('project', 'month', 'version'), name='statistics_month_version_once'), models.UniqueConstraint(condition=models.Q(('is_current', True)), fields=('project', 'month'), name='one_current_statistics_month')],
                },
            ),
        ]),
    ]

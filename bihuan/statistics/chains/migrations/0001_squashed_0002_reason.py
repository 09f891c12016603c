import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('chains', '0001_initial'), ('chains', '0002_reason')]

    initial = True

    dependencies = [
        ('projects', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='ChainOutput',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('enterprise', models.CharField(max_length=120, verbose_name='enterprise')),
                ('year', models.PositiveSmallIntegerField(verbose_name='year')),
                ('version', models.PositiveSmallIntegerField(default=1, verbose_name='version')),
                ('is_current', models.BooleanField(default=True)),
                ('output_yuan', models.BigIntegerField(verbose_name='output')),
                ('previous_output_yuan', models.BigIntegerField(verbose_name='output of the year before')),
                ('recorded_at', models.DateTimeField(verbose_name='recorded')),
                ('chain', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='outputs', to='projects.chain')),
                ('reason', models.TextField(blank=True, verbose_name='reason for the correction')),
            ],
            options={
                'verbose_name': 'chain output',
                'verbose_name_plural': 'chain outputs',
                'constraints': [models.UniqueConstraint(fields=('chain', 'enterprise', 'year', 'version'), name='chain_output_version_once'), models.UniqueConstraint(condition=models.Q(('is_current', True)), fields=('chain', 'enterprise', 'year'), name='one_current_chain_output')],
            },
        ),
    ]

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from bihuan.kit.migrating import CreateModels


class Migration(migrations.Migration):

    replaces = [('lights', '0001_initial'), ('lights', '0002_three_lights')]

    initial = True

    dependencies = [
        ('accounts', '__first__'),
        ('projects', '0002_district'),
    ]

    operations = [
        CreateModels([
            migrations.CreateModel(
                name='MachineLight',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('month', models.DateField(verbose_name='month')),
                    ('colour', models.CharField(choices=[('green', 'Green'), ('yellow', 'Yellow'), ('red', 'Red'), ('grey', 'Grey')], max_length=10, verbose_name='light')),
                    ('raw_colour', models.CharField(choices=[('green', 'Green'), ('yellow', 'Yellow'), ('red', 'Red'), ('grey', 'Grey')], max_length=10, verbose_name='light of the month alone')),
                    ('reasons', models.JSONField(default=list, verbose_name='reasons')),
                    ('rule_set', models.CharField(max_length=40, verbose_name='rules')),
                    ('rule_version', models.PositiveSmallIntegerField(verbose_name='version of the rules')),
                    ('judged_at', models.DateTimeField(verbose_name='judged')),
                    ('is_current', models.BooleanField(default=True)),
                    ('project', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='machine_lights', to='projects.project')),
                ],
                options={
                    'verbose_name': 'machine light',
                    'verbose_name_plural': 'machine lights',
                    'indexes': [models.Index(fields=['month', 'project'], name='machine_light_month')],
                    'constraints': [models.UniqueConstraint(condition=models.Q(('is_current', True)), fields=('project', 'month'), name='one_current_machine_light')],
                },
            ),
            migrations.CreateModel(
                name='Waiver',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('month', models.DateField(verbose_name='month')),
                    ('clause', models.CharField(max_length=40, verbose_name='clause')),
                    ('reason', models.TextField(verbose_name='reason')),
                    ('approver', models.CharField(max_length=60, verbose_name='approver')),
                    ('recorded_at', models.DateTimeField(verbose_name='recorded')),
                    ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='by')),
                    ('project', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='waivers', to='projects.project')),
                ],
                options={
                    'verbose_name': 'waiver',
                    'verbose_name_plural': 'waivers',
                    'constraints': [models.UniqueConstraint(fields=('project', 'month', 'clause'), name='waived_once'), models.CheckConstraint(condition=models.Q(models.Q(('reason', ''), _negated=True), models.Q(('approver', ''), _negated=True)), name='waiver_has_reason_and_approver')],
                },
            ),
            migrations.CreateModel(
                name='CommanderLight',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('month', models.DateField(verbose_name='month')),
                    ('colour', models.CharField(choices=[('green', 'Green'), ('yellow', 'Yellow'), ('red', 'Red'), ('grey', 'Grey')], max_length=10, verbose_name='light')),
                    ('reason', models.TextField(blank=True, verbose_name='reason')),
                    ('given_at', models.DateTimeField(verbose_name='given')),
                    ('is_current', models.BooleanField(default=True)),
                    ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='by')),
                    ('project', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='%(class)ss', to='projects.project')),
                ],
                options={
                    'verbose_name': "commander's light",
                    'verbose_name_plural': "commanders' lights",
                    'abstract': False,
                    'indexes': [models.Index(fields=['month', 'project'], name='commanderlight_month')],
                    'constraints': [models.UniqueConstraint(condition=models.Q(('is_current', True)), fields=('project', 'month'), name='commanderlight_one_current'), models.CheckConstraint(condition=models.Q(('colour__in', ['green', 'yellow', 'red'])), name='commanderlight_is_a_colour')],
                },
            ),
            migrations.CreateModel(
                name='InspectorLight',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('month', models.DateField(verbose_name='month')),
                    ('colour', models.CharField(choices=[('green', 'Green'), ('yellow', 'Yellow'), ('red', 'Red'), ('grey', 'Grey')], max_length=10, verbose_name='light')),
                    ('reason', models.TextField(blank=True, verbose_name='reason')),
                    ('given_at', models.DateTimeField(verbose_name='given')),
                    ('is_current', models.BooleanField(default=True)),
                    ('source_ref', models.CharField(blank=True, max_length=120, verbose_name='visit')),
                    ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='by')),
                    ('project', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='%(class)ss', to='projects.project')),
                ],
                options={
                    'verbose_name': "inspector's light",
                    'verbose_name_plural': "inspectors' lights",
                    'abstract': False,
                    'indexes': [models.Index(fields=['month', 'project'], name='inspectorlight_month')],
                    'constraints': [models.UniqueConstraint(condition=models.Q(('is_current', True)), fields=('project', 'month'), name='inspectorlight_one_current'), models.CheckConstraint(condition=models.Q(('colour__in', ['green', 'yellow', 'red'])), name='inspectorlight_is_a_colour'), models.CheckConstraint(condition=models.Q(models.Q(('reason', ''), _negated=True), models.Q(('source_ref', ''), _negated=True), _connector='OR'), name='inspectorlight_says_why')],
                },
            ),
            migrations.CreateModel(
                name='Lift',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('month', models.DateField(verbose_name='from month')),
                    ('colour', models.CharField(choices=[('green', 'Green'), ('yellow', 'Yellow'), ('red', 'Red'), ('grey', 'Grey')], max_length=10, verbose_name='lifted to')),
                    ('note', models.TextField(verbose_name='reason')),
                    ('until', models.DateField(verbose_name='until')),
                    ('given_at', models.DateTimeField(verbose_name='given')),
                    ('state', models.CharField(choices=[('live', 'In force'), ('revoked', 'Revoked'), ('expired', 'Expired'), ('replaced', 'Replaced')], default='live', max_length=10, verbose_name='state')),
                    ('ended_at', models.DateTimeField(blank=True, null=True, verbose_name='ended')),
                    ('ended_by', models.CharField(blank=True, max_length=150, verbose_name='ended by')),
                    ('end_note', models.TextField(blank=True, verbose_name='why it ended')),
                    ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='by')),
                    ('project', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='lifts', to='projects.project')),
                ],
                options={
                    'verbose_name': 'lift of the headline',
                    'verbose_name_plural': 'lifts of the headline',
                    'constraints': [models.UniqueConstraint(condition=models.Q(('state', 'live')), fields=('project',), name='lift_one_live'), models.CheckConstraint(condition=models.Q(models.Q(('ended_at__isnull', True), ('state', 'live')), models.Q(models.Q(('state', 'live'), _negated=True), ('ended_at__isnull', False)), _connector='OR'), name='lift_ended_has_a_moment'), models.CheckConstraint(condition=models.Q(models.Q(('note', ''), _negated=True), ('colour__in', ['green', 'yellow'])), name='lift_has_a_note_and_a_colour')],
                },
            ),
        ]),
    ]

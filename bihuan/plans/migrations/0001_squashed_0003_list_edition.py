import django.db.models.deletion
from django.db import migrations, models

from bihuan.kit.migrating import CreateModels


class Migration(migrations.Migration):

    replaces = [('plans', '0001_initial'), ('plans', '0002_absence'), ('plans', '0003_list_edition')]

    initial = True

    dependencies = [
        ('projects', '0001_initial'),
    ]

    operations = [
        CreateModels([
            migrations.CreateModel(
                name='AnnualList',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('year', models.PositiveSmallIntegerField(verbose_name='year')),
                    ('tier', models.CharField(choices=[('provincial', 'Provincial key'), ('municipal', 'Municipal key'), ('district', 'District key')], max_length=20, verbose_name='tier')),
                    ('title', models.CharField(blank=True, max_length=120, verbose_name='title')),
                    ('document_number', models.CharField(blank=True, max_length=60, verbose_name='document number')),
                    ('published_on', models.DateField(blank=True, null=True, verbose_name='published')),
                    ('edition', models.PositiveIntegerField(default=1, editable=False)),
                ],
                options={
                    'verbose_name': 'annual list',
                    'verbose_name_plural': 'annual lists',
                    'constraints': [models.UniqueConstraint(fields=('year', 'tier'), name='one_list_a_year_and_tier')],
                },
            ),
            migrations.CreateModel(
                name='Entry',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('added_on', models.DateField(verbose_name='added')),
                    ('left_on', models.DateField(blank=True, null=True, verbose_name='left')),
                    ('left_reason', models.TextField(blank=True, verbose_name='why it left')),
                    ('annual_list', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='entries', to='plans.annuallist')),
                    ('project', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='entries', to='projects.project')),
                    ('promoted_from', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='promotions', to='plans.entry', verbose_name='promoted from')),
                ],
                options={
                    'verbose_name': 'entry',
                    'verbose_name_plural': 'entries',
                    'constraints': [models.UniqueConstraint(fields=('annual_list', 'project'), name='entry_once'), models.CheckConstraint(condition=models.Q(models.Q(('left_on__isnull', True), ('left_reason', '')), models.Q(('left_on__isnull', False), models.Q(('left_reason', ''), _negated=True)), _connector='OR'), name='entry_left_with_reason')],
                },
            ),
            migrations.CreateModel(
                name='Plan',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('version', models.PositiveSmallIntegerField(verbose_name='version')),
                    ('planned_yuan', models.BigIntegerField(verbose_name='annual planned investment')),
                    ('goal', models.TextField(blank=True, verbose_name='goal of the year')),
                    ('curve', models.CharField(help_text="a preset's name, or entered", max_length=40, verbose_name='curve')),
                    ('reason', models.TextField(blank=True, verbose_name='reason')),
                    ('approver', models.CharField(blank=True, max_length=60, verbose_name='approver')),
                    ('approved_on', models.DateField(blank=True, null=True, verbose_name='approved')),
                    ('recorded_at', models.DateTimeField(verbose_name='recorded')),
                    ('is_current', models.BooleanField(default=True)),
                    ('entry', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='plans', to='plans.entry')),
                ],
                options={
                    'verbose_name': 'plan',
                    'verbose_name_plural': 'plans',
                    'ordering': ['entry', 'version'],
                    'constraints': [models.UniqueConstraint(fields=('entry', 'version'), name='plan_version_once'), models.UniqueConstraint(condition=models.Q(('is_current', True)), fields=('entry',), name='one_current_plan'), models.CheckConstraint(condition=models.Q(('planned_yuan__gte', 0)), name='plan_not_negative'), models.CheckConstraint(condition=models.Q(('version', 1), models.Q(models.Q(('reason', ''), _negated=True), models.Q(('approver', ''), _negated=True)), _connector='OR'), name='adjustment_has_reason_and_approver')],
                },
            ),
            migrations.CreateModel(
                name='PlanMonth',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('month', models.DateField(verbose_name='month')),
                    ('cumulative_yuan', models.BigIntegerField(verbose_name='planned to date')),
                    ('plan', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='months', to='plans.plan')),
                ],
                options={
                    'verbose_name': 'planned month',
                    'verbose_name_plural': 'planned months',
                    'ordering': ['month'],
                    'constraints': [models.UniqueConstraint(fields=('plan', 'month'), name='plan_month_once')],
                },
            ),
            migrations.CreateModel(
                name='ProjectYear',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('year', models.PositiveSmallIntegerField(verbose_name='year')),
                    ('project_class', models.CharField(choices=[('construction', 'Construction'), ('preparation', 'Preparation'), ('legacy', 'Attraction and legacy')], max_length=20, verbose_name='class')),
                    ('completed_before_yuan', models.BigIntegerField(default=0, verbose_name='completed before the year')),
                    ('project', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='years', to='projects.project')),
                ],
                options={
                    'verbose_name': "project's year",
                    'verbose_name_plural': "projects' years",
                    'constraints': [models.UniqueConstraint(fields=('project', 'year'), name='project_year_once')],
                },
            ),
            migrations.CreateModel(
                name='Milestone',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('key', models.CharField(max_length=40)),
                    ('name', models.CharField(max_length=60, verbose_name='milestone')),
                    ('order', models.PositiveSmallIntegerField(default=0)),
                    ('project_year', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='milestones', to='plans.projectyear')),
                ],
                options={
                    'verbose_name': 'milestone',
                    'verbose_name_plural': 'milestones',
                    'ordering': ['order', 'pk'],
                    'constraints': [models.UniqueConstraint(fields=('project_year', 'key'), name='milestone_once')],
                },
            ),
            migrations.CreateModel(
                name='MilestonePromise',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('version', models.PositiveSmallIntegerField(verbose_name='version')),
                    ('due_on', models.DateField(verbose_name='due')),
                    ('reason', models.TextField(blank=True, verbose_name='reason')),
                    ('approver', models.CharField(blank=True, max_length=60, verbose_name='approver')),
                    ('recorded_at', models.DateTimeField(verbose_name='recorded')),
                    ('is_current', models.BooleanField(default=True)),
                    ('milestone', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='promises', to='plans.milestone')),
                ],
                options={
                    'verbose_name': 'promised day',
                    'verbose_name_plural': 'promised days',
                    'constraints': [models.UniqueConstraint(fields=('milestone', 'version'), name='promise_version_once'), models.UniqueConstraint(condition=models.Q(('is_current', True)), fields=('milestone',), name='one_current_promise')],
                },
            ),
            migrations.CreateModel(
                name='Absence',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('left_on', models.DateField(verbose_name='left')),
                    ('left_reason', models.TextField(verbose_name='why it left')),
                    ('returned_on', models.DateField(verbose_name='came back')),
                    ('reason', models.TextField(verbose_name='why it came back')),
                    ('recorded_at', models.DateTimeField(verbose_name='recorded')),
                    ('entry', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='absences', to='plans.entry')),
                ],
                options={
                    'verbose_name': 'time off the list',
                    'verbose_name_plural': 'times off the list',
                    'ordering': ['left_on', 'pk'],
                    'constraints': [models.CheckConstraint(condition=models.Q(('returned_on__gte', models.F('left_on'))), name='absence_ends_after_it_begins'), models.CheckConstraint(condition=models.Q(models.Q(('left_reason', ''), _negated=True), models.Q(('reason', ''), _negated=True)), name='absence_has_reasons')],
                },
            ),
        ]),
    ]

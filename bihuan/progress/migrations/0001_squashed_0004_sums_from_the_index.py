import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from bihuan.kit.migrating import CreateModels


class Migration(migrations.Migration):

    replaces = [('progress', '0001_initial'), ('progress', '0002_saved_by_and_reopenings'), ('progress', '0003_choices'), ('progress', '0004_sums_from_the_index')]

    initial = True

    dependencies = [
        ('accounts', '__first__'),
        ('plans', '0001_initial'),
        ('projects', '0005_rules_from_a_day'),
    ]

    operations = [
        CreateModels([
            migrations.CreateModel(
                name='MilestoneReached',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('reached_on', models.DateField(verbose_name='reached')),
                    ('evidence', models.TextField(blank=True, verbose_name='evidence')),
                    ('recorded_at', models.DateTimeField(verbose_name='recorded')),
                    ('milestone', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='reached', to='plans.milestone')),
                ],
                options={
                    'verbose_name': 'milestone reached',
                    'verbose_name_plural': 'milestones reached',
                },
            ),
            migrations.CreateModel(
                name='Report',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('month', models.DateField(verbose_name='month')),
                    ('version', models.PositiveSmallIntegerField(default=1, verbose_name='version')),
                    ('is_current', models.BooleanField(default=True)),
                    ('state', models.CharField(choices=[('draft', 'Draft'), ('submitted', 'Submitted'), ('returned', 'Returned'), ('accepted', 'Accepted'), ('locked', 'Locked')], default='draft', max_length=10, verbose_name='state')),
                    ('origin', models.CharField(choices=[('form', 'By form'), ('workbook', 'Workbook'), ('api', 'API'), ('backfill', 'Backfilled')], default='form', max_length=10, verbose_name='came by')),
                    ('completed_yuan', models.BigIntegerField(verbose_name='completed this month')),
                    ('physical_percent', models.DecimalField(blank=True, decimal_places=2, max_digits=5, null=True, verbose_name='physical progress, percent')),
                    ('physical_text', models.TextField(blank=True, verbose_name='physical progress')),
                    ('problems', models.TextField(blank=True, verbose_name='problems')),
                    ('next_month_text', models.TextField(blank=True, verbose_name='plan for next month')),
                    ('no_change', models.BooleanField(default=False, verbose_name='no change')),
                    ('reason', models.TextField(blank=True, verbose_name='reason for the correction')),
                    ('returned_note', models.TextField(blank=True, verbose_name='why it was returned')),
                    ('submitted_at', models.DateTimeField(blank=True, null=True, verbose_name='submitted')),
                    ('reviewed_at', models.DateTimeField(blank=True, null=True, verbose_name='reviewed')),
                    ('accepted_at', models.DateTimeField(blank=True, null=True, verbose_name='accepted')),
                    ('edition', models.PositiveIntegerField(default=1, editable=False)),
                    ('accepted_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='accepted by')),
                    ('project', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reports', to='projects.project')),
                    ('reviewed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='reviewed by')),
                    ('submitted_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='submitted by')),
                    ('first_submitted_at', models.DateTimeField(blank=True, null=True, verbose_name='first submitted')),
                    ('saved_at', models.DateTimeField(blank=True, null=True, verbose_name='saved')),
                    ('saved_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='saved by')),
                ],
                options={
                    'verbose_name': 'monthly report',
                    'verbose_name_plural': 'monthly reports',
                    'indexes': [models.Index(fields=['month', 'project', 'is_current', 'state', 'completed_yuan'], name='report_sums')],
                    'constraints': [models.UniqueConstraint(fields=('project', 'month', 'version'), name='report_version_once'), models.UniqueConstraint(condition=models.Q(('is_current', True)), fields=('project', 'month'), name='one_current_report'), models.CheckConstraint(condition=models.Q(('completed_yuan__gte', 0)), name='report_not_negative'), models.CheckConstraint(condition=models.Q(('physical_percent__isnull', True), models.Q(('physical_percent__gte', 0), ('physical_percent__lte', 100)), _connector='OR'), name='report_percent_in_range'), models.CheckConstraint(condition=models.Q(('version', 1), models.Q(('reason', ''), _negated=True), _connector='OR'), name='report_correction_has_reason')],
                },
            ),
            migrations.CreateModel(
                name='Photo',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('file', models.FileField(upload_to='photos/%Y/%m')),
                    ('sha256', models.CharField(max_length=64)),
                    ('added_at', models.DateTimeField(verbose_name='added')),
                    ('report', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='photos', to='progress.report')),
                ],
                options={
                    'verbose_name': 'photo',
                    'verbose_name_plural': 'photos',
                    'constraints': [models.UniqueConstraint(fields=('report', 'sha256'), name='photo_once')],
                },
            ),
            migrations.CreateModel(
                name='FundsInPlace',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('source', models.CharField(choices=[('central_budget', 'Central budget'), ('special_bond', 'Special bonds'), ('treasury_bond', 'Ultra-long special treasury bonds'), ('fiscal', 'Local fiscal funds'), ('bank_loan', 'Bank loans'), ('own', "Enterprise's own funds"), ('other', 'Other funds')], max_length=20, verbose_name='source')),
                    ('amount_yuan', models.BigIntegerField(verbose_name='in place')),
                    ('report', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='funds', to='progress.report')),
                ],
                options={
                    'verbose_name': 'funds in place',
                    'verbose_name_plural': 'funds in place',
                    'constraints': [models.UniqueConstraint(fields=('report', 'source'), name='fund_source_once')],
                },
            ),
            migrations.CreateModel(
                name='Round',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('month', models.DateField(unique=True, verbose_name='month')),
                    ('opens_on', models.DateField(verbose_name='opens')),
                    ('closes_on', models.DateField(verbose_name='closes')),
                    ('state', models.CharField(choices=[('open', 'Open for reports'), ('closed', 'Closed for reports'), ('locked', 'Locked')], default='open', max_length=10, verbose_name='state')),
                    ('locked_at', models.DateTimeField(blank=True, null=True, verbose_name='locked')),
                ],
                options={
                    'verbose_name': 'monthly round',
                    'verbose_name_plural': 'monthly rounds',
                    'ordering': ['month'],
                    'constraints': [models.CheckConstraint(condition=models.Q(('closes_on__gte', models.F('opens_on'))), name='round_closes_after_opening'), models.CheckConstraint(condition=models.Q(models.Q(('locked_at__isnull', False), ('state', 'locked')), models.Q(models.Q(('state', 'locked'), _negated=True), ('locked_at__isnull', True)), _connector='OR'), name='round_locked_at_a_moment')],
                },
            ),
            migrations.CreateModel(
                name='Reopening',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('reason', models.TextField(verbose_name='reason')),
                    ('by', models.CharField(max_length=150, verbose_name='by')),
                    ('at', models.DateTimeField(verbose_name='at')),
                    ('project', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reopenings', to='projects.project')),
                    ('round', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reopenings', to='progress.round')),
                ],
                options={
                    'verbose_name': 'reopening',
                    'verbose_name_plural': 'reopenings',
                    'constraints': [models.UniqueConstraint(fields=('round', 'project'), name='reopened_once'), models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='reopened_with_reason')],
                },
            ),
        ]),
    ]

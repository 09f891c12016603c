import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from bihuan.kit.migrating import CreateModels


class Migration(migrations.Migration):

    replaces = [('dispatch', '0001_mechanisms_and_meetings'), ('dispatch', '0002_label_of_a_planned_meeting'), ('dispatch', '0003_mechanisms_from_a_day')]

    initial = True

    dependencies = [
        ('accounts', '0002_leaders_in_charge'),
        ('accounts', '__first__'),
        ('matters', '0002_papers'),
        ('projects', '0005_rules_from_a_day'),
    ]

    operations = [
        CreateModels([
            migrations.CreateModel(
                name='Meeting',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('kind', models.CharField(choices=[('daily', 'Day-to-day dispatch'), ('monthly', 'Monthly dispatch'), ('quarterly', 'Quarterly dispatch'), ('yearly', 'Yearly dispatch'), ('special', 'Special meeting')], max_length=10, verbose_name='kind')),
                    ('held_on', models.DateField(verbose_name='day')),
                    ('place', models.CharField(blank=True, max_length=120, verbose_name='where it meets')),
                    ('chair', models.CharField(max_length=60, verbose_name='chair')),
                    ('attendees', models.TextField(blank=True, verbose_name='attendees')),
                    ('month', models.DateField(verbose_name='month in focus')),
                    ('state', models.CharField(choices=[('planned', 'Being prepared'), ('held', 'In session'), ('closed', 'Ended'), ('called_off', 'Called off')], default='planned', max_length=12, verbose_name='state')),
                    ('closed_on', models.DateField(blank=True, null=True, verbose_name='ended')),
                    ('why_not', models.TextField(blank=True, verbose_name='why it was called off')),
                    ('edition', models.PositiveIntegerField(default=1, editable=False)),
                    ('created_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='planned by')),
                ],
                options={
                    'verbose_name': 'dispatch meeting',
                    'verbose_name_plural': 'dispatch meetings',
                    'ordering': ['-held_on', '-pk'],
                    'indexes': [models.Index(fields=['state', 'held_on'], name='meeting_state_day')],
                    'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('closed_on__isnull', False), ('state', 'closed')), models.Q(models.Q(('state', 'closed'), _negated=True), ('closed_on__isnull', True)), _connector='OR'), name='meeting_closed_on_a_day'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'called_off'), models.Q(('why_not', ''), _negated=True)), models.Q(models.Q(('state', 'called_off'), _negated=True), ('why_not', '')), _connector='OR'), name='meeting_called_off_with_a_reason')],
                },
            ),
            migrations.CreateModel(
                name='AgendaItem',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('order', models.PositiveIntegerField(verbose_name='order')),
                    ('reasons', models.JSONField(default=list, verbose_name='reasons')),
                    ('value_yuan', models.BigIntegerField(default=0, verbose_name='at stake')),
                    ('conclusion', models.TextField(blank=True, verbose_name='conclusion')),
                    ('dropped', models.TextField(blank=True, verbose_name='why it was taken off')),
                    ('edition', models.PositiveIntegerField(default=1, editable=False)),
                    ('project', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='agenda_items', to='projects.project', verbose_name='project')),
                    ('meeting', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='items', to='dispatch.meeting')),
                ],
                options={
                    'verbose_name': 'agenda item',
                    'verbose_name_plural': 'agenda items',
                    'ordering': ['meeting', 'order', 'pk'],
                    'constraints': [models.UniqueConstraint(fields=('meeting', 'project'), name='agenda_project_once'), models.UniqueConstraint(condition=models.Q(('project', None)), fields=('meeting',), name='agenda_orders_once')],
                },
            ),
            migrations.CreateModel(
                name='Decision',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('text', models.TextField(verbose_name='decision')),
                    ('due_on', models.DateField(verbose_name='deadline')),
                    ('at', models.DateTimeField(verbose_name='at')),
                    ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='by')),
                    ('item', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='decisions', to='dispatch.agendaitem')),
                    ('lead', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.organisation', verbose_name='lead organisation')),
                    ('matter', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='decision', to='matters.matter')),
                    ('meeting', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='decisions', to='dispatch.meeting')),
                ],
                options={
                    'verbose_name': 'decision',
                    'verbose_name_plural': 'decisions',
                    'ordering': ['pk'],
                    'constraints': [models.CheckConstraint(condition=models.Q(('text', ''), _negated=True), name='decision_has_words')],
                },
            ),
            migrations.CreateModel(
                name='Done',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('preset', models.CharField(max_length=40, verbose_name='mechanisms')),
                    ('duty', models.CharField(max_length=40, verbose_name='duty')),
                    ('period', models.CharField(max_length=10, verbose_name='period')),
                    ('is_done', models.BooleanField(default=True, verbose_name='done')),
                    ('done_on', models.DateField(verbose_name='done on')),
                    ('who', models.CharField(max_length=60, verbose_name='done by')),
                    ('note', models.TextField(verbose_name='note')),
                    ('at', models.DateTimeField(verbose_name='at')),
                    ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='by')),
                ],
                options={
                    'verbose_name': 'duty ticked off',
                    'verbose_name_plural': 'duties ticked off',
                    'ordering': ['pk'],
                    'indexes': [models.Index(fields=['preset', 'period'], name='done_preset_period')],
                    'constraints': [models.CheckConstraint(condition=models.Q(('note', ''), _negated=True), name='done_has_a_note')],
                },
            ),
        ]),
    ]

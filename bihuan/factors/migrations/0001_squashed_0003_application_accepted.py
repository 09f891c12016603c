import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from bihuan.kit.migrating import CreateModels


class Migration(migrations.Migration):

    replaces = [('factors', '0001_initial'), ('factors', '0002_names_of_states'), ('factors', '0003_application_accepted')]

    initial = True

    dependencies = [
        ('accounts', '0002_leaders_in_charge'),
        ('accounts', '__first__'),
        ('matters', '0002_papers'),
        ('projects', '0003_loop'),
    ]

    operations = [
        CreateModels([
            migrations.CreateModel(
                name='Need',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('element', models.CharField(max_length=40, verbose_name='element')),
                    ('order', models.PositiveSmallIntegerField(default=0)),
                    ('state', models.CharField(choices=[('not_started', 'Not started'), ('asked', 'Asked for'), ('handed_over', 'Handed over'), ('accepted', 'Application accepted'), ('supplement', 'Papers wanted: clock stopped'), ('in_review', 'Under review'), ('approved', 'Approval given'), ('refused', 'Approval refused'), ('not_needed', 'Not needed'), ('promised', 'Accepted on a promise')], default='not_started', max_length=12, verbose_name='state')),
                    ('state_since', models.DateField(verbose_name='in this state since')),
                    ('needed_by', models.DateField(blank=True, null=True, verbose_name='needed by')),
                    ('needed_by_reason', models.TextField(blank=True, verbose_name='why that day')),
                    ('asked_on', models.DateField(blank=True, null=True, verbose_name='asked for on')),
                    ('accepted_on', models.DateField(blank=True, null=True, verbose_name='accepted on')),
                    ('stopped_on', models.DateField(blank=True, null=True, verbose_name='clock stopped on')),
                    ('statutory_due_on', models.DateField(blank=True, null=True, verbose_name='statutory limit')),
                    ('promised_due_on', models.DateField(blank=True, null=True, verbose_name='promised limit')),
                    ('promise_ends_on', models.DateField(blank=True, null=True, verbose_name='papers promised by')),
                    ('approval_number', models.CharField(blank=True, max_length=80, verbose_name='approval number')),
                    ('approved_on', models.DateField(blank=True, null=True, verbose_name='approved on')),
                    ('valid_until', models.DateField(blank=True, null=True, verbose_name='valid until')),
                    ('edition', models.PositiveIntegerField(default=1, editable=False)),
                    ('department', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='owed_needs', to='accounts.organisation', verbose_name='department')),
                    ('matter', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='matters.matter', verbose_name='matter')),
                    ('project', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='needs', to='projects.project', verbose_name='project')),
                ],
                options={
                    'verbose_name': 'need',
                    'verbose_name_plural': 'needs',
                    'ordering': ['order', 'pk'],
                    'indexes': [models.Index(fields=['department', 'state'], name='need_department_state')],
                    'constraints': [models.UniqueConstraint(fields=('project', 'element'), name='need_once'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'supplement'), ('stopped_on__isnull', False)), models.Q(models.Q(('state', 'supplement'), _negated=True), ('stopped_on__isnull', True)), _connector='OR'), name='need_stopped_on_a_day'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'approved'), _negated=True), ('approved_on__isnull', False), _connector='OR'), name='need_approved_on_a_day')],
                },
            ),
            migrations.CreateModel(
                name='NeedAlert',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('told', models.CharField(choices=[('promised_late', 'Promised limit passed'), ('statutory_late', 'Statutory limit passed'), ('promise_broken', 'Promised papers not supplied'), ('needed_now', 'Needed by now, not there'), ('expiring', 'Approval expires soon'), ('expired', 'Approval expired')], max_length=16, verbose_name='alert')),
                    ('basis', models.DateField()),
                    ('on', models.DateField(verbose_name='on')),
                    ('recorded_at', models.DateTimeField(verbose_name='recorded')),
                    ('need', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='alerts', to='factors.need')),
                ],
                options={
                    'verbose_name': 'alert of a need',
                    'verbose_name_plural': 'alerts of needs',
                    'ordering': ['pk'],
                    'constraints': [models.UniqueConstraint(fields=('need', 'told', 'basis'), name='need_alert_once')],
                },
            ),
            migrations.CreateModel(
                name='NeedMove',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('verb', models.CharField(choices=[('ask', 'Ask for it'), ('hand_over', 'Hand over'), ('accept', 'Accept the application'), ('want_papers', 'Want more papers'), ('supply', 'Papers supplied'), ('review', 'Begin the review'), ('approve', 'Approve'), ('refuse', 'Refuse'), ('promise', 'Accept on a promise'), ('not_need', 'Mark as not needed'), ('need_again', 'Needed after all')], max_length=12, verbose_name='move')),
                    ('was', models.CharField(choices=[('not_started', 'Not started'), ('asked', 'Asked for'), ('handed_over', 'Handed over'), ('accepted', 'Application accepted'), ('supplement', 'Papers wanted: clock stopped'), ('in_review', 'Under review'), ('approved', 'Approval given'), ('refused', 'Approval refused'), ('not_needed', 'Not needed'), ('promised', 'Accepted on a promise')], max_length=12, verbose_name='was')),
                    ('became', models.CharField(choices=[('not_started', 'Not started'), ('asked', 'Asked for'), ('handed_over', 'Handed over'), ('accepted', 'Application accepted'), ('supplement', 'Papers wanted: clock stopped'), ('in_review', 'Under review'), ('approved', 'Approval given'), ('refused', 'Approval refused'), ('not_needed', 'Not needed'), ('promised', 'Accepted on a promise')], max_length=12, verbose_name='became')),
                    ('at', models.DateTimeField(verbose_name='at')),
                    ('on', models.DateField(verbose_name='on')),
                    ('note', models.TextField(blank=True, verbose_name='note')),
                    ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='by')),
                    ('need', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='moves', to='factors.need')),
                ],
                options={
                    'verbose_name': 'move of a need',
                    'verbose_name_plural': 'moves of needs',
                    'ordering': ['pk'],
                },
            ),
        ]),
    ]

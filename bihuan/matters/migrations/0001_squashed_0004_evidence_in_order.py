import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from bihuan.kit.migrating import CreateModels


class Migration(migrations.Migration):

    replaces = [('matters', '0001_initial'), ('matters', '0002_papers'), ('matters', '0003_moves_keep_supporters'), ('matters', '0004_evidence_in_order')]

    initial = True

    dependencies = [
        ('accounts', '0003_own_password_first'),
        ('accounts', '__first__'),
        ('projects', '0003_loop'),
    ]

    operations = [
        CreateModels([
            migrations.CreateModel(
                name='Serial',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('series', models.CharField(max_length=60, unique=True, verbose_name='series')),
                    ('last', models.PositiveIntegerField(default=0, verbose_name='last number')),
                ],
                options={
                    'verbose_name': 'series of numbers',
                    'verbose_name_plural': 'series of numbers',
                },
            ),
            migrations.CreateModel(
                name='Matter',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('number', models.CharField(max_length=20, unique=True, verbose_name='number')),
                    ('kind', models.CharField(choices=[('blocker', 'Blocker'), ('request', 'Guarantee request'), ('order', 'Order'), ('finding', 'Finding')], max_length=10, verbose_name='kind')),
                    ('type_code', models.CharField(max_length=40, verbose_name='type')),
                    ('severity', models.CharField(max_length=40, verbose_name='severity')),
                    ('title', models.CharField(max_length=200, verbose_name='matter')),
                    ('text', models.TextField(blank=True, verbose_name='what it is about')),
                    ('source', models.CharField(choices=[('report', 'Monthly report'), ('visit', 'Site visit'), ('meeting', 'Dispatch meeting'), ('factor', 'Guarantee list'), ('inspection', 'Inspection'), ('other', 'Other')], default='other', max_length=12, verbose_name='source')),
                    ('source_ref', models.CharField(blank=True, max_length=60, verbose_name='where in the source')),
                    ('state', models.CharField(choices=[('raised', 'Raised'), ('assigned', 'Assigned'), ('working', 'In hand'), ('answered', 'Answered'), ('verified', 'Verified'), ('closed', 'Closed'), ('paused', 'Clock paused'), ('withdrawn', 'Withdrawn')], default='raised', max_length=12, verbose_name='state')),
                    ('state_since', models.DateField(verbose_name='in this state since')),
                    ('before_pause', models.CharField(blank=True, choices=[('raised', 'Raised'), ('assigned', 'Assigned'), ('working', 'In hand'), ('answered', 'Answered'), ('verified', 'Verified'), ('closed', 'Closed'), ('paused', 'Clock paused'), ('withdrawn', 'Withdrawn')], max_length=12)),
                    ('raised_at', models.DateTimeField(verbose_name='raised at')),
                    ('raised_on', models.DateField(verbose_name='raised')),
                    ('due_on', models.DateField(verbose_name='deadline')),
                    ('first_due_on', models.DateField(verbose_name='first deadline')),
                    ('heard_on', models.DateField(blank=True, null=True, verbose_name='last word of progress')),
                    ('level', models.PositiveSmallIntegerField(default=0, verbose_name='level')),
                    ('clock_from', models.DateField(verbose_name='clock runs from')),
                    ('inherited_days', models.PositiveIntegerField(default=0, verbose_name='age brought along')),
                    ('paused_days', models.PositiveIntegerField(default=0, verbose_name='paused working days')),
                    ('stopped_on', models.DateField(blank=True, null=True, verbose_name='clock stopped')),
                    ('extensions', models.PositiveSmallIntegerField(default=0, verbose_name='extensions')),
                    ('held_yuan', models.BigIntegerField(default=0, verbose_name='investment held up')),
                    ('milestone_name', models.CharField(blank=True, max_length=60, verbose_name='next milestone')),
                    ('milestone_on', models.DateField(blank=True, null=True, verbose_name='next milestone due')),
                    ('slip_days', models.PositiveIntegerField(default=0, verbose_name='days the milestone slips')),
                    ('worth', models.BigIntegerField(default=0, verbose_name='worth of solving')),
                    ('closed_on', models.DateField(blank=True, null=True, verbose_name='closed')),
                    ('edition', models.PositiveIntegerField(default=1, editable=False)),
                    ('earlier', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='again', to='matters.matter', verbose_name='raised before as')),
                    ('lead', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='led_matters', to='accounts.organisation', verbose_name='lead organisation')),
                    ('project', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='matters', to='projects.project', verbose_name='project')),
                    ('raised_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='raised_matters', to=settings.AUTH_USER_MODEL, verbose_name='raised by')),
                    ('supporting', models.ManyToManyField(blank=True, related_name='supported_matters', to='accounts.organisation', verbose_name='supporting organisations')),
                ],
                options={
                    'verbose_name': 'matter',
                    'verbose_name_plural': 'matters',
                    'indexes': [models.Index(fields=['state', '-worth', '-id'], name='matter_state_worth'), models.Index(fields=['state', 'due_on'], name='matter_state_due'), models.Index(fields=['project', 'state'], name='matter_project_state'), models.Index(fields=['lead', 'state'], name='matter_lead_state')],
                    'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('closed_on__isnull', False), ('state', 'closed')), models.Q(models.Q(('state', 'closed'), _negated=True), ('closed_on__isnull', True)), _connector='OR'), name='matter_closed_on_a_day'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'paused'), models.Q(('before_pause', ''), _negated=True)), models.Q(models.Q(('state', 'paused'), _negated=True), ('before_pause', '')), _connector='OR'), name='matter_paused_from_a_state'), models.CheckConstraint(condition=models.Q(('lead__isnull', False), ('state__in', ['raised', 'withdrawn']), _connector='OR'), name='matter_in_somebodys_hands'), models.CheckConstraint(condition=models.Q(('project__isnull', False), ('kind', 'order'), _connector='OR'), name='matter_of_a_project'), models.CheckConstraint(condition=models.Q(('held_yuan__gte', 0)), name='matter_held_not_negative')],
                },
            ),
            migrations.CreateModel(
                name='Extension',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('wished_on', models.DateField(verbose_name='wished deadline')),
                    ('reason', models.TextField(verbose_name='reason')),
                    ('asked_on', models.DateField(verbose_name='asked')),
                    ('state', models.CharField(choices=[('asked', 'Asked'), ('granted', 'Granted'), ('refused', 'Refused'), ('lapsed', 'Lapsed')], default='asked', max_length=10, verbose_name='state')),
                    ('decided_on', models.DateField(null=True, verbose_name='decided')),
                    ('note', models.TextField(blank=True, verbose_name='note')),
                    ('asked_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='by')),
                    ('decided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='decided by')),
                    ('matter', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='extension_requests', to='matters.matter')),
                ],
                options={
                    'verbose_name': 'extension',
                    'verbose_name_plural': 'extensions',
                    'constraints': [models.UniqueConstraint(condition=models.Q(('state', 'asked')), fields=('matter',), name='one_extension_asked'), models.CheckConstraint(condition=models.Q(models.Q(('decided_by', None), ('state__in', ['asked', 'lapsed'])), models.Q(('decided_by__isnull', False), ('state__in', ['granted', 'refused'])), _connector='OR'), name='extension_decided_by_somebody')],
                },
            ),
            migrations.CreateModel(
                name='Alert',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('kind', models.CharField(choices=[('assign', 'Waits to be assigned'), ('sign', 'Not signed for in time'), ('feed_back', 'No word of progress in time'), ('verify', 'Waits to be verified'), ('due_soon', 'Due soon: copied to the next level'), ('escalated', 'Escalated'), ('pause_over', 'Pause over: the clock runs again')], max_length=12, verbose_name='alert')),
                    ('level', models.PositiveSmallIntegerField(verbose_name='level')),
                    ('basis', models.DateField()),
                    ('on', models.DateField(verbose_name='on')),
                    ('recorded_at', models.DateTimeField(verbose_name='recorded')),
                    ('matter', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='alerts', to='matters.matter')),
                ],
                options={
                    'verbose_name': 'alert',
                    'verbose_name_plural': 'alerts',
                    'ordering': ['pk'],
                    'constraints': [models.UniqueConstraint(fields=('matter', 'kind', 'level', 'basis'), name='alert_said_once')],
                },
            ),
            migrations.CreateModel(
                name='Move',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('verb', models.CharField(choices=[('raise', 'Raise'), ('assign', 'Assign'), ('decline', 'Decline'), ('sign', 'Sign for'), ('feed_back', 'Report progress'), ('answer', 'Answer'), ('send_back', 'Send back for work'), ('verify', 'Verify'), ('close', 'Close'), ('pause', 'Pause the clock'), ('resume', 'Let the clock run'), ('withdraw', 'Withdraw'), ('reopen', 'Open again'), ('ask_extension', 'Ask for more time'), ('extend', 'Grant more time'), ('refuse_extension', 'Refuse more time')], max_length=20, verbose_name='move')),
                    ('was', models.CharField(blank=True, choices=[('raised', 'Raised'), ('assigned', 'Assigned'), ('working', 'In hand'), ('answered', 'Answered'), ('verified', 'Verified'), ('closed', 'Closed'), ('paused', 'Clock paused'), ('withdrawn', 'Withdrawn')], max_length=12, verbose_name='was')),
                    ('became', models.CharField(choices=[('raised', 'Raised'), ('assigned', 'Assigned'), ('working', 'In hand'), ('answered', 'Answered'), ('verified', 'Verified'), ('closed', 'Closed'), ('paused', 'Clock paused'), ('withdrawn', 'Withdrawn')], max_length=12, verbose_name='became')),
                    ('at', models.DateTimeField(verbose_name='at')),
                    ('on', models.DateField(verbose_name='on')),
                    ('note', models.TextField(blank=True, verbose_name='note')),
                    ('due_on', models.DateField(blank=True, null=True, verbose_name='deadline')),
                    ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='by')),
                    ('matter', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='moves', to='matters.matter')),
                    ('organisation', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.organisation', verbose_name='organisation')),
                    ('supporting', models.ManyToManyField(blank=True, related_name='+', to='accounts.organisation', verbose_name='supporting organisations')),
                ],
                options={
                    'verbose_name': 'move',
                    'verbose_name_plural': 'moves',
                    'ordering': ['pk'],
                    'indexes': [models.Index(fields=['by', 'verb'], name='move_by_verb')],
                },
            ),
            migrations.CreateModel(
                name='Evidence',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('file', models.FileField(upload_to='evidence/%Y/%m')),
                    ('name', models.CharField(max_length=120, verbose_name='file')),
                    ('sha256', models.CharField(max_length=64)),
                    ('move', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='evidence', to='matters.move')),
                ],
                options={
                    'verbose_name': 'proof',
                    'verbose_name_plural': 'proof',
                    'ordering': ['pk'],
                },
            ),
            migrations.CreateModel(
                name='Pause',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('reason_code', models.CharField(max_length=40, verbose_name='reason')),
                    ('note', models.TextField(blank=True, verbose_name='note')),
                    ('began_on', models.DateField(verbose_name='from')),
                    ('ends_on', models.DateField(verbose_name='ends')),
                    ('ended_on', models.DateField(blank=True, null=True, verbose_name='ended')),
                    ('matter', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='pauses', to='matters.matter')),
                ],
                options={
                    'verbose_name': 'pause',
                    'verbose_name_plural': 'pauses',
                    'constraints': [models.UniqueConstraint(condition=models.Q(('ended_on__isnull', True)), fields=('matter',), name='one_pause_now'), models.CheckConstraint(condition=models.Q(('ends_on__gt', models.F('began_on'))), name='pause_ends_later')],
                },
            ),
            migrations.CreateModel(
                name='IssuedPaper',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('kind', models.CharField(choices=[('reminder', 'Reminder'), ('assignment', 'Assignment'), ('supervision', 'Supervision'), ('report', 'Report to leaders'), ('decisions', 'List of decisions')], max_length=12, verbose_name='kind of paper')),
                    ('year', models.PositiveSmallIntegerField(verbose_name='year')),
                    ('number', models.PositiveIntegerField(verbose_name='number')),
                    ('label', models.CharField(max_length=80, verbose_name='document number')),
                    ('title', models.CharField(max_length=300, verbose_name='title of the paper')),
                    ('addressee', models.CharField(blank=True, max_length=300, verbose_name='addressee')),
                    ('signer', models.CharField(max_length=60, verbose_name='signed by')),
                    ('source', models.CharField(choices=[('report', 'Monthly report'), ('visit', 'Site visit'), ('meeting', 'Dispatch meeting'), ('factor', 'Guarantee list'), ('inspection', 'Inspection'), ('other', 'Other')], default='other', max_length=12, verbose_name='source')),
                    ('source_ref', models.CharField(blank=True, max_length=60, verbose_name='where in the source')),
                    ('issued_at', models.DateTimeField(verbose_name='issued at')),
                    ('issued_on', models.DateField(verbose_name='issued')),
                    ('content', models.JSONField()),
                    ('voided_on', models.DateField(blank=True, null=True, verbose_name='void since')),
                    ('void_reason', models.CharField(blank=True, max_length=200, verbose_name='why it is void')),
                    ('issued_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='issued by')),
                    ('matters', models.ManyToManyField(blank=True, related_name='papers', to='matters.matter', verbose_name='matters')),
                    ('voided_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='voided by')),
                ],
                options={
                    'verbose_name': 'paper',
                    'verbose_name_plural': 'papers',
                    'constraints': [models.UniqueConstraint(fields=('kind', 'year', 'number'), name='paper_number_once'), models.CheckConstraint(condition=models.Q(('number__gte', 1)), name='paper_number_from_one'), models.CheckConstraint(condition=models.Q(models.Q(('void_reason', ''), ('voided_by', None), ('voided_on', None)), models.Q(('voided_by__isnull', False), ('voided_on__isnull', False), models.Q(('void_reason', ''), _negated=True)), _connector='OR'), name='paper_void_for_a_reason')],
                },
            ),
        ]),
    ]

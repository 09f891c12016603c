import bihuan.kit.sealing
import datetime
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from bihuan.kit.migrating import CreateModels


class Migration(migrations.Migration):

    replaces = [('work', '0001_channels_and_notices'), ('work', '0002_name_of_a_state'), ('work', '0003_sealed_secrets')]

    initial = True

    dependencies = [
        ('accounts', '0002_leaders_in_charge'),
        ('accounts', '__first__'),
        ('matters', '0001_initial'),
    ]

    operations = [
        CreateModels([
            migrations.CreateModel(
                name='Channel',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('name', models.CharField(max_length=60, verbose_name='name')),
                    ('kind', models.CharField(choices=[('mail', 'E-mail'), ('wecom', 'WeCom robot'), ('dingtalk', 'DingTalk robot'), ('feishu', 'Feishu robot'), ('json', "JSON to a server of one's own")], max_length=10, verbose_name='way')),
                    ('address', bihuan.kit.sealing.SealedField(verbose_name='address')),
                    ('secret', bihuan.kit.sealing.SealedField(blank=True, verbose_name='signing secret')),
                    ('is_active', models.BooleanField(default=True, verbose_name='in use')),
                    ('added_at', models.DateTimeField(verbose_name='added')),
                    ('organisation', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='channels', to='accounts.organisation', verbose_name='organisation')),
                    ('owner', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='channels', to=settings.AUTH_USER_MODEL, verbose_name='recipient')),
                ],
                options={
                    'verbose_name': 'channel',
                    'verbose_name_plural': 'channels',
                    'ordering': ['pk'],
                    'constraints': [models.CheckConstraint(condition=models.Q(('owner__isnull', True), ('organisation__isnull', True), _connector='OR'), name='channel_of_person_or_group'), models.CheckConstraint(condition=models.Q(models.Q(('address', ''), _negated=True), models.Q(('name', ''), _negated=True)), name='channel_leads_somewhere')],
                },
            ),
            migrations.CreateModel(
                name='Notice',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('kind', models.CharField(choices=[('digest', 'Daily digest'), ('escalation', 'Escalation'), ('test', 'Test message')], max_length=12, verbose_name='notice')),
                    ('day', models.DateField(verbose_name='day')),
                    ('subject', models.CharField(blank=True, max_length=200, verbose_name='subject')),
                    ('body_hash', models.CharField(blank=True, max_length=64)),
                    ('state', models.CharField(choices=[('waiting', 'Waiting to be sent'), ('sending', 'Being sent'), ('sent', 'Sent'), ('failed', 'Failed, will be tried again'), ('given_up', 'Given up'), ('dropped', 'No longer needed')], default='waiting', max_length=10, verbose_name='state')),
                    ('attempts', models.PositiveSmallIntegerField(default=0, verbose_name='attempts')),
                    ('made_at', models.DateTimeField(verbose_name='made')),
                    ('next_at', models.DateTimeField(blank=True, null=True, verbose_name='next attempt')),
                    ('claimed_at', models.DateTimeField(blank=True, null=True)),
                    ('sent_at', models.DateTimeField(blank=True, null=True, verbose_name='sent')),
                    ('last_error', models.CharField(blank=True, max_length=300, verbose_name='why it failed')),
                    ('channel', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='notices', to='work.channel', verbose_name='channel')),
                    ('recipient', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='notices', to=settings.AUTH_USER_MODEL, verbose_name='recipient')),
                ],
                options={
                    'verbose_name': 'notice',
                    'verbose_name_plural': 'notices',
                    'indexes': [models.Index(fields=['state', 'next_at'], name='notice_state_next')],
                    'constraints': [models.UniqueConstraint(condition=models.Q(('kind', 'digest')), fields=('channel', 'day'), name='one_digest_a_day'), models.CheckConstraint(condition=models.Q(models.Q(('sent_at__isnull', False), ('state', 'sent')), models.Q(models.Q(('state', 'sent'), _negated=True), ('sent_at__isnull', True)), _connector='OR'), name='notice_sent_at_a_moment'), models.CheckConstraint(condition=models.Q(models.Q(('claimed_at__isnull', False), ('state', 'sending')), models.Q(models.Q(('state', 'sending'), _negated=True), ('claimed_at__isnull', True)), _connector='OR'), name='notice_claimed_while_sending')],
                },
            ),
            migrations.CreateModel(
                name='Mention',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('level', models.PositiveSmallIntegerField(verbose_name='level')),
                    ('on', models.DateField(verbose_name='on')),
                    ('channel', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='mentions', to='work.channel')),
                    ('matter', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='mentions', to='matters.matter', verbose_name='matter')),
                    ('notice', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='mentions', to='work.notice')),
                ],
                options={
                    'verbose_name': 'matter told of',
                    'verbose_name_plural': 'matters told of',
                    'constraints': [models.UniqueConstraint(fields=('channel', 'matter', 'level', 'on'), name='step_told_once')],
                },
            ),
            migrations.CreateModel(
                name='Post',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('digest_from', models.TimeField(default=datetime.time(8, 30), verbose_name='daily digest from')),
                    ('site_address', models.CharField(blank=True, help_text='such as https://bihuan.example.gov.cn; links in notices begin with it', max_length=200, verbose_name='address of this system')),
                    ('mail_host', models.CharField(blank=True, max_length=200, verbose_name='mail server')),
                    ('mail_port', models.PositiveIntegerField(default=465, verbose_name='port')),
                    ('mail_security', models.CharField(choices=[('ssl', 'SSL/TLS'), ('starttls', 'STARTTLS'), ('insecure', 'None')], default='ssl', max_length=10, verbose_name='encryption')),
                    ('mail_user', models.CharField(blank=True, max_length=200, verbose_name='user of the mail server')),
                    ('mail_password', bihuan.kit.sealing.SealedField(blank=True, verbose_name='password of the mail server')),
                    ('mail_from', models.CharField(blank=True, max_length=200, verbose_name="sender's address")),
                ],
                options={
                    'verbose_name': 'settings of notices',
                    'verbose_name_plural': 'settings of notices',
                    'constraints': [models.CheckConstraint(condition=models.Q(('id', 1)), name='one_post')],
                },
            ),
        ]),
    ]

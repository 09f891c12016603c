import django.contrib.auth.models
import django.contrib.auth.validators
import django.core.validators
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

from bihuan.kit.migrating import CreateModels


class Migration(migrations.Migration):

    replaces = [('accounts', '0001_initial'), ('accounts', '0002_leaders_in_charge'), ('accounts', '0003_own_password_first'), ('accounts', '0004_key_scopes'), ('accounts', '0005_platform_identities'), ('accounts', '0006_sessions_end_for_good')]

    initial = True

    dependencies = [
        ('auth', '0012_alter_user_first_name_max_length'),
    ]

    operations = [
        CreateModels([
            migrations.CreateModel(
                name='Organisation',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('name', models.CharField(max_length=120, unique=True, verbose_name='organisation')),
                    ('credit_code', models.CharField(blank=True, help_text='18 characters, GB 32100-2015', max_length=18, verbose_name='unified social credit code')),
                    ('created_at', models.DateTimeField(auto_now_add=True)),
                ],
                options={
                    'verbose_name': 'organisation',
                    'verbose_name_plural': 'organisations',
                    'ordering': ['name'],
                    'constraints': [models.UniqueConstraint(condition=models.Q(('credit_code', ''), _negated=True), fields=('credit_code',), name='organisation_credit_code_once')],
                },
            ),
            migrations.CreateModel(
                name='User',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('password', models.CharField(max_length=128, verbose_name='password')),
                    ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                    ('is_superuser', models.BooleanField(default=False, help_text='Designates that this user has all permissions without explicitly assigning them.', verbose_name='superuser status')),
                    ('username', models.CharField(error_messages={'unique': 'A user with that username already exists.'}, help_text='Required. 150 characters or fewer. Letters, digits and @/./+/-/_ only.', max_length=150, unique=True, validators=[django.contrib.auth.validators.UnicodeUsernameValidator()], verbose_name='username')),
                    ('first_name', models.CharField(blank=True, max_length=150, verbose_name='first name')),
                    ('last_name', models.CharField(blank=True, max_length=150, verbose_name='last name')),
                    ('email', models.EmailField(blank=True, max_length=254, verbose_name='email address')),
                    ('is_staff', models.BooleanField(default=False, help_text='Designates whether the user can log into this admin site.', verbose_name='staff status')),
                    ('is_active', models.BooleanField(default=True, help_text='Designates whether this user should be treated as active. Unselect this instead of deleting accounts.', verbose_name='active')),
                    ('date_joined', models.DateTimeField(default=django.utils.timezone.now, verbose_name='date joined')),
                    ('role', models.CharField(choices=[('office', 'Key-project office'), ('reporter', 'Reporter'), ('department', 'Department'), ('commander', 'Commander'), ('supervisor', 'Supervisor'), ('statistics', 'Statistics bureau'), ('viewer', 'Viewer'), ('console', 'Console')], default='viewer', max_length=20, verbose_name='role')),
                    ('full_name', models.CharField(blank=True, max_length=60, verbose_name='name')),
                    ('phone', models.CharField(blank=True, max_length=20, validators=[django.core.validators.RegexValidator('^[\\d +-]*$')], verbose_name='phone')),
                    ('groups', models.ManyToManyField(blank=True, help_text='The groups this user belongs to. A user will get all permissions granted to each of their groups.', related_name='user_set', related_query_name='user', to='auth.group', verbose_name='groups')),
                    ('user_permissions', models.ManyToManyField(blank=True, help_text='Specific permissions for this user.', related_name='user_set', related_query_name='user', to='auth.permission', verbose_name='user permissions')),
                    ('organisation', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, to='accounts.organisation', verbose_name='organisation')),
                    ('must_change_password', models.BooleanField(default=False, editable=False, verbose_name='must choose a password')),
                    ('sessions_ended', models.PositiveIntegerField(default=0, editable=False)),
                ],
                options={
                    'verbose_name': 'user',
                    'verbose_name_plural': 'users',
                    'abstract': False,
                },
                managers=[
                    ('objects', django.contrib.auth.models.UserManager()),
                ],
            ),
            migrations.CreateModel(
                name='Token',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('name', models.CharField(max_length=60, verbose_name='purpose')),
                    ('digest', models.CharField(max_length=64, unique=True)),
                    ('created_at', models.DateTimeField(verbose_name='created')),
                    ('revoked_at', models.DateTimeField(blank=True, null=True, verbose_name='revoked')),
                    ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='tokens', to=settings.AUTH_USER_MODEL, verbose_name='user')),
                    ('access', models.CharField(choices=[('read', 'read only'), ('write', 'read and write')], default='read', max_length=10, verbose_name='access')),
                    ('areas', models.JSONField(verbose_name='areas')),
                    ('expires_at', models.DateTimeField(verbose_name='expires')),
                    ('used_at', models.DateTimeField(blank=True, null=True, verbose_name='last used')),
                    ('used_from', models.CharField(blank=True, max_length=45, verbose_name='last used from')),
                ],
                options={
                    'verbose_name': 'token',
                    'verbose_name_plural': 'tokens',
                },
            ),
            migrations.CreateModel(
                name='Leader',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('name', models.CharField(max_length=60, verbose_name='leader')),
                    ('title', models.CharField(blank=True, max_length=60, verbose_name='title')),
                    ('user', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='leader', to=settings.AUTH_USER_MODEL, verbose_name='user')),
                    ('is_principal', models.BooleanField(default=False, verbose_name='principal leader')),
                ],
                options={
                    'verbose_name': 'leader',
                    'verbose_name_plural': 'leaders',
                    'constraints': [models.UniqueConstraint(fields=('name', 'title'), name='leader_once')],
                },
            ),
            migrations.CreateModel(
                name='PlatformIdentity',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('issuer', models.CharField(max_length=200, verbose_name='platform')),
                    ('subject', models.CharField(max_length=191, verbose_name='known there as')),
                    ('linked_at', models.DateTimeField(verbose_name='linked')),
                    ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='identities', to=settings.AUTH_USER_MODEL, verbose_name='user')),
                ],
                options={
                    'verbose_name': 'identity on a platform',
                    'verbose_name_plural': 'identities on platforms',
                    'constraints': [models.UniqueConstraint(fields=('issuer', 'subject'), name='identity_once'), models.UniqueConstraint(fields=('issuer', 'user'), name='one_identity_of_a_user')],
                },
            ),
        ]),
        migrations.AddField(
            model_name='organisation',
            name='in_charge',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='organisations', to='accounts.leader', verbose_name='leader in charge'),
        ),
    ]

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from bihuan.kit.migrating import CreateModels


class Migration(migrations.Migration):

    replaces = [('visits', '0001_initial'), ('visits', '0002_what_cameras_note'), ('visits', '0003_share_drawn'), ('visits', '0004_what_was_drawn_from')]

    initial = True

    dependencies = [
        ('accounts', '0002_leaders_in_charge'),
        ('accounts', '__first__'),
        ('matters', '0002_papers'),
        ('progress', '0003_choices'),
        ('projects', '0003_loop'),
    ]

    operations = [
        CreateModels([
            migrations.CreateModel(
                name='Visit',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('device_id', models.UUIDField(verbose_name='number on the device')),
                    ('digest', models.CharField(max_length=64)),
                    ('visited_at', models.DateTimeField(verbose_name='visited')),
                    ('visited_on', models.DateField(verbose_name='day')),
                    ('received_at', models.DateTimeField(verbose_name='received')),
                    ('completed_at', models.DateTimeField(blank=True, null=True, verbose_name='complete since')),
                    ('state', models.CharField(choices=[('receiving', 'Being received'), ('complete', 'Complete'), ('double', 'Two versions: to be settled'), ('set_aside', 'Set aside')], default='receiving', max_length=12, verbose_name='state')),
                    ('place', models.CharField(blank=True, max_length=200, verbose_name='place')),
                    ('longitude', models.DecimalField(blank=True, decimal_places=6, max_digits=9, null=True, verbose_name='longitude')),
                    ('latitude', models.DecimalField(blank=True, decimal_places=6, max_digits=8, null=True, verbose_name='latitude')),
                    ('accuracy_m', models.PositiveIntegerField(blank=True, null=True, verbose_name='accuracy, metres')),
                    ('distance_m', models.PositiveIntegerField(blank=True, null=True, verbose_name='metres from the site')),
                    ('off_site', models.BooleanField(default=False, verbose_name='away from the site')),
                    ('notes', models.TextField(blank=True, verbose_name='what was seen')),
                    ('colour', models.CharField(blank=True, choices=[('green', 'Green'), ('yellow', 'Yellow'), ('red', 'Red'), ('grey', 'Grey')], max_length=10, verbose_name="inspector's light")),
                    ('settled_note', models.TextField(blank=True, verbose_name='how it was settled')),
                    ('double_of', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='doubles', to='visits.visit', verbose_name='another version of')),
                    ('project', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='visits', to='projects.project')),
                    ('settled_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='settled by')),
                    ('visited_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='visits', to=settings.AUTH_USER_MODEL, verbose_name='visited by')),
                ],
                options={
                    'verbose_name': 'site visit',
                    'verbose_name_plural': 'site visits',
                    'ordering': ['-visited_at'],
                    'indexes': [models.Index(fields=['project', '-visited_on'], name='visit_project_day')],
                    'constraints': [models.UniqueConstraint(fields=('device_id', 'digest'), name='visit_sent_once'), models.UniqueConstraint(condition=models.Q(('double_of__isnull', True)), fields=('device_id',), name='visit_first_version_once'), models.CheckConstraint(condition=models.Q(models.Q(('completed_at__isnull', False), ('state', 'complete')), models.Q(('state', 'complete'), _negated=True), _connector='OR'), name='visit_complete_since')],
                },
            ),
            migrations.CreateModel(
                name='Finding',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('order', models.PositiveSmallIntegerField()),
                    ('title', models.CharField(max_length=200, verbose_name='finding')),
                    ('type_code', models.CharField(max_length=40, verbose_name='type')),
                    ('severity', models.CharField(max_length=40, verbose_name='severity')),
                    ('note', models.TextField(blank=True, verbose_name='why it became no matter of its own')),
                    ('matter', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='matters.matter', verbose_name='matter')),
                    ('visit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='findings', to='visits.visit')),
                ],
                options={
                    'verbose_name': 'finding',
                    'verbose_name_plural': 'findings',
                    'ordering': ['order'],
                    'constraints': [models.UniqueConstraint(fields=('visit', 'order'), name='finding_once')],
                },
            ),
            migrations.CreateModel(
                name='VisitPhoto',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('order', models.PositiveSmallIntegerField()),
                    ('sha256', models.CharField(db_index=True, max_length=64)),
                    ('bytes', models.PositiveIntegerField(verbose_name='bytes')),
                    ('name', models.CharField(blank=True, max_length=120, verbose_name='file')),
                    ('file', models.FileField(blank=True, upload_to='visits/%Y/%m')),
                    ('received_at', models.DateTimeField(blank=True, null=True, verbose_name='received')),
                    ('look', models.CharField(blank=True, max_length=16, verbose_name='perceptual hash')),
                    ('same_as', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='used_again', to='visits.visitphoto', verbose_name='used before')),
                    ('same_as_report', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='progress.photo', verbose_name='used in a report')),
                    ('visit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='photos', to='visits.visit')),
                    ('distance_m', models.PositiveIntegerField(blank=True, null=True, verbose_name='metres from the site')),
                    ('latitude', models.DecimalField(blank=True, decimal_places=6, max_digits=8, null=True, verbose_name='latitude')),
                    ('longitude', models.DecimalField(blank=True, decimal_places=6, max_digits=9, null=True, verbose_name='longitude')),
                    ('original', models.CharField(blank=True, db_index=True, max_length=64, verbose_name='checksum of the original')),
                    ('taken_at', models.DateTimeField(blank=True, null=True, verbose_name='taken')),
                ],
                options={
                    'verbose_name': 'photo of a visit',
                    'verbose_name_plural': 'photos of visits',
                    'ordering': ['order'],
                    'constraints': [models.UniqueConstraint(fields=('visit', 'sha256'), name='visit_photo_once')],
                },
            ),
            migrations.CreateModel(
                name='VisitPlan',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('month', models.DateField(unique=True, verbose_name='month')),
                    ('seed', models.PositiveIntegerField(verbose_name='seed of the draw')),
                    ('rules_version', models.PositiveSmallIntegerField(verbose_name='version of the rules')),
                    ('made_at', models.DateTimeField(verbose_name='made')),
                    ('confirmed_at', models.DateTimeField(blank=True, null=True, verbose_name='confirmed')),
                    ('confirmed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='confirmed by')),
                    ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='by')),
                    ('random_percent', models.PositiveSmallIntegerField(null=True, verbose_name='share drawn, percent')),
                    ('pool', models.JSONField(default=list, verbose_name='projects drawn from')),
                ],
                options={
                    'verbose_name': 'plan of visits',
                    'verbose_name_plural': 'plans of visits',
                    'ordering': ['-month'],
                },
            ),
            migrations.CreateModel(
                name='PlannedVisit',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('reasons', models.JSONField(default=list, verbose_name='reasons')),
                    ('points', models.PositiveIntegerField(default=0, verbose_name='points of risk')),
                    ('is_random', models.BooleanField(default=False, verbose_name='drawn at random')),
                    ('dropped_reason', models.TextField(blank=True, verbose_name='why it was dropped')),
                    ('leader', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='planned_visits', to='accounts.leader', verbose_name='commander')),
                    ('project', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='planned_visits', to='projects.project')),
                    ('done', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='planned', to='visits.visit', verbose_name='visit')),
                    ('plan', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='visits', to='visits.visitplan')),
                    ('put_reason', models.TextField(blank=True, verbose_name='why it was put in')),
                ],
                options={
                    'verbose_name': 'planned visit',
                    'verbose_name_plural': 'planned visits',
                    'constraints': [models.UniqueConstraint(fields=('plan', 'project'), name='planned_once_a_month')],
                },
            ),
            migrations.CreateModel(
                name='ReportLook',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('look', models.CharField(blank=True, max_length=16, verbose_name='perceptual hash')),
                    ('photo', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='progress.photo')),
                ],
                options={
                    'verbose_name': "look of a report's photo",
                    'verbose_name_plural': "looks of reports' photos",
                },
            ),
        ]),
    ]

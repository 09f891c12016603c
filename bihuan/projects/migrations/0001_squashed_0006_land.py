import datetime
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from bihuan.kit.migrating import CreateModels


class Migration(migrations.Migration):

    replaces = [('projects', '0001_initial'), ('projects', '0002_district'), ('projects', '0003_loop'), ('projects', '0004_district_edition'), ('projects', '0005_rules_from_a_day'), ('projects', '0006_land')]

    initial = True

    dependencies = [
        ('accounts', '0001_initial'),
        ('accounts', '__first__'),
    ]

    operations = [
        CreateModels([
            migrations.CreateModel(
                name='Chain',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('name', models.CharField(max_length=60, unique=True, verbose_name='industry chain')),
                ],
                options={
                    'verbose_name': 'industry chain',
                    'verbose_name_plural': 'industry chains',
                    'ordering': ['name'],
                },
            ),
            migrations.CreateModel(
                name='Theme',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('name', models.CharField(max_length=60, unique=True, verbose_name='theme')),
                ],
                options={
                    'verbose_name': 'theme',
                    'verbose_name_plural': 'themes',
                    'ordering': ['name'],
                },
            ),
            migrations.CreateModel(
                name='Project',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('name', models.CharField(max_length=200, verbose_name='project')),
                    ('name_key', models.CharField(db_index=True, editable=False, max_length=200)),
                    ('pinyin', models.CharField(blank=True, editable=False, max_length=200)),
                    ('national_code', models.CharField(blank=True, max_length=24, verbose_name='national project code')),
                    ('state', models.CharField(choices=[('reserve', 'In reserve'), ('preparation', 'In preparation'), ('construction', 'Under construction'), ('completed', 'Completed'), ('in_use', 'In use'), ('paused', 'Paused'), ('cancelled', 'Cancelled'), ('merged', 'Merged')], default='preparation', max_length=20, verbose_name='state')),
                    ('sector', models.CharField(blank=True, choices=[('industry', 'Industry'), ('infrastructure', 'Infrastructure'), ('livelihood', 'Livelihood'), ('ecology', 'Ecology')], max_length=20, verbose_name='sector')),
                    ('industry_code', models.CharField(blank=True, max_length=5, verbose_name='industry (GB/T 4754)')),
                    ('nature', models.CharField(blank=True, choices=[('new', 'New construction'), ('expansion', 'Expansion'), ('renovation', 'Renovation'), ('relocation', 'Relocation'), ('restoration', 'Restoration'), ('purchase', 'Purchase only')], max_length=20, verbose_name='nature of construction')),
                    ('content', models.TextField(blank=True, verbose_name='scale and content')),
                    ('contact', models.CharField(blank=True, max_length=60, verbose_name='contact')),
                    ('contact_phone', models.CharField(blank=True, max_length=30, verbose_name="contact's phone")),
                    ('region_code', models.CharField(blank=True, max_length=6, verbose_name='region (GB/T 2260)')),
                    ('place', models.CharField(blank=True, max_length=200, verbose_name='place')),
                    ('longitude', models.DecimalField(blank=True, decimal_places=6, max_digits=9, null=True, verbose_name='longitude')),
                    ('latitude', models.DecimalField(blank=True, decimal_places=6, max_digits=8, null=True, verbose_name='latitude')),
                    ('total_investment_yuan', models.BigIntegerField(blank=True, null=True, verbose_name='total investment')),
                    ('planned_start_on', models.DateField(blank=True, null=True, verbose_name='planned start')),
                    ('planned_finish_on', models.DateField(blank=True, null=True, verbose_name='planned finish')),
                    ('started_on', models.DateField(blank=True, null=True, verbose_name='started (office)')),
                    ('permit_on', models.DateField(blank=True, null=True, verbose_name='construction permit')),
                    ('finished_on', models.DateField(blank=True, null=True, verbose_name='finished')),
                    ('in_use_on', models.DateField(blank=True, null=True, verbose_name='in use since')),
                    ('remark', models.TextField(blank=True, verbose_name='remark')),
                    ('edition', models.PositiveIntegerField(default=1, editable=False)),
                    ('chain', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='projects', to='projects.chain', verbose_name='industry chain')),
                    ('commander', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='projects', to='accounts.leader', verbose_name='commander')),
                    ('merged_into', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='absorbed', to='projects.project', verbose_name='merged into')),
                    ('owner', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='owned_projects', to='accounts.organisation', verbose_name='project owner')),
                    ('responsible', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='answered_projects', to='accounts.organisation', verbose_name='responsible organisation')),
                    ('themes', models.ManyToManyField(blank=True, related_name='projects', to='projects.theme', verbose_name='themes')),
                    ('land_mu', models.DecimalField(blank=True, decimal_places=2, max_digits=10, null=True, verbose_name='land')),
                ],
                options={
                    'verbose_name': 'project',
                    'verbose_name_plural': 'projects',
                    'constraints': [models.UniqueConstraint(condition=models.Q(('national_code', ''), _negated=True), fields=('national_code',), name='project_national_code_once'), models.CheckConstraint(condition=models.Q(('total_investment_yuan__gte', 0), ('total_investment_yuan__isnull', True), _connector='OR'), name='project_investment_not_negative'), models.CheckConstraint(condition=models.Q(models.Q(('merged_into__isnull', False), ('state', 'merged')), models.Q(models.Q(('state', 'merged'), _negated=True), ('merged_into__isnull', True)), _connector='OR'), name='project_merged_into_another')],
                },
            ),
            migrations.CreateModel(
                name='StateChange',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('was', models.CharField(choices=[('reserve', 'In reserve'), ('preparation', 'In preparation'), ('construction', 'Under construction'), ('completed', 'Completed'), ('in_use', 'In use'), ('paused', 'Paused'), ('cancelled', 'Cancelled'), ('merged', 'Merged')], max_length=20, verbose_name='was')),
                    ('became', models.CharField(choices=[('reserve', 'In reserve'), ('preparation', 'In preparation'), ('construction', 'Under construction'), ('completed', 'Completed'), ('in_use', 'In use'), ('paused', 'Paused'), ('cancelled', 'Cancelled'), ('merged', 'Merged')], max_length=20, verbose_name='became')),
                    ('on', models.DateField(verbose_name='on')),
                    ('reason', models.TextField(blank=True, verbose_name='reason')),
                    ('by', models.CharField(max_length=150, verbose_name='by')),
                    ('project', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='state_changes', to='projects.project')),
                ],
                options={
                    'verbose_name': 'change of state',
                    'verbose_name_plural': 'changes of state',
                    'ordering': ['on', 'pk'],
                },
            ),
            migrations.CreateModel(
                name='FormerName',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('name', models.CharField(max_length=200, verbose_name='former name')),
                    ('name_key', models.CharField(db_index=True, editable=False, max_length=200)),
                    ('project', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='former_names', to='projects.project')),
                ],
                options={
                    'verbose_name': 'former name',
                    'verbose_name_plural': 'former names',
                    'constraints': [models.UniqueConstraint(fields=('project', 'name_key'), name='former_name_once')],
                },
            ),
            migrations.CreateModel(
                name='District',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('name', models.CharField(blank=True, max_length=60, verbose_name='district')),
                    ('region_code', models.CharField(blank=True, max_length=6, verbose_name='region (GB/T 2260)')),
                    ('year', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='year in focus')),
                    ('rounding', models.CharField(choices=[('half_up', 'Rounded half up'), ('truncate', 'Cut off')], default='half_up', max_length=10, verbose_name='rounding of rates')),
                    ('invented', models.BooleanField(default=False, verbose_name='holds invented figures')),
                    ('edition', models.PositiveIntegerField(default=1, editable=False)),
                ],
                options={
                    'verbose_name': 'district',
                    'verbose_name_plural': 'districts',
                    'constraints': [models.CheckConstraint(condition=models.Q(('id', 1)), name='one_district')],
                },
            ),
            migrations.CreateModel(
                name='PresetChoice',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('rules', models.CharField(choices=[('rounds', 'rules of the monthly round'), ('curve', 'expected progress'), ('lights', 'rules of the lights'), ('headline', 'rules of the headline'), ('loop', 'rules of the loop'), ('needs', 'rules of needs'), ('mechanisms', 'mechanisms')], max_length=12, verbose_name='rules')),
                    ('preset', models.CharField(max_length=40, verbose_name='preset')),
                    ('since', models.DateField(default=datetime.date(1, 1, 1), verbose_name='holds from')),
                    ('at', models.DateTimeField(verbose_name='chosen at')),
                    ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'verbose_name': 'choice of rules',
                    'verbose_name_plural': 'choices of rules',
                    'ordering': ['pk'],
                    'constraints': [models.CheckConstraint(condition=models.Q(('preset', ''), _negated=True), name='preset_choice_is_named')],
                },
            ),
        ]),
    ]

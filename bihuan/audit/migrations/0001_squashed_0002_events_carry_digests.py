from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('audit', '0001_initial'), ('audit', '0002_events_carry_digests')]

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Event',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(db_index=True, verbose_name='at')),
                ('by', models.CharField(max_length=150, verbose_name='by')),
                ('verb', models.CharField(max_length=60, verbose_name='what')),
                ('thing', models.CharField(max_length=60, verbose_name='thing')),
                ('thing_id', models.CharField(max_length=40)),
                ('note', models.JSONField(default=dict, verbose_name='details')),
                ('previous_hash', models.CharField(max_length=64)),
                ('hash', models.CharField(max_length=64)),
                ('facts', models.TextField(default='', editable=False, verbose_name='digests of facts')),
            ],
            options={
                'verbose_name': 'event',
                'verbose_name_plural': 'events',
                'indexes': [models.Index(fields=['thing', 'thing_id'], name='event_thing')],
            },
        ),
    ]

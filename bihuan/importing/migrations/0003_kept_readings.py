from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('intake', '0002_discarded_state'),
    ]

    operations = [
        migrations.AddField(
            model_name='sourcefile',
            name='reading',
            field=models.BinaryField(default=bytes),
        ),
    ]

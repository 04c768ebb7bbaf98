"""What the same form has sent twice is there once."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("playbook", "0002_plays"),
    ]

    operations = [
        migrations.AddField(
            model_name="play",
            name="submit_id",
            field=models.UUIDField(blank=True, null=True, unique=True),
        ),
    ]

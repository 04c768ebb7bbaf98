"""A conversation may be a team's; whether whoever answers looks after it is each desk's to say."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("conversations", "0006_bulk"),
        ("people", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="desk",
            name="assigns_on_reply",
            field=models.BooleanField(default=True, verbose_name="whoever answers looks after it"),
        ),
        migrations.AddField(
            model_name="conversation",
            name="team",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="people.team",
            ),
        ),
        migrations.AddIndex(
            model_name="conversation",
            index=models.Index(
                condition=models.Q(("assignee", None), ("status", "OPEN"), ("team__isnull", False)),
                fields=["team", "desk", "-last_at", "-id"],
                name="conv_of_team",
            ),
        ),
    ]

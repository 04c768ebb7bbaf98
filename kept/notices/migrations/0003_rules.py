"""What a rule tells a member of a conversation."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("notices", "0002_conversations"),
    ]

    operations = [
        migrations.AddField(
            model_name="notice",
            name="words",
            field=models.CharField(blank=True, default="", max_length=80),
        ),
        migrations.AlterField(
            model_name="notice",
            name="kind",
            field=models.CharField(
                choices=[
                    ("SOON", "A promise is due soon"),
                    ("BROKEN", "A promise broke"),
                    ("DISPUTED", "They say that it has not happened"),
                    ("CHASED", "They ask for it"),
                    ("CHOSEN", "They chose another time"),
                    ("AGREED", "They chose a time for a call"),
                    ("CONFIRMED", "They say that it happened"),
                    ("AWAY", "A promise falls into your absence"),
                    ("SAID_BACK", "They said an agreement back"),
                    ("OTHERWISE", "They want an agreement otherwise"),
                    ("HOLDS", "An agreement holds"),
                    ("GIVEN", "Somebody gave you a conversation"),
                    ("TAKEN", "Somebody took over a conversation of yours"),
                    ("HANDED", "A handoff waits for your answer"),
                    ("ASKED", "A handoff was asked back"),
                    ("ACCEPTED", "A handoff was accepted"),
                    ("REMINDED", "A handoff is still unanswered"),
                    ("RULE", "A rule tells you of a conversation"),
                    ("RULE_OFF", "A rule of yours has stopped"),
                ],
                max_length=9,
            ),
        ),
    ]

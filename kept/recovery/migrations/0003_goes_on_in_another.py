"""What goes on in another recovery is closed, and says so."""

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("charter", "0003_alternatives_of_lines"),
        ("conversations", "0011_more_bulk_acts"),
        ("promises", "0002_tallies"),
        ("recovery", "0002_closed_and_waiting"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="recovery",
            name="recovery_withdrawn_has_reason",
        ),
        migrations.AlterField(
            model_name="recovery",
            name="outcome",
            field=models.CharField(
                choices=[
                    ("OPEN", "open"),
                    ("RIGHTED", "put right"),
                    ("HEARD", "heard"),
                    ("WITHDRAWN", "opened by mistake"),
                    ("JOINED", "goes on in another one"),
                ],
                default="OPEN",
                max_length=9,
            ),
        ),
        migrations.AddConstraint(
            model_name="recovery",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("outcome__in", ["WITHDRAWN", "JOINED"]), _negated=True),
                    models.Q(("outcome_words", ""), _negated=True),
                    _connector="OR",
                ),
                name="recovery_withdrawn_has_reason",
            ),
        ),
    ]

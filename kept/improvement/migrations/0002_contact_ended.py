"""A customer whose contact has ended is told of no change by letter, and the row says why."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("improvement", "0001_tables")]

    operations = [
        migrations.AlterField(
            model_name="tellback",
            name="why",
            field=models.CharField(
                blank=True,
                choices=[
                    ("OPTED_OUT", "wants no such letters"),
                    ("ENDED", "contact with them has ended"),
                    ("NO_ADDRESS", "has no mail address that works"),
                    ("BY_HAND", "by somebody's choice"),
                    ("OUT_OF_SIGHT", "out of sight of whoever reviewed it"),
                    ("REVERTED", "the change was taken back"),
                    ("RESTORED", "may have left before a backup was brought back"),
                ],
                default="",
                max_length=12,
            ),
        ),
    ]

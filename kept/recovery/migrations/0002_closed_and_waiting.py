"""Find what was closed lately, and what waits for a judge or a reviewer, along an index."""

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("charter", "0003_alternatives_of_lines"),
        ("conversations", "0011_more_bulk_acts"),
        ("promises", "0003_confirmed_and_among_us"),
        ("recovery", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddIndex(
            model_name="appeal",
            index=models.Index(
                condition=models.Q(("state", "WAITING")), fields=["judge"], name="appeal_waiting"
            ),
        ),
        migrations.AddIndex(
            model_name="boundary",
            index=models.Index(
                condition=models.Q(("ended_at__isnull", False), ("reviewed_at", None)),
                fields=["reviewer"],
                name="boundary_to_review",
            ),
        ),
        migrations.AddIndex(
            model_name="recovery",
            index=models.Index(
                condition=models.Q(("closed_at__isnull", False)),
                fields=["-closed_at", "-id"],
                name="recovery_closed",
            ),
        ),
    ]

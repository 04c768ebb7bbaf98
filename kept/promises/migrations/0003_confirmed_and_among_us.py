"""Find what was confirmed lately, and leave what is among us out of the index of customers."""

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("conversations", "0011_more_bulk_acts"),
        ("customers", "0001_initial"),
        ("people", "0001_initial"),
        ("promises", "0002_tallies"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name="promise",
            name="promise_of_customer",
        ),
        migrations.AddIndex(
            model_name="promise",
            index=models.Index(
                condition=models.Q(("customer__isnull", False)),
                fields=["customer", "-made_at", "-id"],
                name="promise_of_customer",
            ),
        ),
        migrations.AddIndex(
            model_name="promise",
            index=models.Index(
                condition=models.Q(("confirmation", "CONFIRMED")),
                fields=["settled_at"],
                name="promise_confirmed_by_end",
            ),
        ),
    ]

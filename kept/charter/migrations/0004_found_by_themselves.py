"""Find what waits for a review, an answer or a look along an index of its own."""

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("charter", "0003_alternatives_of_lines"),
        ("conversations", "0011_more_bulk_acts"),
        ("promises", "0003_confirmed_and_among_us"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name="authorityrequest",
            name="authority_request_open",
        ),
        migrations.AddField(
            model_name="gesture",
            name="is_reviewed",
            field=models.BooleanField(default=False),
        ),
        migrations.AddIndex(
            model_name="authorityrequest",
            index=models.Index(
                condition=models.Q(("state", "ASKED")),
                fields=["manager", "asked_at"],
                name="authority_request_waiting",
            ),
        ),
        migrations.AddIndex(
            model_name="authorityrequest",
            index=models.Index(fields=["-asked_at"], name="authority_request_newest"),
        ),
        migrations.AddIndex(
            model_name="authorityrequest",
            index=models.Index(
                condition=models.Q(("answered_at__isnull", False)),
                fields=["-answered_at", "-id"],
                name="authority_request_answered",
            ),
        ),
        migrations.AddIndex(
            model_name="gesture",
            index=models.Index(
                condition=models.Q(("is_reviewed", False)), fields=["id"], name="gesture_to_review"
            ),
        ),
        migrations.AddIndex(
            model_name="gesture",
            index=models.Index(fields=["member", "-id"], name="gesture_of_member"),
        ),
        migrations.AddIndex(
            model_name="policyquestion",
            index=models.Index(
                condition=models.Q(("answered_at", None)),
                fields=["owner"],
                name="policy_question_waiting",
            ),
        ),
    ]

"""What a rule wrote has no member: a letter that is automatic, a note that says so."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("conversations", "0007_team"),
    ]

    operations = [
        migrations.RemoveConstraint(model_name="message", name="message_out_has_member"),
        migrations.AddConstraint(
            model_name="message",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("way", "IN"),
                    ("member__isnull", False),
                    models.Q(("automatic", ""), _negated=True),
                    _connector="OR",
                ),
                name="message_out_has_writer",
            ),
        ),
        migrations.RemoveConstraint(model_name="note", name="note_has_somebody"),
        migrations.AddConstraint(
            model_name="note",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("member__isnull", False),
                    models.Q(("from_address", ""), _negated=True),
                    ("why", "RULE"),
                    _connector="OR",
                ),
                name="note_has_somebody",
            ),
        ),
    ]

"""A team, and a macro's changes, for many conversations at once."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("conversations", "0010_relations"),
    ]

    operations = [
        migrations.AlterField(
            model_name="bulk",
            name="act",
            field=models.CharField(
                choices=[
                    ("ASSIGN", "Assign"),
                    ("TEAM", "Assign to a team"),
                    ("STATUS", "Status"),
                    ("PRIORITY", "Priority"),
                    ("TAG", "Tag"),
                    ("UNTAG", "Take a tag off"),
                    ("READ", "Mark as read"),
                    ("MACRO", "Use a macro"),
                ],
                max_length=8,
            ),
        ),
    ]

"""What came meanwhile is told once focus has ended; the private note is sealed."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from kept.kit.sealing import seal, unseal


def _each_note(apps, change):
    notes = apps.get_model("focus", "BestNote")
    for pk, text in notes.objects.values_list("pk", "sealed"):
        notes.objects.filter(pk=pk).update(sealed=change(text))


def seal_notes(apps, schema_editor):
    _each_note(apps, seal)


def unseal_notes(apps, schema_editor):
    _each_note(apps, unseal)


class Migration(migrations.Migration):
    dependencies = [
        ("focus", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="focus",
            name="ended_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.CreateModel(
            name="FocusChoice",
            fields=[
                (
                    "member",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="focus_choice",
                        serialize=False,
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("minutes", models.PositiveSmallIntegerField(default=50)),
                ("takes", models.BooleanField(default=False)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("minutes__in", [0, 25, 50, 90])),
                        name="focus_choice_of_lengths",
                    )
                ],
            },
        ),
        migrations.RemoveConstraint(model_name="bestnote", name="best_note_has_text"),
        migrations.RenameField(model_name="bestnote", old_name="text", new_name="sealed"),
        migrations.RunPython(seal_notes, unseal_notes),
        migrations.RemoveField(model_name="bestnote", name="changed_at"),
        migrations.AddConstraint(
            model_name="bestnote",
            constraint=models.CheckConstraint(
                condition=models.Q(("sealed", ""), _negated=True), name="best_note_has_text"
            ),
        ),
    ]

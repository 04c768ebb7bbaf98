import django.db.models.deletion
import django.db.models.expressions
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("conversations", "0001_initial"),
        ("people", "__first__"),
        ("promises", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="CountedReply",
            fields=[
                (
                    "message",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to="conversations.message",
                    ),
                ),
                ("month", models.DateField()),
                ("is_vague", models.BooleanField()),
                (
                    "desk",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="conversations.desk",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="CountedPromise",
            fields=[
                (
                    "promise",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to="promises.promise",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("PROMISE", "promise"),
                            ("CALLBACK", "callback"),
                            ("FOLLOW_UP", "follow-up"),
                            ("RECONSIDER", "reconsideration"),
                            ("COLLEAGUE", "among us"),
                            ("REMINDER", "reminder"),
                            ("SELF_CARE", "for myself"),
                            ("FIRST_ANSWER", "first answer"),
                            ("NEXT_ANSWER", "next answer"),
                            ("RESOLUTION", "resolution"),
                        ],
                        max_length=12,
                    ),
                ),
                ("month", models.DateField()),
                ("ending", models.CharField(max_length=8)),
                (
                    "confirmation",
                    models.CharField(
                        choices=[
                            ("NONE", "not asked for"),
                            ("WAITING", "waiting"),
                            ("CONFIRMED", "confirmed"),
                            ("PRESUMED", "presumed"),
                        ],
                        max_length=9,
                    ),
                ),
                ("is_by_first", models.BooleanField()),
                ("is_slipping", models.BooleanField()),
                (
                    "desk",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="conversations.desk",
                    ),
                ),
                (
                    "keeper",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("keeper__isnull", False)),
                        fields=[
                            "keeper",
                            "month",
                            "kind",
                            "ending",
                            "confirmation",
                            "is_by_first",
                            "is_slipping",
                        ],
                        name="counted_of_keeper",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="PromiseTally",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("PROMISE", "promise"),
                            ("CALLBACK", "callback"),
                            ("FOLLOW_UP", "follow-up"),
                            ("RECONSIDER", "reconsideration"),
                            ("COLLEAGUE", "among us"),
                            ("REMINDER", "reminder"),
                            ("SELF_CARE", "for myself"),
                            ("FIRST_ANSWER", "first answer"),
                            ("NEXT_ANSWER", "next answer"),
                            ("RESOLUTION", "resolution"),
                        ],
                        max_length=12,
                    ),
                ),
                ("month", models.DateField()),
                ("in_time", models.PositiveIntegerField(default=0)),
                ("moved", models.PositiveIntegerField(default=0)),
                ("late", models.PositiveIntegerField(default=0)),
                ("told", models.PositiveIntegerField(default=0)),
                ("silent", models.PositiveIntegerField(default=0)),
                ("released", models.PositiveIntegerField(default=0)),
                ("open", models.PositiveIntegerField(default=0)),
                ("confirmed", models.PositiveIntegerField(default=0)),
                ("presumed", models.PositiveIntegerField(default=0)),
                ("waiting", models.PositiveIntegerField(default=0)),
                ("unasked", models.PositiveIntegerField(default=0)),
                ("by_first", models.PositiveIntegerField(default=0)),
                ("slipping", models.PositiveIntegerField(default=0)),
                (
                    "desk",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="conversations.desk",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("desk", "month", "kind"), name="tally_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "in_time",
                                django.db.models.expressions.CombinedExpression(
                                    django.db.models.expressions.CombinedExpression(
                                        django.db.models.expressions.CombinedExpression(
                                            models.F("confirmed"), "+", models.F("presumed")
                                        ),
                                        "+",
                                        models.F("waiting"),
                                    ),
                                    "+",
                                    models.F("unasked"),
                                ),
                            )
                        ),
                        name="tally_in_time_is_its_parts",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="VagueCount",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("month", models.DateField()),
                ("replies", models.PositiveIntegerField(default=0)),
                ("vague", models.PositiveIntegerField(default=0)),
                (
                    "desk",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="conversations.desk",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("desk", "month"), name="vague_count_once"),
                    models.CheckConstraint(
                        condition=models.Q(("vague__lte", models.F("replies"))),
                        name="vague_count_is_a_part",
                    ),
                ],
            },
        ),
    ]

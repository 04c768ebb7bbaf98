"""How much automatic mail left for an address, and what was held back."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("mail", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="AutomaticMail",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("address", models.CharField(max_length=320, unique=True)),
                ("began_at", models.DateTimeField()),
                ("taken", models.PositiveIntegerField(default=0)),
                ("label", models.CharField(max_length=60)),
            ],
            options={
                "verbose_name_plural": "automatic mail",
            },
        ),
        migrations.CreateModel(
            name="HeldMail",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("label", models.CharField(max_length=60)),
                ("recipient", models.CharField(max_length=320)),
                (
                    "why",
                    models.CharField(
                        choices=[
                            ("MACHINE", "A machine wrote what it would answer."),
                            (
                                "OURS",
                                "An address of one of our own desks gets one automatic mail a day.",
                            ),
                            (
                                "NOBODY",
                                "An address with which nobody has signed in for six weeks gets one automatic mail a day.",
                            ),
                            ("MANY", "No address gets more than 60 automatic mails a day."),
                        ],
                        max_length=7,
                    ),
                ),
                ("at", models.DateTimeField()),
            ],
            options={
                "verbose_name_plural": "held mail",
                "indexes": [models.Index(fields=["-at"], name="held_mail_newest")],
                "constraints": [
                    models.UniqueConstraint(fields=("label", "recipient"), name="held_mail_once")
                ],
            },
        ),
    ]

"""A grant may let one stop the line; what the same form has sent twice is there once."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("charter", "0005_reviewed_so_far"),
    ]

    operations = [
        migrations.AddField(
            model_name="grant",
            name="submit_id",
            field=models.UUIDField(blank=True, null=True, unique=True),
        ),
        migrations.AddField(
            model_name="policy",
            name="submit_id",
            field=models.UUIDField(blank=True, null=True, unique=True),
        ),
        migrations.AlterField(
            model_name="alternative",
            name="kind",
            field=models.CharField(
                blank=True,
                choices=[
                    ("CREDIT", "store credit"),
                    ("REFUND", "refund"),
                    ("REPLACEMENT", "replacement"),
                    ("UPGRADE", "upgrade"),
                    ("WAIVER", "waived rule"),
                    ("GIFT", "apology gift"),
                    ("STOP", "stopping the line"),
                ],
                default="",
                max_length=11,
            ),
        ),
        migrations.AlterField(
            model_name="authorityrequest",
            name="kind",
            field=models.CharField(
                choices=[
                    ("CREDIT", "store credit"),
                    ("REFUND", "refund"),
                    ("REPLACEMENT", "replacement"),
                    ("UPGRADE", "upgrade"),
                    ("WAIVER", "waived rule"),
                    ("GIFT", "apology gift"),
                    ("STOP", "stopping the line"),
                ],
                max_length=11,
            ),
        ),
        migrations.AlterField(
            model_name="gesture",
            name="kind",
            field=models.CharField(
                choices=[
                    ("CREDIT", "store credit"),
                    ("REFUND", "refund"),
                    ("REPLACEMENT", "replacement"),
                    ("UPGRADE", "upgrade"),
                    ("WAIVER", "waived rule"),
                    ("GIFT", "apology gift"),
                    ("STOP", "stopping the line"),
                ],
                max_length=11,
            ),
        ),
        migrations.AlterField(
            model_name="grant",
            name="kind",
            field=models.CharField(
                choices=[
                    ("CREDIT", "store credit"),
                    ("REFUND", "refund"),
                    ("REPLACEMENT", "replacement"),
                    ("UPGRADE", "upgrade"),
                    ("WAIVER", "waived rule"),
                    ("GIFT", "apology gift"),
                    ("STOP", "stopping the line"),
                ],
                max_length=11,
            ),
        ),
    ]

"""What is put right, and where contact ends, is a customer's, wherever its conversation goes."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import OuterRef, Subquery

WHOSE = ("Recovery", "Boundary")


def forwards(apps, schema_editor):
    there = apps.get_model("conversations", "Conversation").objects
    whose = there.filter(pk=OuterRef("conversation")).values("customer")[:1]
    for name in WHOSE:
        apps.get_model("recovery", name).objects.update(customer=Subquery(whose))


def _customer(**more):
    return models.ForeignKey(
        on_delete=django.db.models.deletion.PROTECT,
        related_name="+",
        to="customers.customer",
        **more,
    )


class Migration(migrations.Migration):
    # PostgreSQL alters no table in a transaction that has just written to it.
    atomic = False

    dependencies = [("customers", "0001_initial"), ("recovery", "0003_goes_on_in_another")]

    operations = [
        *(migrations.AddField(name, "customer", _customer(null=True)) for name in WHOSE),
        migrations.RunPython(forwards, migrations.RunPython.noop),
        *(migrations.AlterField(name, "customer", _customer()) for name in WHOSE),
    ]

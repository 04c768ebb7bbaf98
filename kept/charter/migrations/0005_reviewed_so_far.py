"""Say of what was given so far whether somebody has looked at it."""

from django.db import migrations
from django.db.models import Exists, OuterRef


def forwards(apps, schema_editor):
    gestures = apps.get_model("charter", "Gesture").objects
    reviews = apps.get_model("charter", "GestureReview").objects
    gestures.filter(Exists(reviews.filter(gesture=OuterRef("pk")))).update(is_reviewed=True)


class Migration(migrations.Migration):
    dependencies = [("charter", "0004_found_by_themselves")]

    operations = [migrations.RunPython(forwards, migrations.RunPython.noop)]

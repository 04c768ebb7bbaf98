"""Lay in the plays that come with Kept, as rows that a house may change."""

import json
from pathlib import Path

from django.db import migrations
from django.utils import timezone

PLAYS = Path(__file__).with_name("first_plays.json")


def forwards(apps, schema_editor):
    Play = apps.get_model("playbook", "Play")
    Phrasing = apps.get_model("playbook", "Phrasing")
    now = timezone.now()
    for told in json.loads(PLAYS.read_text(encoding="utf-8")):
        texts = told.pop("phrasings")
        play = Play.objects.create(written_at=now, **told)
        Phrasing.objects.bulk_create(
            Phrasing(play=play, text=text, rank=rank) for rank, text in enumerate(texts)
        )


def backwards(apps, schema_editor):
    """Those that nobody has used; the tables go with what is left."""
    apps.get_model("playbook", "Play").objects.filter(writer=None, used_at=None).delete()


class Migration(migrations.Migration):
    dependencies = [("playbook", "0001_tables")]

    operations = [migrations.RunPython(forwards, backwards)]

"""What stood in a policy as lines stands in rows too."""

from django.db import migrations


def _rows_of_lines(apps, schema_editor):
    versions = apps.get_model("charter", "PolicyVersion").objects
    alternatives = apps.get_model("charter", "Alternative")
    for version in versions.filter(alternatives=None).exclude(instead="").iterator():
        alternatives.objects.bulk_create(
            alternatives(version=version, place=place, words=words)
            for place, words in enumerate(version.instead.splitlines(), 1)
        )


class Migration(migrations.Migration):
    dependencies = [("charter", "0002_announced")]

    operations = [migrations.RunPython(_rows_of_lines, migrations.RunPython.noop)]

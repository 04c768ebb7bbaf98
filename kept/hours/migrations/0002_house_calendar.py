"""Give the house its calendar: Monday to Friday from nine to five, where the house says it is."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import migrations


def forwards(apps, schema_editor):
    calendars = apps.get_model("hours", "Calendar").objects
    if calendars.exists():
        return
    house = calendars.create(name="House hours", zone=settings.HOME_ZONE, is_house=True)
    today = datetime.now(UTC).astimezone(ZoneInfo(house.zone)).date()
    version = apps.get_model("hours", "CalendarVersion").objects.create(calendar=house, since=today)
    windows = apps.get_model("hours", "WeekWindow").objects
    for weekday in range(5):
        windows.create(version=version, weekday=weekday, opens=9 * 60, closes=17 * 60)


def backwards(apps, schema_editor):
    apps.get_model("hours", "Calendar").objects.filter(name="House hours", is_house=True).delete()


class Migration(migrations.Migration):
    dependencies = [("hours", "0001_tables")]

    operations = [migrations.RunPython(forwards, backwards)]

"""What is done inside django-helpdesk, under its own Python.

    helpdesk_work.py house PASSWORD NAMES DESKS     tables, members, queues with a mailbox each
    helpdesk_work.py mail                           takes mails as its `get_email` does

Names and desks stand with a comma between them.
"""

import os
import sys
import time
from pathlib import Path

# Not this folder, where modules are named after the products.
sys.path[0] = str(Path(__file__).resolve().parents[1])
os.environ["DJANGO_SETTINGS_MODULE"] = "beside.helpdesk_site"

import django  # noqa: E402  it finds its settings in the environment

django.setup()

from beside.worker import Taken, serve  # noqa: E402

BOXES = Path(os.environ["HELPDESK_FOLDER"]) / "boxes"


def house(password: str, names: str, desks: str) -> None:
    from django.contrib.auth import get_user_model
    from django.core.management import call_command
    from helpdesk.models import Queue

    call_command("migrate", verbosity=0)
    for desk in desks.split(","):
        (BOXES / desk).mkdir(parents=True)
        Queue.objects.create(
            title=desk,
            slug=desk.lower(),
            email_address=f"{desk.lower()}@bench.example",
            allow_email_submission=True,
            email_box_type="local",
            email_box_interval=0,
            email_box_local_dir=str(BOXES / desk),
            logging_type="none",
        )
    for name in names.split(","):
        member = get_user_model().objects.create_user(name, f"{name}@bench.example", password)
        member.is_staff = True
        member.save()


def take(mails: Taken) -> float:
    from helpdesk.email import process_email

    for number, (desk, _, raw) in enumerate(mails):
        (BOXES / desk / f"{number:04}.eml").write_bytes(raw)
    began = time.perf_counter()
    process_email(quiet=True)
    seconds = time.perf_counter() - began
    left = [path.name for path in BOXES.glob("*/*.eml")]
    assert not left, f"{len(left)} mails were not taken"
    return seconds


if __name__ == "__main__":
    if sys.argv[1] == "house":
        house(*sys.argv[2:])
    else:
        serve(take)

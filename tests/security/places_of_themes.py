"""What stands in themes: what people call one, and sentences of letters that are shown of it."""

from __future__ import annotations

from kept.themes.models import Theme, ThemeDay, ThemeLetter
from tests.security.people import Scene
from tests.security.places import place
from tests.security.places_of_conversations import letter, sees


def at_the_desk(scene: Scene) -> set[str]:
    return set(scene.house.everybody_at(scene.at))


def theme(scene: Scene, name: str = "") -> Theme:
    """One that customers of the desk write of today."""
    found = Theme.objects.create(name=name, found_at=scene.now)
    for of in (found, None):
        day, _made = ThemeDay.objects.get_or_create(theme=of, desk=scene.desk, day=scene.now.date())
        day.number += 5
        day.save()
    return found


def shown(scene: Scene, token: str) -> None:
    """A letter at the conversation, which is the newest of a theme."""
    message = letter(scene, text=f"The lamp is {token}")
    found = theme(scene)
    ThemeLetter.objects.create(
        message=message,
        conversation=scene.conversation,
        desk=scene.desk,
        theme=found,
        day=scene.now.date(),
    )
    found.latest = [message.pk]
    found.save()


# fmt: off
# One line a place.
place("name of a theme", at_the_desk, theme, once=True)
place("example of a theme", sees, shown)

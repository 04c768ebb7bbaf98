"""The command line: `kept`, one help for everything, each command loaded only when it is called.

A command is a function `main(arguments) -> exit status`. Those that read mail or sentences are
pure: they start without Django, so a thousand of them can stand in a pipe. The others get a
configured Django first.
"""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from types import ModuleType

WRONG_CALL = 2


@dataclass(frozen=True, slots=True)
class Command:
    """`target` is `package.module:function`, or `django:NAME` for a management command.

    `leading` are words the function reads itself, before those of the caller. `usage` is shown for
    functions that have no help of their own.
    """

    words: str
    help: str
    target: str
    leading: tuple[str, ...] = ()
    needs_django: bool = True
    usage: str = ""


def pure(words: str, help_text: str, target: str, *leading: str, usage: str = "") -> Command:
    return Command(words, help_text, target, leading, needs_django=False, usage=usage)


JSON_LINES = "--jsonl   (JSON Lines from standard input to standard output)"
LINES_ALONE = "  (JSON Lines from standard input to standard output)"

COMMANDS = [
    pure("serve", "Run Kept: web server, worker and mail door.", "kept.serving.supervisor:main"),
    pure("web", "Run the web server alone.", "kept.serving.web:main"),
    Command("work", "Run the worker alone: mail and reactions.", "django:work"),
    Command("migrate", "Bring the database up to date.", "kept.serving.start:main"),
    Command("user add", "Add a member, or print an invitation.", "kept.serving.members:main"),
    Command("doctor", "Look whether everything runs as it should.", "kept.serving.doctor:main"),
    Command("check", "Check that what is stored is whole and true.", "kept.serving.audit:main"),
    Command("backup", "Copy everything into one folder or file.", "kept.serving.backup:main"),
    Command("restore", "Bring a backup back.", "kept.serving.restore:main"),
    Command("retry", "Try again what readers had given up on.", "kept.serving.retry:main"),
    Command("search index", "Enter what search does not know yet.", "kept.serving.index:main"),
    Command("word recount", "Count promises and answers anew.", "kept.serving.recount:main"),
    Command("reports rebuild", "Count for the reports anew.", "kept.serving.reports:main"),
    pure("mail pipe", "Take one letter from standard input.", "kept.serving.pipe:main"),
    Command("mail door", "Take letters by SMTP or LMTP.", "django:mail_door"),
    Command(
        "mail replay",
        "After a restore: file what only the spool knows.",
        "kept.serving.restore:replay",
    ),
    pure(
        *("mail read", "Say what letters hold, as JSON.", "kept.mail.reading:main", "read"),
        usage=f"FILE... | --batch FOLDER | {JSON_LINES}",
    ),
    *(
        pure(words, says, "kept.mail.reading:main", words.split()[-1], usage=JSON_LINES)
        for words, says in [
            ("mail reply", "Split a text into reply, quotes and signature."),
            ("mail clean", "Make foreign HTML safe to show."),
            ("mail thread", "Sort letters into threads."),
        ]
    ),
    *(
        pure(words, says, "kept.promises.reading:main", words, usage=LINES_ALONE)
        for words, says in [
            ("dates read", "Find the dates and times in texts."),
            ("promises spot", "Find what texts promise, and when it is due."),
        ]
    ),
    *(
        pure(words, says, "kept.kit.reading:main", words.split()[-1], usage=LINES_ALONE)
        for words, says in [
            ("hours due", "Say when so much working time has passed."),
            ("hours between", "Count the working minutes between two instants."),
            ("hours periods", "List the openings after or before an instant."),
            ("hours holidays", "List the all-day events of an iCalendar feed."),
        ]
    ),
    Command("demo seed", "Fill an empty database with a story.", "kept.demo.seed:main"),
    Command("demo up", "Prepare, seed and serve the demo.", "kept.serving.demo:main"),
    Command("manage", "Any other command of Django.", "django:"),
]


def main(arguments: Sequence[str] | None = None) -> int:
    given = list(sys.argv[1:] if arguments is None else arguments)
    if given in (["--version"], ["version"]):
        from kept import __version__

        print(f"kept {__version__}")
        return 0
    command = find(given)
    if command is None:
        return explain(given)
    # Whatever we write is letters, or the key to them: for this user alone.
    os.umask(0o077)
    rest = given[len(command.words.split()) :]
    try:
        return run(command, [*command.leading, *rest])
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        # Whoever read us has gone; a second complaint at exit would help nobody.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except Exception as error:
        if sentence := plain(error):
            print(f"kept {command.words}: {sentence}", file=sys.stderr)
            return WRONG_CALL
        raise


def find(given: Sequence[str]) -> Command | None:
    """The command whose words `given` begins with."""
    for command in COMMANDS:
        words = command.words.split()
        if list(given[: len(words)]) == words:
            return command
    return None


def run(command: Command, arguments: list[str]) -> int:
    if command.usage and {"-h", "--help"} & set(arguments):
        print(f"usage: kept {command.words} {command.usage}\n\n{command.help}")
        return 0
    module, _, name = command.target.partition(":")
    if not command.needs_django:
        return call(module, name, arguments)
    set_up_django()
    from django.db import connections

    try:
        return call(module, name, arguments)
    finally:
        # What was frozen nobody closes for us, and SQLite tidies its log as its last one closes.
        connections.close_all()


def call(module: str, name: str, arguments: list[str]) -> int:
    if module == "django":
        return manage([name, *arguments] if name else arguments)
    function: Callable[[list[str]], int | None] = getattr(load(module), name)
    return function(arguments) or 0


def set_up_django() -> None:
    """Load it with nobody looking for waste: what is loaded stays, and the looking takes time."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kept.config.settings")
    gc.disable()
    try:
        import django

        django.setup()
    finally:
        gc.freeze()
        gc.enable()


def manage(arguments: list[str]) -> int:
    from django.core.management import ManagementUtility

    ManagementUtility(["kept", *arguments]).execute()
    return 0


def load(module: str) -> ModuleType:
    return import_module(module)


def plain(error: Exception) -> str:
    """What went wrong in words for a person, or nothing when it is a fault of ours."""
    from kept.config.env import BadSetting

    if isinstance(error, BadSetting):
        return str(error)
    if "django.db" in sys.modules:
        from django.db.utils import OperationalError

        if isinstance(error, OperationalError):
            return f"The database does not answer: {str(error).strip().splitlines()[0]}"
    if "kept.kit.refusals" in sys.modules:
        from kept.kit.refusals import Refusal

        if isinstance(error, Refusal):
            return str(error)
    if isinstance(error, PermissionError) and error.filename:
        return f"{error.filename} may not be read or written by this user."
    return ""


def explain(given: Sequence[str]) -> int:
    """The help of everything, or of the group that was begun."""
    asked = not given or given[-1] in {"-h", "--help", "help"}
    begun = [word for word in given if word not in {"-h", "--help", "help"}]
    shown = [c for c in COMMANDS if c.words.split()[: len(begun)] == begun]
    if not shown:
        print(
            f"kept: there is no command {' '.join(given)!r}. `kept --help` lists them.",
            file=sys.stderr,
        )
        return WRONG_CALL
    out = sys.stdout if asked else sys.stderr
    print("Kept: customer service software for teams that keep their word.\n", file=out)
    print(f"Use: kept {' '.join([*begun, 'COMMAND'])} [--help]\n", file=out)
    width = max(len(command.words) for command in shown)
    for command in shown:
        print(f"  {command.words:<{width}}  {command.help}", file=out)
    print("\nWhat may be set is in docs/guides/configuration.md.", file=out)
    return 0 if asked else WRONG_CALL


if __name__ == "__main__":
    sys.exit(main())

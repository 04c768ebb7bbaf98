"""Every setting there is: what it is called, what it does, other words for it, and where it is.

Rooms that bring a setting add a line here; `tests/test_every_setting.py` finds what is missing.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from kept.people.models import Member
from kept.people.rules import Found, ranked

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

EVERYBODY, MANAGERS, OWNERS = "member", "manager", "owner"


@dataclass(frozen=True, slots=True)
class Setting:
    """A page, or with an `anchor` one field of it. `also` holds other words people look for."""

    name: StrOrPromise
    words: StrOrPromise
    also: StrOrPromise
    route: str
    who: str = EVERYBODY
    anchor: str = ""
    is_own: bool = False

    @property
    def address(self) -> str:
        return reverse(self.route) + (f"#{self.anchor}" if self.anchor else "")

    @property
    def is_page(self) -> bool:
        return not self.anchor


def _own(
    name: StrOrPromise, words: StrOrPromise, also: StrOrPromise, route: str, anchor: str = ""
) -> Setting:
    return Setting(name, words, also, route, EVERYBODY, anchor, is_own=True)


def _house(
    name: StrOrPromise,
    words: StrOrPromise,
    also: StrOrPromise,
    route: str,
    who: str,
    anchor: str = "",
) -> Setting:
    return Setting(name, words, also, route, who, anchor)


ME = "people:me"
SETTINGS: tuple[Setting, ...] = (
    _own(
        _("Profile"),
        _("Name, time zone, language, appearance, shortcuts."),
        _("account, me, preferences, personal"),
        ME,
    ),
    _own(
        _("Name"),
        _("What colleagues and customers read."),
        _("rename, display name"),
        ME,
        "id_name",
    ),
    _own(
        _("Time zone"), _("In which you read times."), _("clock, timezone, region"), ME, "id_zone"
    ),
    _own(
        _("Language"),
        _("In which the screens speak to you."),
        _("English, German, locale, translation"),
        ME,
        "id_language",
    ),
    _own(
        _("Appearance"),
        _("Light, dark, or as your machine has it."),
        _("theme, dark mode, night, colours"),
        ME,
        "id_theme",
    ),
    _own(
        _("Undo a letter after sending it"),
        _("How long a letter rests before it leaves."),
        _("undo send, delay, take back, recall"),
        ME,
        "id_rest_seconds",
    ),
    _own(
        _("Shortcuts with a single key"),
        _("Such as r to reply."),
        _("keyboard, hotkeys, keys, accessibility"),
        ME,
        "id_has_single_keys",
    ),
    _own(
        _("Answer customers by replying to my notices"),
        _("From your own mail program."),
        _("reply by mail, email reply"),
        ME,
        "id_answers_by_mail",
    ),
    _own(
        _("Sign-in"),
        _("Password, codes from an app, passkeys."),
        _("security, two-factor, 2FA, MFA, login, authenticator"),
        "people:security",
    ),
    _own(
        _("Password"),
        _("Another one; all your other sessions end."),
        _("change password, login"),
        "people:password",
    ),
    _own(
        _("Sessions"),
        _("Where you are signed in, and an end to it."),
        _("devices, browsers, sign out everywhere, log out"),
        "people:sessions",
    ),
    _own(
        _("Absences"),
        _("When you are away, and who else is."),
        _("holiday, vacation, leave, out of office, sick"),
        "hours:absences",
    ),
    _own(
        _("What comes to me"),
        _("How much at once, what you can."),
        _("capacity, limit, load, skills, languages, workload"),
        "routing:own",
    ),
    _own(
        _("Focus"),
        _("How long, and whether new ones come meanwhile."),
        _("focus mode, do not disturb, pomodoro, concentration, quiet"),
        "focus:own",
    ),
    _own(
        _("At my best"),
        _("A note to yourself. Nobody else can read it."),
        _("private note, focus, mood, wellbeing, presence"),
        "focus:best",
    ),
    _own(
        _("Steps of a good answer"),
        _("Offered beside what you write, or not."),
        _("interaction standard, five steps, aid, checklist"),
        "focus:aid",
    ),
    _own(
        _("Notices"),
        _("What is told to you, where, and when not."),
        _("notifications, alerts, push, email, quiet hours, digest, do not disturb"),
        "notices:preferences",
    ),
    _own(
        _("Calendar"),
        _("Your promises in your own calendar."),
        _("iCal, ics, feed, subscription, Outlook, Google Calendar"),
        "notices:calendar",
    ),
    _own(
        _("Themes"),
        _("What customers write about, what of it rises, and who is told."),
        _("trends, topics, clusters, anomalies, alerts, spikes, text analytics"),
        "themes:themes",
    ),
    _own(
        _("My time"),
        _("What you have written down yourself, month by month."),
        _("time tracking, timesheet, hours worked, effort, CSV"),
        "timespent:own",
    ),
    _own(
        _("Saved views"),
        _("Questions kept under a name, yours and shared ones."),
        _("filters, folders, queues, searches, columns"),
        "search:views",
    ),
    _house(
        _("People"),
        _("Members, roles, invitations."),
        _("users, agents, staff, colleagues, permissions, rights, deactivate"),
        "people:people",
        MANAGERS,
    ),
    _house(
        _("Invite somebody"),
        _("A link with which they choose a password."),
        _("add user, new member, agent, seat"),
        "people:invite",
        OWNERS,
    ),
    _house(
        _("Tags"),
        _("What conversations are sorted by."),
        _("labels, categories, topics, merge tags"),
        "conversations:tags",
        MANAGERS,
    ),
    _house(
        _("Make a tag"),
        _("A name and a colour."),
        _("new label, add category"),
        "conversations:make_tag",
        MANAGERS,
    ),
    _house(
        _("Make a macro"),
        _("A saved reply with what it changes."),
        _("new template, canned response"),
        "macros:make_macro",
        MANAGERS,
    ),
    _house(
        _("Make a rule"),
        _("From six that most desks want, or from nothing."),
        _("new automation, trigger, auto-reply"),
        "automation:make_rule",
        MANAGERS,
    ),
    _house(
        _("Macros"),
        _("Saved replies with what they change."),
        _("templates, canned responses, text blocks, snippets, saved replies"),
        "macros:macros",
        MANAGERS,
    ),
    _house(
        _("Fields"),
        _("What is to be known of a conversation."),
        _("custom fields, attributes, properties, order number, required on close"),
        "fields:fields",
        MANAGERS,
    ),
    _house(
        _("Make a field"),
        _("Its kind, its desks, and whether it is needed to close."),
        _("new custom field, attribute"),
        "fields:make_field",
        MANAGERS,
    ),
    _house(
        _("Interaction standard"),
        _("The steps of a good answer: their words, their order, on or off."),
        _("five steps, aid, quality, acknowledge, listen"),
        "focus:standard",
        MANAGERS,
    ),
    _house(
        _("Playbook"),
        _("What one can say and do when somebody is angry, and what has come of it."),
        _("plays, phrasings, angry customers, complaints, second thoughts"),
        "playbook:playbook",
        EVERYBODY,
    ),
    _house(
        _("Gaps in the playbook"),
        _("Situations for which nothing has proven itself yet."),
        _("missing plays, situations, proven"),
        "playbook:gaps",
        MANAGERS,
    ),
    _house(
        _("Time spent"),
        _("Which desks write minutes down, and their sums by month."),
        _("time tracking, timesheet, billing, hours worked, effort, CSV"),
        "timespent:desks",
        MANAGERS,
    ),
    _house(
        _("Checklists"),
        _("Saved lists of what is to be done."),
        _("tasks, to do, steps, subtasks"),
        "checklists:checklists",
        MANAGERS,
    ),
    _house(
        _("Make a checklist"),
        _("A list under a name, for a desk or for all."),
        _("new task list, template"),
        "checklists:make_checklist",
        MANAGERS,
    ),
    _house(
        _("Routing"),
        _("Who gets what comes to a desk."),
        _("assignment, round robin, load balancing, distribution, skills"),
        "routing:desks",
        MANAGERS,
    ),
    _house(
        _("Limit for a desk"),
        _("Open conversations at once, at most, of each who serves there. Choose the desk."),
        _("capacity, concurrent conversations, cap, work in progress"),
        "routing:desks",
        MANAGERS,
        "h-desks",
    ),
    _house(
        _("Rules"),
        _("What happens by itself, and when."),
        _("automations, triggers, workflows, auto-reply, filters"),
        "automation:rules",
        MANAGERS,
    ),
    _house(
        _("First steps"),
        _("From an empty house to a first letter answered."),
        _("setup, onboarding, wizard, getting started, guide"),
        "first_steps:first_steps",
        OWNERS,
    ),
    _house(_("Teams"), _("Who serves together."), _("groups, departments"), "people:teams", OWNERS),
    _house(
        _("Make a team"),
        _("A name, and who is in it."),
        _("new group, department"),
        "people:make_team",
        OWNERS,
    ),
    _house(
        _("Desks"),
        _("Addresses, hours, signatures, teams."),
        _("inboxes, queues, departments, shared mailbox, email address"),
        "conversations:desks",
        OWNERS,
    ),
    _house(
        _("Make a desk"),
        _("A shared inbox with its addresses, people and hours."),
        _("new inbox, queue, add email address"),
        "conversations:make_desk",
        OWNERS,
    ),
    _house(
        _("Mail addresses"),
        _("Where a desk receives, and from which it answers. Choose the desk."),
        _("alias, email, from address, reply-to"),
        "conversations:desks",
        OWNERS,
        "desks",
    ),
    _house(
        _("Signature"),
        _("What stands beneath a desk's letters. Choose the desk."),
        _("footer, sign-off, greeting, closing"),
        "conversations:desks",
        OWNERS,
        "desks",
    ),
    _house(
        _("Sender name"),
        _("What customers read behind a member's name. Choose the desk."),
        _("from name, display name"),
        "conversations:desks",
        OWNERS,
        "desks",
    ),
    _house(
        _("Whoever answers looks after it"),
        _("Assign on reply. Choose the desk."),
        _("auto-assign, ownership, assignee"),
        "conversations:desks",
        OWNERS,
        "desks",
    ),
    _house(
        _("Brand"),
        _("Name, logo and colour, for the house and by desk."),
        _("design, look, theme, colours, appearance, customer portal"),
        "brand:brands",
        OWNERS,
    ),
    _house(
        _("Name of the house"),
        _("What customers call us, in letters and on their page."),
        _("company, organisation, business name"),
        "brand:house",
        OWNERS,
        "id_name",
    ),
    _house(
        _("Logo"),
        _("On customers' pages and beneath letters."),
        _("picture, image, icon"),
        "brand:house",
        OWNERS,
        "id_logo",
    ),
    _house(
        _("Colour"),
        _("Of buttons, links and the rule on customers' pages."),
        _("accent, color, corporate design"),
        "brand:house",
        OWNERS,
        "id_accent",
    ),
    _house(
        _("Statuses"),
        _("What the four statuses are called here."),
        _("open, waiting, closed, on hold, states, rename"),
        "conversations:statuses",
        OWNERS,
    ),
    _house(
        _("Mailboxes"),
        _("Where mail is fetched from."),
        _("IMAP, Gmail, Google, Microsoft, Outlook, Office 365, OAuth, email account"),
        "mail:mailboxes",
        OWNERS,
    ),
    _house(
        _("Add a mailbox"),
        _("By its address, by consent, or by hand."),
        _("IMAP, Gmail, connect email, Microsoft 365, Exchange"),
        "mail:add_mailbox",
        OWNERS,
    ),
    _house(
        _("Blocked senders"),
        _("Whose letters go to Spam."),
        _("spam, blacklist, junk, ban, unblock"),
        "mail:blocked",
        EVERYBODY,
    ),
    _house(
        _("Hours"),
        _("When we work, public holidays, changes to come."),
        _("business hours, opening hours, schedule, holidays, calendar, SLA"),
        "hours:calendars",
        EVERYBODY,
    ),
    _house(
        _("Make other hours"),
        _("Hours of their own for a desk, a team or a member."),
        _("new schedule, shift, business hours"),
        "hours:make",
        MANAGERS,
    ),
    _house(
        _("Mail tray"),
        _("Mail that could not be filed."),
        _("lost mail, errors, unreadable, undelivered, dead letters"),
        "mail:tray",
        EVERYBODY,
    ),
    _house(
        _("What I may decide"),
        _("Without asking anybody, up to which limit, and what instead where a rule says no."),
        _("authority, grants, permission, approval, refund, credit, discretion, policies, values"),
        "charter:authority",
        EVERYBODY,
    ),
    _house(
        _("Who may decide what"),
        _("People and roles by situation, who wanted to decide, and how long that took."),
        _("authority, grants, limits, permissions, approvals, matrix"),
        "charter:grants",
        MANAGERS,
    ),
    _house(
        _("Where values collided"),
        _("Which value went first before, and why."),
        _("rulings, precedents, principles, ethics"),
        "charter:rulings",
        EVERYBODY,
    ),
)


def open_to(member: Member) -> list[Setting]:
    """Those the member may open, in the order of the page."""
    may = {
        EVERYBODY: member.is_active,
        MANAGERS: member.is_active and member.is_manager,
        OWNERS: member.is_active and member.is_owner,
    }
    return [setting for setting in SETTINGS if may[setting.who]]


def find(text: str, settings: Iterable[Setting]) -> list[Setting]:
    """What fits all of the words, in the language at hand or in English, the best first."""
    known = list(settings)
    told = [
        Found(
            name=str(setting.name),
            words=str(setting.words),
            also=f"{setting.also} {_english(setting)}",
        )
        for setting in known
    ]
    return [known[at] for at in ranked(text, told)]


def _english(setting: Setting) -> str:
    """People who came from an English desk look for its words in any language."""
    with override("en"):
        return f"{setting.name} {setting.also}"

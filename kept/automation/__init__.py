"""Rules: what a desk lets happen by itself, when something happens or when time passes.

A rule has a trigger, conditions and actions, all from lists. When its trigger comes, its conditions
are judged by a sheet of what is known of the conversation, and where they hold its actions are done
through the ordinary ones of the rooms below, by the name of the rule. What came of it is a run, and
each stands in the log. A dry run judges the newest conversations and changes nothing. A rule never
does more than the member who answers for it might. Neighbours: `notices`, `mail`, `macros`,
`promises` and `conversations` below, the faces above.
"""

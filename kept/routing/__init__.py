"""Who gets what comes: routing by turn or by load, within what each of us can hold.

A desk says how (`DeskRouting`), each member how much and what they can (`Capacity`), and a pure
rule decides. What nobody has room for waits in line (`Queued`), and stands in Unassigned meanwhile.
Neighbours: conversations, hours and people below; whoever shows a day or a balance above.
"""

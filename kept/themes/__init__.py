"""Themes: what customers write about, found without anybody tagging, and which of it rises.

Each letter is filed under the theme it is most like as it comes; themes are learnt anew from a
sample once a day. A theme rises where its letters are more than its own past and chance explain.
People name, merge and dismiss; what they have said stays. A theme remembers numbers that stand for
pieces of words, never words: its name and its examples are read from letters the viewer may see.
Neighbours: conversations and notices below, reports for the drawing; the faces above.
"""

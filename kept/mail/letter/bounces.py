"""placeholder"""
from __future__ import annotations
def read_bounce(tree, text, sender, subject):
    return None

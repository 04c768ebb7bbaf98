"""How dates are written in each language.

Code and templates write a date in English order ("j F Y"), and that is also its name here, as the
English words are the names of their translations. A language without a module, and a format that is
not in it, stays as it is.
"""

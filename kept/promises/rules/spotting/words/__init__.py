"""A language each: `WORDS`, which `language.py` explains. A new language is a new file."""

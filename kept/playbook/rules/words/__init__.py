"""Words that make one look twice, a language a file."""

"""What a format calls a field, and values made clean: people, identifiers, LaTeX, markup."""

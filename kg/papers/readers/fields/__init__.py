"""From what a source gives to a clean Record: names of fields, people, identifiers, LaTeX, markup."""

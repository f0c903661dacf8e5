"""Which names in which papers are one author. Open `authors.py` for the steps, `names.py` for what a name says."""

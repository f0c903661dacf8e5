"""How many of what there are, and concepts by year."""

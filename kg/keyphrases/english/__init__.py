"""English: a paper as tagged words, candidates, and their features."""

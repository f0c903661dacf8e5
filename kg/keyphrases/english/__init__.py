"""English: a paper as tagged words, its candidates, their features. Document and Candidate serve Chinese, too."""

"""Chinese: a paper as atoms (words of the segmenter, or halves of them), its candidates, their features."""

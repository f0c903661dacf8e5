"""Candidates ranked: features that both languages share, the fitted model, spellings, similarity to the paper."""

"""Reasons to merge phrases, one file a rule, from spelling to acronyms. Imports kg.concepts.clusters and below."""

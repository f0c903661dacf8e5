"""The graph as files: one format each, and rows for pandas."""

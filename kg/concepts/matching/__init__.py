"""Which terms of two lists name the same thing: blocking, features, assignment. Imports kg.text and kg.core."""

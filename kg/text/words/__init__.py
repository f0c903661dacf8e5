"""One word: its forms, how common it is, and whether it says anything. Imports kg.core."""

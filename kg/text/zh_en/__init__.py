"""Chinese and English terms side by side: what a dictionary says of their parts. Imports kg.text.words, kg.core."""

"""Chinese: candidates and their features."""

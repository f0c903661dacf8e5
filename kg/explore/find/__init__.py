"""The node that a name means, and nodes by name, text or translation."""

"""What lies near a node, the way from one to another, and why they are joined."""

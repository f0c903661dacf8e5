"""What lies near a node (neighbors), the path from one to another (paths), and why they are joined (reasons)."""

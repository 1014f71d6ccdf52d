"""Playing lessons in the window."""

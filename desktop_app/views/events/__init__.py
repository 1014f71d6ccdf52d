"""What happened up to t and around it, in words."""

"""What only Linux has: Debian packages, and their trial in clean systems."""

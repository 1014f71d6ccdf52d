"""What only macOS has: the application's bundle and its disk image."""

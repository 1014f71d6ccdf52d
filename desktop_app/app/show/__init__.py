"""Presentations: what the audience sees, the speaker's console, and the keys that clickers send."""

"""Who runs next: one scheduling policy per file, one protocol, one registry."""

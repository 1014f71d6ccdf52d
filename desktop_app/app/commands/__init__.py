"""What the registry's actions do, a group per file; each group gives its slots by the actions' names."""

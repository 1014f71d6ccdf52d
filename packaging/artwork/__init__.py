"""Pictures: icons and installer pictures drawn from their SVGs, and screenshots of the real window."""

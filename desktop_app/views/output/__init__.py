"""What programs printed by t."""

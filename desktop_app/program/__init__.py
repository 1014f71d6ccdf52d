"""What a thread does: CPython's bytecode, decoded and interpreted, or a script of bursts."""

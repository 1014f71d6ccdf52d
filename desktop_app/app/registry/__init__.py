"""The registry of everything one can do in the window, a file per menu."""

"""The command line: run, export and policies, with no window."""

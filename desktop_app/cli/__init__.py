"""The command line: run, export, policies and schema, with no window."""

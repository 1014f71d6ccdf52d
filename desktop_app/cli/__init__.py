"""The command line: run, export, policies and schema, with no window."""

from typing import Final

#: What may stand in the place of a source that the window would open.
COMMANDS: Final = ("run", "export", "policies", "schema")

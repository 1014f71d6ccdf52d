"""The command line, with no window."""

from typing import Final

#: What may stand in the place of a source that the window would open.
COMMANDS: Final = ("run", "explore", "compare", "differences", "export", "lesson", "policies", "schema", "quiz")

"""Where Linux looks for what comes with a program, below /usr/share, and under which name."""

from __future__ import annotations

ID = "org.coreloom.Coreloom"
#: Names in resources/icons, and what the desktop looks for: by the desktop entry, and by the MIME types.
ICONS = {
    "coreloom": ("apps", ID),
    "scenario": ("mimetypes", "application-vnd.coreloom.scenario"),
    "lesson": ("mimetypes", "application-vnd.coreloom.lesson"),
    "trace": ("mimetypes", "application-vnd.coreloom.trace"),
}
#: Which shell looks for its completion where.
COMPLETIONS = {
    "bash": "bash-completion/completions/coreloom",
    "zsh": "zsh/vendor-completions/_coreloom",
    "fish": "fish/vendor_completions.d/coreloom.fish",
}

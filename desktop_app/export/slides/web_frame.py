"""What every web page of a deck has around its slides: colours, the bar below, and the windows that open over it."""

from __future__ import annotations

from typing import Final

from desktop_app.views.blending import blend
from desktop_app.views.theme import Theme

#: Before anything is drawn: one slide at a time where there are scripts.
HEAD_SCRIPT: Final = 'document.documentElement.classList.add("js")'
FOOT: Final = "</body>\n</html>\n"

_CLOSE: Final = '<form method="dialog"><button>Close</button></form>'
_KEYS: Final = (
    ("→ PageDown Enter", "the answer, or the next slide"),
    ("← PageUp", "the slide before"),
    ("Space", "play, pause, play again"),
    ("Shift+→ Shift+←", "one frame on, one frame back"),
    ("Tab Enter", "choose an answer"),
    ("3 Enter", "slide 3"),
    ("Home End", "the first slide, the last slide"),
    ("O", "all slides"),
    ("N", "speaker's notes"),
    ("F", "full screen"),
    ("B .", "black screen, and back"),
)


def style_of(theme: Theme, size: tuple[int, int]) -> str:
    """Return the colours of a theme, and the shape of pictures of a size, as properties of a style sheet."""
    right = theme.processes[2]
    named = {
        "window": theme.window,
        "panel": theme.panel,
        "inset": theme.inset,
        "cell": theme.cell,
        "border": theme.border,
        "text": theme.text,
        "muted": theme.muted,
        "faint": theme.faint,
        "error": theme.error,
        "accent": theme.processes[0],
        "on-process": theme.on_process,
        "right": right,
        "right-ground": blend(right, theme.inset, 0.2).name(),
        **{f"token-{number}": colour for number, colour in enumerate(theme.processes[:4], 1)},
        "shape": f"{size[0]} / {size[1]}",
    }
    scheme = "light" if "light" in theme.name else "dark"
    return f":root {{ color-scheme: {scheme}; {' '.join(f'--{name}: {value};' for name, value in named.items())} }}\n"


def bar(count: int, *, has_clips: bool) -> str:
    """Return the bar below the slides, and the windows that open over them.

    Args:
        count: How many slides there are, the title's not among them.
        has_clips: Whether anything plays.
    """
    rows = "".join(f"<dt>{_keys(keys)}</dt><dd>{what}</dd>" for keys, what in _KEYS)
    hidden = "" if has_clips else " hidden"
    return f"""<nav class="bar" aria-label="Slides">
<div class="way" aria-hidden="true"><span id="way"></span></div>
{_button("back", "Back (←)", '<path d="M15 5l-7 7 7 7"/>')}
{_play(hidden)}
{_button("on", "Next (→)", '<path d="M9 5l7 7-7 7"/>')}
<input type="range" id="scrub" min="0" max="1" value="0" aria-label="Place in the clip"{hidden}>
<div id="where" role="status" aria-label="Slide, of {count}"></div>
{_button("notes", "Notes (N)", '<path d="M6 4h12v16H6z M9 9h6 M9 13h6"/>', ' aria-pressed="false"')}
{_button("all", "All slides (O)", '<path d="M4 5h6v5H4z M14 5h6v5h-6z M4 14h6v5H4z M14 14h6v5h-6z"/>')}
{_button("help", "Keys (?)", '<path d="M9.2 9a2.8 2.8 0 1 1 4.2 2.5c-1 .6-1.4 1-1.4 2 M12 17.3v.1"/>', "", "wide")}
{_button("full", "Full screen (F)", '<path d="M4 9V4h5 M15 4h5v5 M20 15v5h-5 M9 20H4v-5"/>')}
</nav>
<div id="typed" role="status"></div>
<div class="blank"></div>
<dialog id="overview" aria-label="All slides"><h2>All slides</h2><ol></ol>{_CLOSE}</dialog>
<dialog id="keys" aria-label="Keys"><h2>Keys</h2><dl>{rows}</dl>{_CLOSE}</dialog>"""


def _keys(keys: str) -> str:
    return " ".join(f"<kbd>{key}</kbd>" for key in keys.split())


def _button(name: str, label: str, drawing: str, more: str = "", kind: str = "") -> str:
    kinds = f' class="{kind}"' if kind else ""
    return (
        f'<button type="button" id="{name}" title="{label}" aria-label="{label}"{more}{kinds}>'
        f'<svg viewBox="0 0 24 24" aria-hidden="true">{drawing}</svg></button>'
    )


def _play(hidden: str) -> str:
    start = '<path class="start filled" d="M8 5l11 7-11 7z"/><path class="pause" d="M9 5v14 M15 5v14"/>'
    return _button("play", "Play (Space)", start, f' data-play="Play (Space)" data-pause="Pause (Space)"{hidden}')

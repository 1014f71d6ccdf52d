"""What the keys of a presentation do, over the picture or the console."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QColor, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from desktop_app.app.actions import command_name, translate
from desktop_app.app.key_map import shown_keys
from desktop_app.app.registry.show import GROUPS, IN_SHOW
from desktop_app.views.caption.question import LETTERS
from desktop_app.views.theme import Theme, mono_font, ui_font

#: What can be changed live, as in the window; in a group of its own.
_LIVE = len(GROUPS)
_LIVE_NAMES = ("live_launch", "live_launch_file", "live_start_thread", "live_kill", "live_cores", "live_policy", "undo")
_VOTES = tuple(f"show_vote_{place + 1}" for place in range(len(LETTERS)))
#: Which groups stand below each other.
_COLUMNS = ((0, 1), (2, 4), (3, _LIVE))
#: The text's share of the height, and of the width, whichever is less; and its least size in pixels.
_HIGH_SHARE, _WIDE_SHARE, _LEAST_PX = 1 / 48, 1 / 92, 10


class KeyCard(QWidget):
    """Lists the keys in groups.

    Args:
        actions: The window's actions by name: their keys are those that the user has chosen.
        theme: The colours.
        parent: What it covers.
    """

    def __init__(self, actions: Mapping[str, QAction], theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(self.tr("What the keys do"))
        self._names: list[QLabel] = []
        self._keys: list[QLabel] = []
        self._headings: list[QLabel] = []
        card = QFrame(self)
        card.setProperty("role", "card")
        self._columns = QHBoxLayout(card)
        for groups in _COLUMNS:
            column = QVBoxLayout()
            for group in groups:
                column.addWidget(self._group(group, actions, card))
            column.addStretch(1)
            self._columns.addLayout(column, 1)
        outer = QVBoxLayout(self)
        outer.addStretch(1)
        outer.addWidget(card, 0, Qt.AlignmentFlag.AlignHCenter)
        outer.addStretch(1)

    def _group(self, group: int, actions: Mapping[str, QAction], parent: QWidget) -> QWidget:
        box = QWidget(parent)
        grid = QGridLayout(box)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setColumnStretch(0, 1)
        heading = QLabel(self.tr("Live changes") if group == _LIVE else translate(GROUPS[group]), box)
        grid.addWidget(heading, 0, 0, 1, 2)
        self._headings.append(heading)
        for row, (text, keys) in enumerate(self._lines(group, actions), 1):
            name, shown = QLabel(text, box), QLabel(keys, box)
            for label in (name, shown):
                label.setTextFormat(Qt.TextFormat.PlainText)  # what is undone is called what a file calls it
            shown.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            grid.addWidget(name, row, 0)
            grid.addWidget(shown, row, 1)
            self._names.append(name)
            self._keys.append(shown)
        return box

    def _lines(self, group: int, actions: Mapping[str, QAction]) -> Iterator[tuple[str, str]]:
        """Yield what the keys of a group do, and the keys."""
        if group == _LIVE:
            yield from ((command_name(actions[name].text()), _keys(actions[name])) for name in _LIVE_NAMES)
            return
        for spec in IN_SHOW:
            keys = _keys(actions[spec.name])
            if spec.name == _VOTES[0] and spec.group == group:
                yield self.tr("One more hand for A, B, …"), f"{keys}, {_keys(actions[_VOTES[1]])}, …"
            elif spec.group == group and keys and spec.name not in _VOTES:
                yield command_name(translate(spec.text)), keys

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Write as large as there is room."""
        super().resizeEvent(event)
        px = max(_LEAST_PX, round(min(self.height() * _HIGH_SHARE, self.width() * _WIDE_SHARE)))
        for labels, font in (
            (self._names, ui_font(px)),
            (self._keys, mono_font(px * 0.92, 600)),
        ):
            for label in labels:
                label.setFont(font)
        for heading in self._headings:
            heading.setStyleSheet(f"color: {self._theme.muted}; font-size: {round(px * 0.9)}px; font-weight: 700;")
        self._columns.setContentsMargins(2 * px, 2 * px, 2 * px, 2 * px)
        self._columns.setSpacing(3 * px)
        for box in self.findChildren(QGridLayout):
            box.setVerticalSpacing(round(px * 0.45))
            box.setHorizontalSpacing(2 * px)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Put what is below in the dark."""
        shade = QColor(self._theme.window)
        shade.setAlphaF(0.8)
        QPainter(self).fillRect(self.rect(), shade)


def _keys(action: QAction) -> str:
    return shown_keys(action.shortcuts())

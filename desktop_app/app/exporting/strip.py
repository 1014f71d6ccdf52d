"""The strip below the window in which exports are seen: how far each is, and what came of it."""

from __future__ import annotations

from functools import partial
from typing import Final

from PySide6.QtCore import QElapsedTimer, QSize, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QProgressBar, QPushButton, QToolButton, QVBoxLayout, QWidget

from desktop_app.app.dialogs.form import plain_label, set_role
from desktop_app.app.exporting.child import End
from desktop_app.app.exporting.choices import Counted
from desktop_app.app.exporting.exports import Export, Exports
from desktop_app.app.exporting.words import count_text, counted_text, size_text, time_text
from desktop_app.app.icons import icon
from desktop_app.model.quoting import file_shown
from desktop_app.views.elided_label import ElidedLabel
from desktop_app.views.theme import Theme

_BAR_PX: Final = 200
_BAR_HIGH_PX: Final = 8
_ICON_PX: Final = 14
#: The time left is told anew this often, so that one can read it.
_TELL_MS: Final = 800
_PERMILLE: Final = 1000


class ExportRow(QFrame):
    """One export.

    Signals:
        open_requested: The user wants to see what was written.
        folder_requested: The user wants to see where it was written.
        again_requested: The user wants to try again, with other settings.
    """

    open_requested = Signal()
    folder_requested = Signal()
    again_requested = Signal()

    def __init__(self, export: Export, exports: Exports, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._export = export
        self._told = QElapsedTimer()
        name = file_shown(export.order.target.name)
        self.name = plain_label(name)
        self.name.setToolTip(file_shown(str(export.order.target)))
        self.bar = QProgressBar(self)
        self.bar.setTextVisible(False)
        self.bar.setFixedSize(_BAR_PX, _BAR_HIGH_PX)
        self.bar.setAccessibleName(self.tr("Progress of {}").format(name))
        self.state = ElidedLabel(self.tr("State of {}").format(name), self)
        self.cancel = self._button(self.tr("Cancel"), self.tr("Stop writing {}").format(name))
        self.cancel.clicked.connect(export.cancel)
        self.open = self._button(self.tr("Open"), self.tr("Show {} in the application for it").format(name))
        self.open.clicked.connect(self.open_requested)
        self.folder = self._button(self.tr("Show in folder"), self.tr("Show where {} is").format(name))
        self.folder.clicked.connect(self.folder_requested)
        self.again = self._button(self.tr("Export again…"), self.tr("Try again; all settings are still there"))
        self.again.clicked.connect(self.again_requested)
        self.away = QToolButton(self)
        self.away.setIconSize(QSize(_ICON_PX, _ICON_PX))
        self.away.setToolTip(self.tr("Put this message away"))
        self.away.setAccessibleName(self.tr("Put the message about {} away").format(name))
        self.away.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        set_role(self.away, "small")
        self.away.clicked.connect(partial(exports.drop, export))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(14, 4, 8, 4)
        layout.setSpacing(10)
        layout.addWidget(self.name)
        layout.addWidget(self.bar)
        layout.addWidget(self.state, 1)
        for button in (self.cancel, self.open, self.folder, self.again, self.away):
            layout.addWidget(button)
        self.set_theme(theme)
        export.changed.connect(self.show_state)
        self.show_state()

    def set_theme(self, theme: Theme) -> None:
        """Show it in this palette."""
        self.away.setIcon(icon("close", theme))

    def show_state(self) -> None:
        """Show how far it is, or how it ended."""
        export, outcome = self._export, self._export.outcome
        unfinished = outcome is None
        failed = outcome is not None and outcome.end is End.FAILED
        written = outcome is not None and outcome.end is End.WRITTEN
        for widget, shown in (
            (self.bar, unfinished),
            (self.cancel, unfinished),
            (self.open, written),
            (self.folder, written),
            (self.again, failed),
            (self.away, not unfinished),
        ):
            widget.setVisible(shown)
        self.cancel.setEnabled(not export.stopping)
        if unfinished:
            self._show_progress()
            return
        set_role(self.state, "problem" if failed else "hint")
        self.state.say(self._failure() if failed else self._success())

    def _show_progress(self) -> None:
        export = self._export
        known = export.total > 0
        self.bar.setRange(0, _PERMILLE if known or not export.started else 0)
        if known:
            self.bar.setValue(export.done * _PERMILLE // export.total)
        fresh = not self._told.isValid() or self._told.elapsed() >= _TELL_MS
        if fresh or export.stopping or not known:
            self._told.start()
            self.state.say(self._progress())

    def _progress(self) -> str:
        export = self._export
        if export.stopping:
            return self.tr("Stopping…")
        if not export.started:
            return self.tr("Waits for the export before it")
        if not export.total:
            return self.tr("Simulating…")
        if export.total == 1:
            return self.tr("Writing…")
        counted = self._counted(export.done, export.total)
        left_s = export.seconds_left
        if export.done >= export.total:
            return self.tr("{} · finishing").format(counted)
        return counted if left_s is None else self.tr("{} · about {} left").format(counted, time_text(left_s))

    def _counted(self, done: int, total: int) -> str:
        counted = count_text(done), count_text(total)
        match self._export.order.counted:
            case Counted.FRAMES:
                return self.tr("{} of {} frames").format(*counted)
            case Counted.PAGES:
                return self.tr("{} of {} pages").format(*counted)
            case Counted.SHARE:
                return self.tr("{} %").format(done * 100 // total)

    def _success(self) -> str:
        outcome = self._export.outcome
        assert outcome is not None
        parts = [self.tr("Written")]
        whole = counted_text(self._export.order.counted, outcome.frames)
        parts += [whole] if whole else []
        if len(outcome.paths) > 1:
            parts.append(self.tr("{} files").format(count_text(len(outcome.paths))))
        parts += [size_text(outcome.bytes), time_text(outcome.wall_ms / 1000)]
        return " · ".join(parts)

    def _failure(self) -> str:
        outcome = self._export.outcome
        assert outcome is not None
        reason = outcome.reason.splitlines()[0] if outcome.reason else ""
        return self.tr("Not written: {}").format(reason.removeprefix(f"{self._export.order.target}: "))

    def _button(self, text: str, tip: str) -> QPushButton:
        button = QPushButton(text, self)
        button.setToolTip(tip)
        button.setAccessibleDescription(tip)
        set_role(button, "slim")
        return button


class ExportStrip(QWidget):
    """All exports of a window, a row each; nothing where there are none.

    Signals:
        open_requested: The user wants to see what an export has written; it.
        folder_requested: The user wants to see where; it.
        again_requested: The user wants to try one again; it.
        emptied: There are none any more, or some again.
    """

    open_requested = Signal(object)
    folder_requested = Signal(object)
    again_requested = Signal(object)
    emptied = Signal(bool)

    def __init__(self, exports: Exports, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._exports = exports
        self._theme = theme
        self.rows: dict[Export, ExportRow] = {}
        self.setAccessibleName(self.tr("Exports"))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        self._layout = layout
        exports.added.connect(self._add)
        exports.dropped.connect(self._drop)
        self.setVisible(False)

    def set_theme(self, theme: Theme) -> None:
        """Show it in this palette."""
        self._theme = theme
        for row in self.rows.values():
            row.set_theme(theme)

    def _add(self, export: Export) -> None:
        row = ExportRow(export, self._exports, self._theme, self)
        row.open_requested.connect(partial(self.open_requested.emit, export))
        row.folder_requested.connect(partial(self.folder_requested.emit, export))
        row.again_requested.connect(partial(self.again_requested.emit, export))
        self.rows[export] = row
        self._layout.addWidget(row)
        self.setVisible(True)
        self.emptied.emit(False)

    def _drop(self, export: Export) -> None:
        row = self.rows.pop(export)
        self._layout.removeWidget(row)
        row.hide()
        row.deleteLater()
        self.setVisible(bool(self.rows))
        self.emptied.emit(not self.rows)

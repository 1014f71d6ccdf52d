"""A list of code: says what is pointed at and chosen, and keeps a row in view without jumping."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QColor, QHelpEvent, QKeyEvent, QMouseEvent, QPalette, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QListView, QToolTip, QWidget

from desktop_app.views.source.look import Chip
from desktop_app.views.theme import Theme

#: A row is left where it is while it stands in this middle share of the view.
_MIDDLE = 0.7
#: So many threads at one row are named.
_MOST_NAMES = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Marks:
    """What is drawn on top of code at t.

    Attributes:
        chips: The threads at each row.
        columns: For each row of the text that has a thread, the characters of what executes: from, to, and the tint.
        linked: The line of the text that is pointed at or chosen, here or beside; 0 for none.
    """

    chips: Mapping[int, tuple[Chip, ...]] = field(default_factory=dict)
    columns: Mapping[int, tuple[tuple[int, int, str], ...]] = field(default_factory=dict)
    linked: int = 0


class CodeView(QListView):
    """Rows of code of one height, of which only those in view are drawn.

    Signals:
        pointed_at: The pointer or the keyboard came to a row, or left all rows: -1.
        chosen: A row was clicked, or Enter pressed on it, and whether Shift was held.
        thread_chosen: The chips of a row were clicked; the index of the thread whose turn it is.
    """

    pointed_at = Signal(int)
    chosen = Signal(int, bool)
    thread_chosen = Signal(object)

    def __init__(self, theme: Theme, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self.marks = Marks()
        self._held = False
        self._kept = -1
        #: How wide the room for chips at the left is.
        self.chips_px = 0.0
        self.setAccessibleName(name)
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setLayoutMode(QListView.LayoutMode.SinglePass)
        # What stands at the left stays there when code is moved sideways.
        self.horizontalScrollBar().valueChanged.connect(self.viewport().update)
        self.verticalScrollBar().sliderPressed.connect(self._hold)
        self.setCornerWidget(QWidget(self))
        self.set_theme(theme)

    def set_marks(self, marks: Marks) -> None:
        """Draw other marks."""
        if marks != self.marks:
            self.marks = marks
            self.viewport().update()

    def set_theme(self, theme: Theme) -> None:
        """Draw in other colours."""
        self.theme = theme
        colours = self.palette()
        colours.setColor(QPalette.ColorRole.Base, QColor(theme.panel))
        self.setPalette(colours)
        self.viewport().update()

    def keep_in_view(self, row: int, *, anew: bool = False) -> None:
        """Move the code if a row has left the middle, unless the user has moved it away; ``anew`` forgets that."""
        self._kept = row
        index = self.model().index(row, 0)
        if not index.isValid():
            return
        self.executeDelayedItemsLayout()  # of a program that was only just put there
        place, height = self.visualRect(index), self.viewport().height()
        margin = round(height * (1 - _MIDDLE) / 2)
        inside = place.top() >= margin and place.bottom() <= height - margin
        self._held = self._held and not anew and not inside
        if self._held or inside:
            return
        bar = self.verticalScrollBar()
        if place.bottom() < -height or place.top() > 2 * height:
            bar.setValue(bar.value() + place.center().y() - height // 2)  # far away: into the middle
        elif place.top() < margin:
            bar.setValue(bar.value() + place.top() - margin)
        else:
            bar.setValue(bar.value() + place.bottom() - (height - margin))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep in view what was, in a view that has become lower, too."""
        super().resizeEvent(event)
        if self._kept >= 0:
            self.keep_in_view(self._kept)

    def _hold(self) -> None:
        self._held = True

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the code where the user moves it."""
        self._hold()
        super().wheelEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Say what is pointed at."""
        super().mouseMoveEvent(event)
        self.pointed_at.emit(self.indexAt(event.position().toPoint()).row())

    def leaveEvent(self, event: QEvent) -> None:
        """Point at nothing."""
        super().leaveEvent(event)
        self.pointed_at.emit(-1)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Choose the row that was clicked."""
        super().mouseReleaseEvent(event)
        index = self.indexAt(event.position().toPoint())
        if event.button() != Qt.MouseButton.LeftButton or not index.isValid():
            return
        chips = self.marks.chips.get(index.row(), ())
        if chips and event.position().x() < self.chips_px:
            self.thread_chosen.emit(next_of(chips))
        else:
            self._hold()
            self.chosen.emit(index.row(), bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier))

    def viewportEvent(self, event: QEvent) -> bool:
        """Name all threads at a row, those included for whose chips there is no room."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            chips = self.marks.chips.get(self.indexAt(event.pos()).row(), ())
            if chips and event.pos().x() < self.chips_px:
                QToolTip.showText(event.globalPos(), self.names(chips), self.viewport())
                return True
        return super().viewportEvent(event)

    def names(self, chips: tuple[Chip, ...]) -> str:
        """Return what the tool tip of a row with these threads says."""
        running, others = ([chip.label for chip in chips if chip.on_core is on] for on in (True, False))
        lines = [self.tr("executes: {}").format(", ".join(running))] if running else []
        if others:
            more = ", …" if len(others) > _MOST_NAMES else ""
            lines.append(self.tr("stopped here: {}").format(", ".join(others[:_MOST_NAMES]) + more))
        return "\n".join([*lines, self.tr("Click: follow")])

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Choose the row with the focus by Enter."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and self.currentIndex().isValid():
            self.chosen.emit(self.currentIndex().row(), bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier))
            return
        super().keyPressEvent(event)

    def currentChanged(
        self, current: QModelIndex | QPersistentModelIndex, previous: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Point at the row that the keyboard came to."""
        super().currentChanged(current, previous)
        if self.hasFocus():
            self.pointed_at.emit(current.row())


def next_of(chips: tuple[Chip, ...]) -> int | None:
    """Return the thread after the one that is followed, nobody after the last."""
    ordered = sorted(chips, key=lambda chip: (not chip.on_core, chip.thread))
    places = [number for number, chip in enumerate(ordered) if chip.followed]
    if not places:
        return ordered[0].thread
    return ordered[places[0] + 1].thread if places[0] + 1 < len(ordered) else None

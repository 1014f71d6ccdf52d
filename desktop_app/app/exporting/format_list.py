"""The list of formats: titled groups, and a sentence on what each is good for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QKeyEvent, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from desktop_app.app.exporting.available import why_not
from desktop_app.app.exporting.words import tr
from desktop_app.app.styling import TEXT_PX
from desktop_app.export.formats import Format, Kind
from desktop_app.views.theme import Theme, ui_font

_GROUPS: Final = (
    (Kind.PICTURE, "Picture"),
    (Kind.SEQUENCE, "Frames"),
    (Kind.CLIP, "Video"),
    (Kind.SLIDES, "Slides"),
    (Kind.DATA, "Data"),
)
_FORM: Final = Qt.ItemDataRole.UserRole
_SENTENCE: Final = Qt.ItemDataRole.UserRole + 1
_USABLE: Final = Qt.ItemDataRole.UserRole + 2
_SIDE_PX, _TOP_PX, _GAP_PX = 10, 7, 2
_HEADING_PX: Final = 30
_SMALL_PX: Final = TEXT_PX - 1
#: Room for the scroll bar, whether it is there or not.
_BAR_PX: Final = 16

Index = QModelIndex | QPersistentModelIndex


class _Look(QStyledItemDelegate):
    """Paints headings, and formats with their sentences."""

    def __init__(self, theme: Theme, parent: QListWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._list = parent

    def sizeHint(self, _option: QStyleOptionViewItem, index: Index) -> QSize:
        """Return the size of a row: as high as its sentence needs."""
        wide = self._list.width() - _BAR_PX - 2 * _SIDE_PX - 8
        if index.data(_FORM) is None:
            return QSize(wide, _HEADING_PX)
        title = QFontMetrics(ui_font(TEXT_PX, 600)).height()
        metrics = QFontMetrics(ui_font(_SMALL_PX))
        flags = int(Qt.TextFlag.TextWordWrap)
        text = metrics.boundingRect(QRect(0, 0, max(80, wide), 1000), flags, index.data(_SENTENCE)).height()
        return QSize(wide, title + text + _GAP_PX + 2 * _TOP_PX)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint a row."""
        rect: QRect = option.rect
        state: QStyle.StateFlag = option.state
        theme = self._theme
        place = rect.adjusted(_SIDE_PX, _TOP_PX, -_SIDE_PX, -_TOP_PX)
        painter.save()
        if index.data(_FORM) is None:
            painter.setFont(ui_font(_SMALL_PX, 700))
            painter.setPen(QColor(theme.muted))
            painter.drawText(place, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignBottom, index.data())
            painter.restore()
            return
        usable = bool(index.data(_USABLE))
        if state & QStyle.StateFlag.State_Selected:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            focused = self._list.hasFocus()
            painter.setPen(QPen(QColor(theme.processes[0] if focused else theme.border), 2 if focused else 1))
            painter.setBrush(QColor(theme.track))
            painter.drawRoundedRect(rect.adjusted(1, 1, -1, -1), 6, 6)
        font = ui_font(TEXT_PX, 600)
        painter.setFont(font)
        painter.setPen(QColor(theme.text if usable else theme.faint))
        high = QFontMetrics(font).height()
        painter.drawText(
            QRect(place.left(), place.top(), place.width(), high), Qt.AlignmentFlag.AlignVCenter, index.data()
        )
        painter.setFont(ui_font(_SMALL_PX))
        painter.setPen(QColor(theme.muted if usable else theme.faint))
        painter.drawText(place.adjusted(0, high + _GAP_PX, 0, 0), int(Qt.TextFlag.TextWordWrap), index.data(_SENTENCE))
        painter.restore()


class FormatList(QListWidget):
    """Formats in groups; one of them is chosen.

    Signals:
        chosen: Another format; it.
    """

    chosen = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(tr("Format"))
        self.setToolTip("")
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)
        self.setResizeMode(QListWidget.ResizeMode.Adjust)
        self._look = _Look(theme, self)
        self.setItemDelegate(self._look)
        self.currentItemChanged.connect(self._tell)

    @property
    def form(self) -> Format | None:
        """The chosen format; None while there is none to choose."""
        item = self.currentItem()
        found = item.data(_FORM) if item is not None else None
        return found if isinstance(found, Format) else None

    def offer(self, forms: Sequence[Format], chosen: str) -> None:
        """Offer formats, and choose one of them by its name, or the first that can be written."""
        self.blockSignals(True)
        self.clear()
        for kind, title in _GROUPS:
            members = [form for form in forms if form.kind is kind]
            if members:
                self._add_heading(tr(title))
            for form in members:
                self._add(form)
        self.blockSignals(False)
        items = [self.item(row) for row in range(self.count())]
        usable = [item for item in items if item.data(_USABLE)]
        wanted = next((item for item in usable if item.data(_FORM).name == chosen), usable[0])
        self.setCurrentItem(wanted)

    def choose(self, name: str) -> bool:
        """Choose a format by its name, and say whether it is there."""
        for row in range(self.count()):
            form = self.item(row).data(_FORM)
            if isinstance(form, Format) and form.name == name and self.item(row).data(_USABLE):
                self.setCurrentRow(row)
                return True
        return False

    def _add_heading(self, title: str) -> None:
        item = QListWidgetItem(title, self)
        item.setFlags(Qt.ItemFlag.NoItemFlags)

    def _add(self, form: Format) -> None:
        problem = why_not(form)
        sentence = problem or f"{tr(form.sentence)}."
        item = QListWidgetItem(tr(form.title), self)
        item.setData(_FORM, form)
        item.setData(_SENTENCE, sentence)
        item.setData(_USABLE, not problem)
        item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{tr(form.title)}: {sentence}")
        if problem:
            item.setFlags(Qt.ItemFlag.NoItemFlags)

    def _tell(self) -> None:
        form = self.form
        if form is not None:
            self.chosen.emit(form)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go to the first and the last format with Home and End, which would stop at a heading."""
        usable = [self.item(row) for row in range(self.count()) if self.item(row).data(_USABLE)]
        if usable and event.key() in {Qt.Key.Key_Home, Qt.Key.Key_End}:
            self.setCurrentItem(usable[0 if event.key() == Qt.Key.Key_Home else -1])
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Let sentences wrap anew."""
        super().resizeEvent(event)
        self.scheduleDelayedItemsLayout()
        if self.currentItem() is not None:
            self.scrollToItem(self.currentItem())

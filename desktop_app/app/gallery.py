"""The gallery of ready lessons and examples: a picture and a sentence each, drawn while one looks."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QEvent, QObject, QRect, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetrics,
    QImage,
    QKeyEvent,
    QPainter,
    QPen,
    QPixmap,
    QStandardItem,
    QStandardItemModel,
    QTextOption,
)
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QLabel,
    QLineEdit,
    QStyle,
    QVBoxLayout,
    QWidget,
)

from desktop_app.analysis.cores import lookahead_ns
from desktop_app.analysis.moment import Moments
from desktop_app.app.card_list import CardIndex, CardList, CardPainter
from desktop_app.app.dialogs.form import set_role
from desktop_app.engine.build import simulate
from desktop_app.engine.limits import WINDOW_LIMITS
from desktop_app.export.easel import Easel
from desktop_app.export.look import Look
from desktop_app.export.seen import Run, Seen
from desktop_app.model.errors import CoreloomError
from desktop_app.model.lesson import Shown
from desktop_app.storage.gallery import Example, ShippedLesson
from desktop_app.storage.lesson_file import read_lesson
from desktop_app.storage.scenario_file import open_source
from desktop_app.teaching.lesson_check import step_span
from desktop_app.teaching.running import Runs
from desktop_app.trace.trace import Trace
from desktop_app.views.theme import Theme, ui_font

_PICTURE = QSize(320, 180)
_CARD = QSize(344, 282)
_BADGE_PX, _BADGE_PAD_PX = 20, 9
_TITLE_PX = (15, 14, 13)
_SIZE_PX = QSize(1130, 820)
#: Pictures are drawn large and shown small: what is thin stays visible.
_DRAWN = (1440, 810)
#: A picture's run advances in slices of so many events, so that the window answers in between.
_EVENTS = 20_000
#: All pictures in two palettes: some 12 MB, on a screen of twice the density four times as much.
_REMEMBERED = 50
_Role = Qt.ItemDataRole
_INDEX, _GROUP, _KIND = _Role.UserRole, _Role.UserRole + 1, _Role.UserRole + 2

#: What the gallery shows.
Entry = Example | ShippedLesson


@lru_cache(maxsize=_REMEMBERED)
def entry_picture(entry: Entry, theme: Theme, dpr: float) -> QPixmap:
    """Return an example's picture at its moment, or at the end of its run where that comes before.

    A lesson's is that of the step in its middle. Pictures are remembered: to draw one, a program is compiled and run.

    Raises:
        CoreloomError: When it cannot be run: the installation is damaged.
    """
    trace, t_ns = _of_lesson(entry) if isinstance(entry, ShippedLesson) else _of_example(entry)
    easel = Easel(Look(size=_DRAWN, theme=theme.name))
    image = easel.paint(Seen(runs=(Run(moments=Moments(trace)),), t_ns=t_ns, shown=Shown.BOTH))
    easel.close()
    size = _PICTURE * dpr
    small: QImage = image.scaled(size, Qt.AspectRatioMode.IgnoreAspectRatio, Qt.TransformationMode.SmoothTransformation)
    pixmap = QPixmap.fromImage(small)
    pixmap.setDevicePixelRatio(dpr)
    return pixmap


def _of_example(example: Example) -> tuple[Trace, int]:
    simulation = simulate(open_source(example.path), WINDOW_LIMITS)
    trace = simulation.trace
    wanted_ns = example.at_ns + lookahead_ns(trace)
    while not trace.finished and trace.known_until_ns < wanted_ns:
        simulation.advance(wanted_ns, _EVENTS)
    return trace, min(example.at_ns, trace.known_until_ns)


def _of_lesson(shipped: ShippedLesson) -> tuple[Trace, int]:
    lesson = read_lesson(shipped.path)
    step = lesson.steps[len(lesson.steps) // 2]
    trace = Runs().trace(step.scenario)
    span = step_span(lesson, step, [trace])
    return trace, (span.begin_ns + span.end_ns) // 2


class _CardPainter(CardPainter):
    """One entry: its picture, its title, its sentence."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(theme, _PICTURE, _CARD, parent)

    def edge(self, state: QStyle.StateFlag) -> QPen:
        theme = self.theme
        if state & QStyle.StateFlag.State_Selected:
            return QPen(QColor(theme.processes[0]), 2.0)
        return QPen(QColor(theme.faint if state & QStyle.StateFlag.State_MouseOver else theme.border), 1.0)

    def paint_words(self, painter: QPainter, card: QRectF, place: QRectF, index: CardIndex) -> None:
        theme = self.theme
        self._kind(painter, place, index.data(_KIND))
        text = QRect(round(place.x()), round(place.bottom()) + 8, round(place.width()), 20)
        painter.setFont(_title_font(index.data(), text.width()))
        painter.setPen(QColor(theme.text))
        title = painter.fontMetrics().elidedText(index.data(), Qt.TextElideMode.ElideRight, text.width())
        painter.drawText(text, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, title)
        painter.setFont(ui_font(13))
        painter.setPen(QColor(theme.muted))
        below = QRectF(text.x(), text.bottom() + 3, text.width(), card.bottom() - text.bottom() - 6)
        wrap = QTextOption(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        wrap.setWrapMode(QTextOption.WrapMode.WordWrap)
        painter.drawText(below, index.data(_Role.ToolTipRole), wrap)

    def _kind(self, painter: QPainter, place: QRectF, kind: str | None) -> None:
        """Write into the corner of the picture what kind of entry it is, where there are several."""
        if not kind:
            return
        painter.setFont(ui_font(11, 700))
        wide = painter.fontMetrics().horizontalAdvance(kind) + 2 * _BADGE_PAD_PX
        badge = QRectF(place.right() - wide - 6, place.bottom() - _BADGE_PX - 6, wide, _BADGE_PX)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self.theme.processes[0]))
        painter.drawRoundedRect(badge, _BADGE_PX / 2, _BADGE_PX / 2)
        painter.setPen(QColor(self.theme.on_process))
        painter.drawText(badge, Qt.AlignmentFlag.AlignCenter, kind)


def _title_font(title: str, width_px: int) -> QFont:
    """Return the font of a title: a little smaller where it would not fit, before anything is left out."""
    fonts = [ui_font(size_px, 700) for size_px in _TITLE_PX]
    return next((font for font in fonts if QFontMetrics(font).horizontalAdvance(title) <= width_px), fonts[-1])


class GalleryDialog(QDialog):
    """Lets the user choose a ready lesson or example.

    Args:
        entries: What there is.
        title: What they are.
        theme: The colours.
        parent: The window.

    Signals:
        entry_chosen: The user chose one of them.
    """

    entry_chosen = Signal(object)

    def __init__(self, entries: tuple[Entry, ...], title: str, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._entries = entries
        self._theme = theme
        self._undrawn = list(range(len(entries)))
        self.setWindowTitle(title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(_SIZE_PX.boundedTo(parent.size()))
        heading = QLabel(title, self)
        heading.setProperty("role", "heading")
        self.search = QLineEdit(self)
        self.search.setPlaceholderText(self.tr("Find one, such as deadlock or MLFQ"))
        self.search.setAccessibleName(self.tr("Find a lesson or an example"))
        self.search.setClearButtonEnabled(True)
        self.model = QStandardItemModel(self)
        self.list = self._made_list()
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Open | QDialogButtonBox.StandardButton.Cancel, self)
        self.open_button = buttons.button(QDialogButtonBox.StandardButton.Open)
        set_role(self.open_button, "primary")
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 16, 20, 16)
        layout.setSpacing(10)
        for widget in (heading, self.search, self.list, buttons):
            layout.addWidget(widget)
        self._fill()
        self.search.textChanged.connect(self._narrow)
        self.search.returnPressed.connect(self.accept)
        self.list.activated.connect(lambda _index: self.accept())
        self.list.selectionModel().currentChanged.connect(lambda *_: self._show_choice())
        self._timer = QTimer(self)
        self._timer.setInterval(0)
        self._timer.timeout.connect(self._draw_next)
        self._timer.start()
        self._choose(0)
        self.list.installEventFilter(self)
        self.list.setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let what is typed in the list look for it, as in the field above."""
        if watched is self.list and isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress:
            text, held = event.text(), event.modifiers()
            plain = not held & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier)
            if plain and text.isprintable() and text.strip():
                self.search.setFocus()
                self.search.insert(text)
                return True
        return super().eventFilter(watched, event)

    def _made_list(self) -> CardList:
        view = CardList(self.model, self._theme, self.windowTitle(), self)
        view.setItemDelegate(_CardPainter(self._theme, view))
        view.setMouseTracking(True)
        return view

    def _fill(self) -> None:
        mixed = len({type(entry) for entry in self._entries}) > 1
        for index, entry in enumerate(self._entries):
            kind = self.tr("Lesson") if mixed and isinstance(entry, ShippedLesson) else ""
            item = QStandardItem(self.tr(entry.title))
            item.setData(index, _INDEX)
            item.setData(self.tr(entry.group), _GROUP)
            item.setToolTip(self.tr(entry.sentence))
            item.setData(kind, _KIND)
            heard = f"{kind}: {entry.title}" if kind else entry.title
            item.setData(f"{heard}. {entry.sentence}", _Role.AccessibleTextRole)
            self.model.appendRow(item)

    def _narrow(self, words: str) -> None:
        wanted = words.casefold().split()
        first = -1
        for row in range(self.model.rowCount()):
            item = self.model.item(row)
            text = " ".join((item.text(), item.toolTip(), item.data(_GROUP), item.data(_KIND))).casefold()
            hidden = not all(word in text for word in wanted)
            self.list.setRowHidden(row, hidden)
            if not hidden and first < 0:
                first = row
        self._choose(first)

    def _choose(self, row: int) -> None:
        self.list.setCurrentIndex(self.model.index(row, 0))
        self._show_choice()

    def _show_choice(self) -> None:
        self.open_button.setEnabled(self.list.currentIndex().isValid())

    @property
    def drawn(self) -> int:
        """How many pictures were drawn so far."""
        return len(self._entries) - len(self._undrawn)

    def _draw_next(self) -> None:
        """Draw one more picture; those that can be seen come first."""
        if not self._undrawn:
            self._timer.stop()
            return
        seen = self.list.viewport().rect()
        visible = (row for row in self._undrawn if self.list.visualRect(self.model.index(row, 0)).intersects(seen))
        row = next(visible, self._undrawn[0])
        self._undrawn.remove(row)
        try:
            picture = entry_picture(self._entries[row], self._theme, self.devicePixelRatioF())
        except CoreloomError as error:
            self.model.item(row).setToolTip(str(error))
            return
        self.model.item(row).setData(picture, _Role.DecorationRole)

    def accept(self) -> None:
        """Close, and tell which was chosen."""
        index = self.list.currentIndex()
        if index.isValid() and not self.list.isRowHidden(index.row()):
            super().accept()
            self.entry_chosen.emit(self._entries[index.data(_INDEX)])

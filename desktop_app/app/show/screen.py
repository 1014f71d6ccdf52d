"""The audience's screen: the picture, the caption, the question, and nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QRect, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from desktop_app.app.show.blank import Blank
from desktop_app.app.show.sides import show_sides
from desktop_app.app.show.window import ShowWindow
from desktop_app.app.side_by_side.panes import SideBySide
from desktop_app.export.painting import paint_timeline_of
from desktop_app.export.seen import Seen, areas
from desktop_app.views.caption.widgets import CaptionBand, QuestionCard
from desktop_app.views.ink.ink import Ink
from desktop_app.views.ink.overlay import InkOverlay
from desktop_app.views.stage.view import StageView
from desktop_app.views.theme import Theme

if TYPE_CHECKING:
    from desktop_app.views.timeline.index import TimelineIndex

#: A pointer that stands still this long, in milliseconds, is in the way.
_POINTER_MS = 2_500


class _TimelinePicture(QWidget):
    """The timeline, in text as large as the stage's; the audience has nothing to zoom in it."""

    def __init__(self, parent: QWidget, theme: Theme) -> None:
        super().__init__(parent)
        self.theme = theme
        self.seen: Seen | None = None
        self._index: TimelineIndex | None = None
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAccessibleName(self.tr("Timeline"))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(self.theme.window))
        if self.seen is None:
            return
        trace = self.seen.runs[0].moments.trace
        if self._index is None or self._index.trace is not trace:
            from desktop_app.views.timeline.index import TimelineIndex  # noqa: PLC0415 - numpy is not needed before

            self._index = TimelineIndex(trace)
        paint_timeline_of(painter, QRectF(self.rect()), self.seen, self.theme, self._index)


class _Cover(QWidget):
    """Black or white over everything."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.blank = Blank.NONE
        self.setAccessibleName(self.tr("The picture is switched off"))
        self.hide()

    def paintEvent(self, _event: QPaintEvent) -> None:
        QPainter(self).fillRect(self.rect(), QColor(self.blank.value or Blank.BLACK.value))


class AudienceScreen(ShowWindow):
    """Shows what the audience sees.

    Signals:
        camera_moved: The speaker looks from elsewhere, by wheel or drag; carries a `Camera`.
        thread_clicked: A thread's label was clicked; its index in the trace.
        context_requested: A menu was asked for; the index of the thread there or None, and where on the screen.
        voted: A choice of the question was pressed; its place, and 1, or -1 where a vote is taken back.
    """

    camera_moved = Signal(object)
    thread_clicked = Signal(int)
    context_requested = Signal(object, object)
    voted = Signal(int, int)

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self.setWindowTitle(self.tr("Presentation – Coreloom"))
        self.setAccessibleName(self.tr("What the audience sees"))
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setMouseTracking(True)
        self._seen: Seen | None = None
        self.stage = StageView(self, bare=True)
        self.stage.setMinimumSize(0, 0)
        self.stage.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.stage.viewport().setMouseTracking(True)
        self.stage.viewport().installEventFilter(self)
        self.stage.set_theme(theme)
        self.stage.camera_changed.connect(self._tell_camera)
        self.stage.thread_clicked.connect(self.thread_clicked)
        self.stage.context_requested.connect(self.context_requested)
        self.timeline = _TimelinePicture(self, theme)
        self.sides: SideBySide | None = None
        self.caption = CaptionBand(self)
        self.question = QuestionCard(self)
        self.question.set_answering(can_be_answered=True)
        self.question.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.question.choice_pressed.connect(self.voted)
        for band in (self.caption, self.question):
            band.set_theme(theme)
        self.ink = InkOverlay(self)
        self.ink.set_theme(theme)
        self._blank = _Cover(self)
        self._pointer = QTimer(self)
        self._pointer.setSingleShot(True)
        self._pointer.setInterval(_POINTER_MS)
        self._pointer.timeout.connect(lambda: self._show_pointer(shown=False))

    @property
    def seen(self) -> Seen | None:
        """What is shown; None before the first."""
        return self._seen

    def show_seen(self, seen: Seen) -> None:
        """Show this, whatever was shown before."""
        before, self._seen = self._seen, seen
        if before is None or not _stands_alike(before, seen):
            self.caption.show_caption(seen.read)
            self.question.show_question(seen.told)
            self._place()
        if len(seen.runs) > 1:
            self._show_sides(seen, before)
        else:
            self._show_stage(seen)
        self.timeline.seen = seen
        self.timeline.update()
        if before is None or before.options.reduce_motion is not seen.options.reduce_motion:
            self.ink.set_reduce_motion(reduce_motion=seen.options.reduce_motion)
        self.ink.picture_changed()

    def show_ink(self, ink: Ink) -> None:
        """Show what the speaker points at and has drawn."""
        self.ink.set_ink(ink)
        self._restack()

    def _restack(self) -> None:
        """Let nothing lie over a blank but what the speaker looks at."""
        self._blank.raise_()
        self.lift()

    def _show_sides(self, seen: Seen, before: Seen | None) -> None:
        assert self.sides is not None
        show_sides(self.sides, seen, before if before is not None and len(before.runs) > 1 else None)

    def _show_stage(self, seen: Seen) -> None:
        self.stage.show_snapshot(seen.snapshot)
        if seen.options != self.stage.options:
            self.stage.set_options(seen.options)

    @property
    def blank(self) -> Blank:
        """What takes the place of the picture."""
        return self._blank.blank

    def set_blank(self, blank: Blank) -> None:
        """Put black or white in the place of the picture, or show it again."""
        self._blank.blank = blank
        self._blank.setGeometry(self.rect())
        self._blank.setVisible(blank is not Blank.NONE)
        self._blank.update()
        self._restack()

    def set_theme(self, theme: Theme) -> None:
        """Show it in this palette."""
        super().set_theme(theme)
        self.stage.set_theme(theme)
        self.timeline.theme = theme
        self.timeline.update()
        for band in (self.caption, self.question):
            band.set_theme(theme)
        self.ink.set_theme(theme)
        if self.sides is not None:
            self.sides.set_theme(theme)

    def sizeHint(self) -> QSize:
        """Return a size for a window of its own."""
        return QSize(1280, 720)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fill the new size."""
        super().resizeEvent(event)
        self._place()
        self._blank.setGeometry(self.rect())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the ground; the rest are widgets."""
        QPainter(self).fillRect(self.rect(), QColor(self.theme.window))

    def _place(self) -> None:
        if self._seen is None:
            return
        places, apart = areas(self._seen, self.width(), self.height()), len(self._seen.runs) > 1
        if apart and self.sides is None:
            self.sides = SideBySide(self.theme, self)
            self.sides.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
            self.sides.stackUnder(self.ink)
        nothing = QRectF()
        stands: list[tuple[QWidget, QRectF]] = [
            (self.stage, nothing if apart else places.stage),
            (self.timeline, places.timeline),
            (self.caption, places.band if self._seen.read.paragraphs else nothing),
            (self.question, places.question),
        ]
        if self.sides is not None:
            stands.append((self.sides, places.stage if apart else nothing))
        for band in (self.caption, self.question):
            band.set_picture_height(self.height())
        for widget, place in stands:
            widget.setVisible(not place.isEmpty())
            if not place.isEmpty():
                widget.setGeometry(_whole(place))

    def _tell_camera(self, camera: object) -> None:
        if self._seen is not None and camera != self._seen.options.camera:
            self.camera_moved.emit(camera)

    # The pointer

    def eventFilter(self, watched: object, event: QEvent) -> bool:
        """Show the pointer while it moves over the picture."""
        del watched
        if event.type() in {QEvent.Type.MouseMove, QEvent.Type.MouseButtonPress, QEvent.Type.Wheel}:
            self._show_pointer(shown=True)
        return False

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Show the pointer while it moves."""
        super().mouseMoveEvent(event)
        self._show_pointer(shown=True)

    def _show_pointer(self, *, shown: bool) -> None:
        for widget in (self, self.stage.viewport()):
            if shown:
                widget.unsetCursor()
            else:
                widget.setCursor(Qt.CursorShape.BlankCursor)
        if shown and self.isVisible():
            self._pointer.start()


def _stands_alike(one: Seen, other: Seen) -> bool:
    """Return whether words and places are the same, so that only pictures of runs differ."""
    return (
        one.shown is other.shown
        and one.caption == other.caption
        and one.captions == other.captions
        and one.told == other.told
        and one.read == other.read
        and len(one.runs) == len(other.runs)
    )


def _whole(place: QRectF) -> QRect:
    return QRect(round(place.x()), round(place.y()), round(place.width()), round(place.height()))

"""What will be written, drawn small beside the options, and a slider through all of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSize, QSizeF, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent, QPen, QPixmap, QResizeEvent
from PySide6.QtWidgets import QFrame, QLabel, QSizePolicy, QSlider, QVBoxLayout, QWidget

from desktop_app.app.dialogs.form import plain_label, set_role
from desktop_app.app.exporting.footage import Footage
from desktop_app.app.exporting.words import count_text, tr
from desktop_app.export.easel import Easel
from desktop_app.export.look import Look
from desktop_app.export.seen import Seen
from desktop_app.model.durations import spaced_duration
from desktop_app.views.elided_label import ElidedLabel
from desktop_app.views.theme import Theme, mono_font

#: Changes that follow each other this quickly are drawn once.
_WAIT_MS: Final = 40
_LEAST_PX: Final = QSize(240, 150)
_WANTED_PX: Final = QSize(520, 320)
_CHECK_PX: Final = 8
_PAGE: Final = 20
_TEXT_PX: Final = 11

#: A picture by its number, or None while it is not drawn yet; and what is said of it.
Steps = Callable[[int], QPixmap | None]
Told = Callable[[int], str]


class _Canvas(QWidget):
    """A picture in the middle of its place, or why there is none."""

    resized = Signal()

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._picture: QImage | QPixmap | None = None
        self._text = ""
        self._shape = (16, 9)
        self._checked = self._reads = False
        self.setMinimumSize(_LEAST_PX)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName(tr("Preview"))

    def sizeHint(self) -> QSize:
        """Return the size at which text in it can be read."""
        return _WANTED_PX

    def show_picture(self, picture: QImage | QPixmap | None, *, checked: bool = False) -> None:
        """Show a picture; over a chequered ground where it is see-through."""
        self._picture, self._text, self._checked = picture, "", checked
        self.update()

    def say(self, text: str) -> None:
        """Say why there is no picture."""
        self._picture, self._text, self._reads = None, text, False
        self.update()

    def show_text(self, text: str) -> None:
        """Show how a text begins."""
        self.say(text)
        self._reads = True

    def set_shape(self, width: int, height: int) -> None:
        """Show pictures of this shape."""
        self._shape = (width, height)

    @property
    def place(self) -> QRectF:
        """Where the picture stands."""
        room = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        size = QSizeF(*self._shape).scaled(room.size(), Qt.AspectRatioMode.KeepAspectRatio)
        return QRectF(room.center() - QPointF(size.width() / 2, size.height() / 2), size)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Ask for a picture that fits."""
        super().resizeEvent(event)
        self.resized.emit()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint it."""
        painter, place = QPainter(self), self.place
        if self._picture is None and self._reads:
            painter.setFont(mono_font(_TEXT_PX))
            painter.setPen(QColor(self._theme.text))
            painter.drawText(self.rect(), int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop), self._text)
            return
        if self._picture is None:
            painter.setPen(QColor(self._theme.muted))
            flags = int(Qt.AlignmentFlag.AlignCenter) | int(Qt.TextFlag.TextWordWrap)
            painter.drawText(QRectF(self.rect()).adjusted(24, 8, -24, -8), flags, self._text)
            return
        if self._checked:
            _paint_chequered(painter, place)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        picture = self._picture
        if isinstance(picture, QImage):
            painter.drawImage(place, picture)
        else:
            painter.drawPixmap(place, picture, QRectF(picture.rect()))
        painter.setPen(QPen(QColor(self._theme.border), 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(place)


def _paint_chequered(painter: QPainter, place: QRectF) -> None:
    """Paint what every program shows behind what is see-through."""
    painter.save()
    painter.setClipRect(place)
    painter.fillRect(place, QColor("#FFFFFF"))
    for row in range(int(place.height()) // _CHECK_PX + 1):
        for column in range(row % 2, int(place.width()) // _CHECK_PX + 1, 2):
            corner = place.topLeft() + QPointF(column * _CHECK_PX, row * _CHECK_PX)
            painter.fillRect(QRectF(corner, QSizeF(_CHECK_PX, _CHECK_PX)), QColor("#D8DCE2"))
    painter.restore()


class Preview(QFrame):
    """Shows pictures of what will be written, by the very code that writes them.

    Args:
        theme: The colours around the pictures.
        parent: The dialog.

    Signals:
        moment_chosen: The slider was moved to a moment of a picture, in nanoseconds.
    """

    moment_chosen = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        set_role(self, "card")
        self._footage: Footage | None = None
        self._steps: Steps | None = None
        self._told: Told = str
        self._whole_ns = 0
        self._easel: Easel | None = None
        heading = QLabel(tr("Preview"), self)
        set_role(heading, "section")
        self.canvas = _Canvas(theme, self)
        self.caption = ElidedLabel(tr("What the preview shows"), self)
        self.slider = QSlider(Qt.Orientation.Horizontal, self)
        self.slider.setPageStep(_PAGE)
        self.slider.setAccessibleName(tr("Go through what will be written"))
        self.slider.setToolTip(tr("Go through what will be written"))
        self.note = plain_label("")
        self.note.setWordWrap(True)
        set_role(self.note, "hint")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(14, 10, 14, 12)
        layout.setSpacing(8)
        for part, stretch in ((heading, 0), (self.canvas, 1), (self.slider, 0), (self.caption, 0), (self.note, 0)):
            layout.addWidget(part, stretch)
        self.note.hide()
        self._wait = QTimer(self)
        self._wait.setSingleShot(True)
        self._wait.setInterval(_WAIT_MS)
        self._wait.timeout.connect(self.draw)
        self.canvas.resized.connect(self._soon)
        self.slider.valueChanged.connect(self._slide)

    def show_footage(self, footage: Footage, whole_ns: int) -> None:
        """Show a run's pictures.

        Args:
            footage: What is shown of it.
            whole_ns: How far the slider goes where it chooses the moment of a single picture.
        """
        self._footage, self._steps, self._whole_ns = footage, None, whole_ns
        self.canvas.set_shape(*footage.look.size)
        if footage.film:
            self._offer(footage.frames, None)
        else:
            self._offer(whole_ns // self._grain_ns + 1 if whole_ns else 1, footage.pace.begin_ns // self._grain_ns)
        self._soon()

    def show_steps(self, count: int, steps: Steps, told: Told, look: Look, first: int) -> None:
        """Show a picture of each step of a lesson, as they are drawn; at first that of the step that is shown."""
        at = first if self._steps is None or count != self.slider.maximum() + 1 else None
        self._footage, self._steps, self._told = None, steps, told
        self.canvas.set_shape(*look.size)
        self._offer(count, at)
        self._soon()

    def say(self, text: str) -> None:
        """Show no picture, and say why."""
        self._footage = self._steps = None
        self._wait.stop()
        self.canvas.say(text)
        self.caption.say("")
        self.slider.hide()

    def show_text(self, text: str) -> None:
        """Show how the data begins that will be written."""
        self.canvas.show_text(text)
        self.caption.say(tr("How it begins"))

    @property
    def pixels(self) -> tuple[QSize, float]:
        """The size in which pictures are shown, in device pixels, and how many of these a logical one has."""
        ratio = self.canvas.devicePixelRatioF()
        place = self.canvas.place
        return QSize(max(1, round(place.width() * ratio)), max(1, round(place.height() * ratio))), ratio

    @property
    def _grain_ns(self) -> int:
        """What the slider moves by where it chooses a moment: ten thousand positions are more than any screen has."""
        return max(1, self._whole_ns // 10_000)

    def _offer(self, count: int, at: int | None) -> None:
        self.slider.blockSignals(True)
        self.slider.setRange(0, max(0, count - 1))
        if at is not None:
            self.slider.setValue(at)
        self.slider.blockSignals(False)
        self.slider.setVisible(count > 1)

    def _slide(self, value: int) -> None:
        if self._footage is not None and not self._footage.film:
            self.moment_chosen.emit(value * self._grain_ns)
        else:
            self._soon()

    def _soon(self) -> None:
        if self._footage is not None or self._steps is not None:
            self._wait.start()

    def draw(self) -> None:
        """Draw the picture that the slider is at."""
        if self._footage is not None:
            self._draw_run(self._footage)
        elif self._steps is not None:
            step = self.slider.value()
            picture = self._steps(step)
            self.canvas.say(tr("The step is being run…")) if picture is None else self.canvas.show_picture(picture)
            self.caption.say(self._told(step))

    def _draw_run(self, footage: Footage) -> None:
        frame = self.slider.value() if footage.film else 0
        image = self._painted(footage.seen(frame), footage.look)
        self.canvas.show_picture(image, checked=footage.look.transparent)
        width, height = footage.look.size
        moment = spaced_duration(footage.t_ns(frame))
        if footage.film:
            number = count_text(frame + 1), count_text(footage.frames)
            self.caption.say(tr("Frame {} of {} · {} · {} × {}").format(*number, moment, width, height))
        else:
            self.caption.say(tr("{} · {} × {} pixels").format(moment, width, height))

    def _painted(self, seen: Seen, look: Look) -> QImage:
        """Paint a picture as it will be, but small."""
        size, _ratio = self.pixels
        share = size.width() / look.size[0]
        small = Look(
            size=(size.width(), size.height()),
            theme=look.theme,
            scale=look.scale * share,
            transparent=look.transparent,
        )
        if self._easel is None or self._easel.look != small:
            if self._easel is not None:
                self._easel.close()
            self._easel = Easel(small)
        return self._easel.paint(seen).copy()

    def close_easel(self) -> None:
        """Let go of what it paints with."""
        self._wait.stop()
        if self._easel is not None:
            self._easel.close()
            self._easel = None

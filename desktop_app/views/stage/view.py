"""The stage as a widget: a graphics scene that paints through the same functions as a picture does."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QCursor,
    QFocusEvent,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QNativeGestureEvent,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QGestureEvent,
    QGraphicsScene,
    QGraphicsView,
    QPinchGesture,
    QSizePolicy,
    QWidget,
)

from desktop_app.analysis.snapshot import Snapshot
from desktop_app.model.camera import Camera, Stop
from desktop_app.views.stage.breadcrumb import Breadcrumb
from desktop_app.views.stage.frame import Frame
from desktop_app.views.stage.header import TITLE_MIDDLE, time_room
from desktop_app.views.stage.journey import area_of, look
from desktop_app.views.stage.layout import MARGIN, scale_for
from desktop_app.views.stage.lens import Approach
from desktop_app.views.stage.lit import lit_words
from desktop_app.views.stage.navigation import (
    KEY_FACTOR,
    Flight,
    camera_of_stop,
    camera_under,
    keyed_stop,
    panned,
    stepped,
    thread_under,
    wheel_factor,
    zoomed,
)
from desktop_app.views.stage.options import PLAIN, StageOptions
from desktop_app.views.stage.places import lens_now, stop_seen
from desktop_app.views.stage.stage_item import StageItem
from desktop_app.views.stage.tips import show_tip
from desktop_app.views.theme import DARK, Theme

#: A title lower than this has no room for the words that say where one is.
_LEAST_PLACE_PX = 18
_BY_KEY = (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason, Qt.FocusReason.ShortcutFocusReason)


class StageView(QGraphicsView):
    """The stage in a window.

    Args:
        parent: What it stands in.
        bare: Whether nothing is shown but the picture: not where one is, no tips, no focus. An audience sees it so.

    Signals:
        thread_clicked: A thread's label was clicked; carries the thread's index in the trace.
        context_requested: A menu was asked for; carries the index of the thread under the pointer, or None, and where
            on the screen.
        resized: The stage has another size, and with it other margins.
        camera_changed: One looks from elsewhere, or flies there; carries the `Camera`.
    """

    thread_clicked = Signal(int)
    context_requested = Signal(object, object)
    resized = Signal()
    camera_changed = Signal(object)

    def __init__(self, parent: QWidget | None = None, *, bare: bool = False) -> None:
        super().__init__(parent)
        self._bare = bare
        self._snapshot: Snapshot | None = None
        self._theme = DARK
        self._options = PLAIN
        self._picture = StageItem()
        scene = QGraphicsScene(self)
        scene.setItemIndexMethod(QGraphicsScene.ItemIndexMethod.NoIndex)
        scene.addItem(self._picture)
        self.setScene(scene)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setViewportUpdateMode(QGraphicsView.ViewportUpdateMode.FullViewportUpdate)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(480, 240)
        # The picture covers all of it: nothing needs to be cleared before.
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setAccessibleName(self.tr("Stage: RAM, bus, scheduler and cores"))
        self.viewport().grabGesture(Qt.GestureType.PinchGesture)
        self._flight = Flight(self)
        self._flight.moved.connect(self._compose)
        #: Where the left button went down, until it comes up; and where a drag came by last.
        self._pressed: QPointF | None = None
        self._dragged: QPointF | None = None
        self._breadcrumb = Breadcrumb(self.viewport())
        self._breadcrumb.set_theme(self._theme)
        self._breadcrumb.stop_chosen.connect(self.go_to)

    def sizeHint(self) -> QSize:
        """Return the size at 1366 by 768 with a timeline below."""
        return QSize(1366, 560)

    @property
    def snapshot(self) -> Snapshot | None:
        """The moment that is shown; None before the first."""
        return self._snapshot

    @property
    def margin_px(self) -> float:
        """The space left and right of the panels, in logical pixels."""
        return MARGIN * scale_for(self.viewport().width(), self.viewport().height())

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Show this moment, whatever was shown before."""
        self._snapshot = snapshot
        self._compose()

    def set_theme(self, theme: Theme) -> None:
        """Draw in these colours."""
        self._theme = theme
        self._picture.ground = theme.window
        self._breadcrumb.set_theme(theme)
        self.viewport().update()
        self._compose()

    @property
    def options(self) -> StageOptions:
        """How the viewer wants to look at it."""
        return self._options

    def set_options(self, options: StageOptions) -> None:
        """Show the same moment in another way; the camera flies there where that is another place."""
        self._change(options, fly=True)

    @property
    def camera(self) -> Camera:
        """Where one looks from, or flies to."""
        return self._options.camera

    def set_camera(self, camera: Camera, *, fly: bool = True) -> None:
        """Look from elsewhere: after a short flight, or at once."""
        self._change(replace(self._options, camera=camera), fly=fly)

    def _change(self, options: StageOptions, *, fly: bool) -> None:
        before, frame = self._options, self._picture.frame
        self._options = options
        follows = options.followed != before.followed and not options.camera.whole
        if options.camera != before.camera or follows or not fly:
            if frame is None or options.reduce_motion or not fly or not self.isVisible():
                self._flight.land()
            else:
                self._flight.begin(lens_now(frame))
        self._compose()
        if options.lit != before.lit:
            self.setAccessibleDescription(lit_words(options.lit))
        if options.camera != before.camera:
            self.camera_changed.emit(options.camera)

    def go_to(self, stop: Stop) -> None:
        """Go to a stop, about the thread that is followed, or stands at the pointer, or else runs."""
        frame = self._picture.frame
        if frame is None:
            return
        pointer = None
        if self.viewport().underMouse() and not self._breadcrumb.underMouse():
            pointer = QPointF(self.viewport().mapFromGlobal(QCursor.pos()))
        self.set_camera(camera_of_stop(frame, stop, pointer))

    def go_to_stop(self, number: int) -> None:
        """Go to a stop by its key: 1 all cores, 2 the scheduler, 3 a core, 4 RAM and the bus, 5 an instruction.

        Raises:
            ValueError: For another number.
        """
        self.go_to(keyed_stop(number))

    def zoom_by(self, factor: float, anchor: QPointF | None = None) -> None:
        """Come ``factor`` times nearer, or go farther away where that is below 1.

        Args:
            factor: More than 0.
            anchor: What stays where it is, in logical pixels; None for the middle.
        """
        frame = self._picture.frame if anchor is not None else self._frame_to_come()
        if frame is not None:
            self.set_camera(zoomed(frame, factor, anchor), fly=anchor is None)

    def follow(self, thread: int | None) -> None:
        """Keep a thread in view as time goes on, by its index in the trace: its core, or where it waits.

        Where only the whole stage is seen, the camera goes to its core. None follows nobody and stays where it is.
        """
        camera = self._options.camera
        if thread is None:
            frame = self._picture.frame
            if frame is not None and frame.lens is not None and not camera.thread and camera.core is None:
                camera = frame.lens.camera
        else:
            camera = Camera(stop=Stop.CORE if camera.whole or camera.stop in {None, Stop.SCHEDULER} else camera.stop)
        self.set_options(replace(self._options, followed=thread, camera=camera))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fill the new size."""
        super().resizeEvent(event)
        rect = QRectF(QRect(0, 0, self.viewport().width(), self.viewport().height()))
        self.scene().setSceneRect(rect)
        self._picture.fill(rect)
        self._compose()
        self.resized.emit()

    def viewportEvent(self, event: QEvent) -> bool:
        """Zoom by two fingers, and say what is under the pointer."""
        if event.type() is QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            if not self._bare:
                show_tip(self._picture.frame, event, self.viewport())
            return True
        if event.type() is QEvent.Type.NativeGesture and isinstance(event, QNativeGestureEvent):
            if event.gestureType() is Qt.NativeGestureType.ZoomNativeGesture:
                self.zoom_by(max(0.1, 1.0 + event.value()), event.position())
                return True
        elif event.type() is QEvent.Type.Gesture and isinstance(event, QGestureEvent):
            pinch = event.gesture(Qt.GestureType.PinchGesture)
            if isinstance(pinch, QPinchGesture):
                place = self.viewport().mapFromGlobal(pinch.centerPoint().toPoint())
                self.zoom_by(max(0.1, pinch.scaleFactor()), QPointF(place))
                return True
        return super().viewportEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show that keys go to the stage, where they were led there by a key."""
        super().focusInEvent(event)
        if event.reason() in _BY_KEY and not self._bare:
            self._picture.focus = self._theme.processes[0]
            self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Show that they do not any more."""
        super().focusOutEvent(event)
        self._picture.focus = None
        self.viewport().update()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom around the pointer, or pan where the wheel turns sideways."""
        frame, turned = self._picture.frame, event.angleDelta()
        if turned.y():
            self.zoom_by(wheel_factor(turned.y()), event.position())
        elif turned.x() and frame is not None and frame.lens is not None:
            self.set_camera(panned(frame, QPointF(turned.x(), 0.0)), fly=False)
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Zoom, pan and go back by keys."""
        key, frame = Qt.Key(event.key()), self._frame_to_come()
        near = frame is not None and not self._options.camera.whole
        if key in {Qt.Key.Key_Plus, Qt.Key.Key_Equal}:
            self.zoom_by(KEY_FACTOR)
        elif key is Qt.Key.Key_Minus:
            self.zoom_by(1 / KEY_FACTOR)
        elif key is Qt.Key.Key_Escape and near:
            self.go_to(Stop.ALL)
        elif frame is not None and near and (camera := stepped(frame, key)) is not None:
            self.set_camera(camera)
        else:
            event.ignore()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin a click or a drag."""
        if event.button() is not Qt.MouseButton.LeftButton:
            super().mousePressEvent(event)
            return
        self._pressed = event.position()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag what is seen, where that is not all of the stage."""
        frame = self._picture.frame
        if self._pressed is None or frame is None or frame.lens is None:
            return
        if self._dragged is None:
            if (event.position() - self._pressed).manhattanLength() < QApplication.startDragDistance():
                return
            self._dragged = self._pressed
            self.viewport().setCursor(Qt.CursorShape.ClosedHandCursor)
        self.set_camera(panned(frame, event.position() - self._dragged), fly=False)
        self._dragged = event.position()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Tell which thread's label was clicked, or end a drag."""
        frame, pressed = self._picture.frame, self._pressed
        dragged = self._dragged is not None
        self._pressed = self._dragged = None
        if dragged:
            self.viewport().unsetCursor()
        elif pressed is not None and frame is not None:
            thread = thread_under(frame, pressed)
            if thread is not None:
                self.thread_clicked.emit(thread)
        event.accept()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Go to what was clicked."""
        frame = self._picture.frame
        if event.button() is not Qt.MouseButton.LeftButton or frame is None:
            super().mouseDoubleClickEvent(event)
            return
        camera = camera_under(frame, event.position())
        if camera is not None:
            self.set_camera(camera)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Ask for a menu about the thread under the pointer, or from the keyboard about nobody in particular."""
        frame = self._picture.frame
        by_mouse = event.reason() is QContextMenuEvent.Reason.Mouse
        thread = thread_under(frame, QPointF(event.pos())) if frame is not None and by_mouse else None
        self.context_requested.emit(thread, event.globalPos())
        event.accept()

    def _compose(self) -> None:
        frame = self._frame(self._flight.approach)
        if frame is not None:
            self._picture.frame = frame
            self._show_place(frame)
            self.viewport().update()

    def _frame_to_come(self) -> Frame | None:
        """Return the picture at the end of a flight, so that a key that is pressed again goes on from there."""
        return self._picture.frame if self._flight.approach is None else self._frame(None)

    def _frame(self, approach: Approach | None) -> Frame | None:
        width, height = self.viewport().width(), self.viewport().height()
        if self._snapshot is None or width <= 0 or height <= 0:
            return None
        return look(width, height, self._snapshot, self._theme, self._options, approach)

    def _show_place(self, frame: Frame) -> None:
        """Say over the title where one is, where that is not the whole stage."""
        if frame.lens is None or frame.whole is None or self._bare:
            self._breadcrumb.hide()
            return
        scale = frame.whole.layout.scale
        right = frame.whole.layout.header.right - time_room(frame.whole)
        high = round(area_of(frame.whole).y * scale)
        # Its text on the title's line, and its ground over all of the title.
        top = round(2 * (TITLE_MIDDLE * scale) - high)
        place = QRect(round((MARGIN - 12) * scale), top, round((right - MARGIN) * scale), high - top)
        if place.height() < _LEAST_PLACE_PX:
            self._breadcrumb.hide()
            return
        if place != self._breadcrumb.geometry():
            self._breadcrumb.setGeometry(place)
        self._breadcrumb.show_stop(stop_seen(frame))
        self._breadcrumb.show()

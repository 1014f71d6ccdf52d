"""The main window: the stage above the timeline, the transport below, menus and dialogs around them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QShowEvent
from PySide6.QtWidgets import QApplication, QFileDialog, QMainWindow, QMenu, QSplitter

from desktop_app import __version__
from desktop_app.analysis.moment import Moments
from desktop_app.analysis.stepping import step_back_ns, step_forward_ns
from desktop_app.app.actions import TRANSPORT, make_actions
from desktop_app.app.dialogs.form import room_on_screen
from desktop_app.app.documents import SUFFIXES, Documents
from desktop_app.app.icons import icon
from desktop_app.app.message import Message
from desktop_app.app.playhead import Playhead
from desktop_app.app.session import Session
from desktop_app.app.setup import ask_machine, ask_processes, ask_threads
from desktop_app.app.simplifications import simplifications
from desktop_app.app.speeds import speed_unit
from desktop_app.app.styling import apply_theme
from desktop_app.app.timeline_panel import TimelinePanel
from desktop_app.app.transport import Transport
from desktop_app.model.errors import CoreloomError
from desktop_app.trace.trace import Trace
from desktop_app.views.stage.layout import STAGE_SHARE
from desktop_app.views.stage.view import StageView
from desktop_app.views.theme import DARK, THEMES, Theme

_SIZE = (1440, 900)
#: How stage and timeline share the height, as in a picture.
_SHARES = [round(STAGE_SHARE * 1000), round((1 - STAGE_SHARE) * 1000)]
_MIN_STAGE_PX = 320
_MIN_TIMELINE_PX = 124


class MainWindow(QMainWindow):
    """Shows one session.

    Signals:
        first_painted: The window has painted for the first time.
    """

    first_painted = Signal()

    def __init__(self, recent_store: Path, theme: Theme = DARK) -> None:
        super().__init__()
        self._theme = theme
        self.playhead = Playhead(self)
        self.session = Session(self.playhead, self)
        self.documents = Documents(self.session, recent_store, self)
        self.stage = StageView(self)
        self.timeline = TimelinePanel(theme, self)
        self.actions_by_name = make_actions(self, self._slots())
        self.transport = Transport([self.actions_by_name[name] for name in TRANSPORT], self)
        self._shown_before = False
        self._moments: Moments | None = None
        self._build()
        self._connect()
        self.set_theme(theme)
        self._retitle()

    def _build(self) -> None:
        self.setObjectName("main")
        available = QSize(self.screen().availableSize().width(), room_on_screen(self))
        self.resize(QSize(*_SIZE).boundedTo(available))
        self.setAcceptDrops(True)
        self.splitter = QSplitter(Qt.Orientation.Vertical, self)
        self.splitter.setChildrenCollapsible(False)
        self.splitter.setHandleWidth(6)
        self.stage.setMinimumHeight(_MIN_STAGE_PX)
        self.timeline.setMinimumHeight(_MIN_TIMELINE_PX)
        self.splitter.addWidget(self.stage)
        self.splitter.addWidget(self.timeline)
        for index, share in enumerate(_SHARES):
            self.splitter.setStretchFactor(index, share)
        self.setCentralWidget(self.splitter)
        self.addToolBar(Qt.ToolBarArea.BottomToolBarArea, self.transport)
        self._recent = self._menu("File").addMenu(self.tr("Open &recent"))
        self._menu("File").insertMenu(self.actions_by_name["save"], self._recent)
        self._recent.setToolTipsVisible(True)
        self._recent.aboutToShow.connect(lambda: self.documents.fill_recent(self._recent))
        self.documents.fill_recent(self._recent)

    def _menu(self, name: str) -> QMenu:
        menu = self.findChild(QMenu, name)
        assert isinstance(menu, QMenu)
        return menu

    def _connect(self) -> None:
        self.playhead.moved.connect(self._show_at)
        self.playhead.playing_changed.connect(self._show_playing)
        self.session.opened.connect(self._show_trace)
        self.session.progressed.connect(self._show_progress)
        self.stage.resized.connect(lambda: self.timeline.set_margin(self.stage.margin_px))
        self.timeline.time_requested.connect(self._go_to)
        self.transport.speed_chosen.connect(self.playhead.set_speed)
        self.documents.changed.connect(self._retitle)
        self.documents.refused.connect(self._refuse)

    # -- what the user asks for -----------------------------------------------------------------------------

    def _slots(self) -> dict[str, Callable[[], object]]:
        slots = self._slots_by_name()
        # Whatever else is asked for on the way to the end, the picture stays where it is.
        return {name: slot if name == "end" else _both(self.session.stay, slot) for name, slot in slots.items()}

    def _slots_by_name(self) -> dict[str, Callable[[], object]]:
        return {
            "open": self.documents.ask_open,
            "save": self.documents.save,
            "save_as": self.documents.ask_save_as,
            "export": self._export,
            "quit": self.close,
            "machine": lambda: ask_machine(self, self.session, self.documents),
            "processes": lambda: ask_processes(self, self.session, self.documents),
            "threads": lambda: ask_threads(self, self.session, self.documents),
            "start": lambda: self.playhead.go_to(0),
            "back": self.step_back,
            "play": self.playhead.toggle,
            "forward": self.step_forward,
            "end": self._go_to_end,
            "faster": lambda: self.transport.change_speed(1),
            "slower": lambda: self.transport.change_speed(-1),
            "dark": lambda: self.set_theme(THEMES["dark"]),
            "light": lambda: self.set_theme(THEMES["light"]),
            "full_screen": self._toggle_full_screen,
            "truth": self._show_simplifications,
            "about": self._about,
        }

    def step_forward(self) -> None:
        """Go to where the next instruction has ended."""
        trace = self.session.trace
        if trace is not None:
            self.playhead.pause()
            target = step_forward_ns(trace, self.playhead.t_ns)
            if target is not None:
                self.playhead.go_to(target)

    def step_back(self) -> None:
        """Go back to where the instruction before had ended."""
        trace = self.session.trace
        if trace is not None:
            self.playhead.pause()
            self.playhead.go_to(step_back_ns(trace, self.playhead.t_ns))

    def _go_to_end(self) -> None:
        self.playhead.pause()
        self.session.go_to_end()

    def _go_to(self, t_ns: int) -> None:
        self.session.stay()
        self.playhead.go_to(t_ns)

    def _toggle_full_screen(self) -> None:
        self.setWindowState(self.windowState() ^ Qt.WindowState.WindowFullScreen)
        self.actions_by_name["full_screen"].setChecked(self.isFullScreen())

    def _export(self) -> None:
        trace = self.session.trace
        if trace is None:
            return
        name, _ = QFileDialog.getSaveFileName(
            self, self.tr("Save the picture"), f"{Path(self.documents.name).stem}.png", self.tr("Pictures (*.png)")
        )
        if not name:
            return
        from desktop_app.export.picture import write_png  # noqa: PLC0415 - numpy is not needed for the first paint

        path = Path(name) if name.lower().endswith(".png") else Path(f"{name}.png")
        try:
            write_png(trace, self.playhead.t_ns, path, (1920, 1080), self._theme.name)
        except CoreloomError as error:
            self._refuse(self.tr("This file cannot be saved"), str(error))

    def _show_simplifications(self) -> None:
        self.show_message(self.tr("What is simplified"), simplifications(self.session.scenario))

    def _about(self) -> None:
        text = self.tr("Coreloom {}\nSee how your Python program runs.\nMIT licence.").format(__version__)
        self.show_message(self.tr("About Coreloom"), text)

    def show_message(self, title: str, text: str, *, quotes: bool = False) -> None:
        """Show a message over the window, in place of the one before, without stopping what the window does."""
        for before in self.findChildren(Message):
            before.close()
        Message(title, text, quotes=quotes, parent=self).open()

    def _refuse(self, title: str, problem: str) -> None:
        self.show_message(title, problem, quotes=True)

    # -- what is shown --------------------------------------------------------------------------------------

    def set_theme(self, theme: Theme) -> None:
        """Show everything in this palette."""
        self._theme = theme
        app = QApplication.instance()
        if isinstance(app, QApplication):
            apply_theme(app, theme)
        self.stage.set_theme(theme)
        self.timeline.set_theme(theme)
        for name in TRANSPORT:
            self.actions_by_name[name].setIcon(icon(name, theme))
        for name in THEMES:
            self.actions_by_name[name].setChecked(name == theme.name)
        self._show_playing(self.playhead.playing)

    def _show_trace(self, trace: Trace) -> None:
        self.transport.set_unit(speed_unit(trace))
        self.timeline.set_trace(trace)
        self._show_at(self.playhead.t_ns)

    def _show_at(self, t_ns: int) -> None:
        trace = self.session.trace
        if trace is None:
            return
        if self._moments is None or self._moments.trace is not trace:
            self._moments = Moments(trace)
        self.stage.show_snapshot(self._moments.at(t_ns))
        self.timeline.show_at(t_ns)
        self._show_progress()

    def _show_progress(self) -> None:
        trace = self.session.trace
        if trace is not None:
            end_ns = trace.known_until_ns if trace.finished else None
            self.transport.show_time(self.playhead.t_ns, end_ns, trace.begin_ns)
            self.timeline.show_progress()

    def _show_playing(self, playing: bool) -> None:  # noqa: FBT001 - a Qt slot
        action = self.actions_by_name["play"]
        action.setIcon(icon("pause" if playing else "play", self._theme))
        action.setText(self.tr("&Pause") if playing else self.tr("&Play"))

    def _retitle(self) -> None:
        name = self.documents.name
        self.setWindowTitle(f"{name}[*] – Coreloom" if name else "Coreloom")
        self.setWindowModified(self.documents.modified)

    # -- Qt's events ----------------------------------------------------------------------------------------

    def showEvent(self, event: QShowEvent) -> None:
        """Build the timeline once the window is on screen: it needs numpy, which the first paint does not."""
        super().showEvent(event)
        if not self._shown_before:
            self._shown_before = True
            self.splitter.setSizes(_SHARES)
            QTimer.singleShot(0, self, self._after_first_paint)

    def _after_first_paint(self) -> None:
        self.timeline.build()
        self.first_painted.emit()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Leave only when nothing is lost."""
        if not self.documents.may_leave():
            event.ignore()
            return
        self.playhead.pause()
        self.session.close()
        super().closeEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take programs and scenarios."""
        if _dropped(event) is not None:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Open what was dropped."""
        path = _dropped(event)
        if path is not None and self.documents.may_leave():
            event.acceptProposedAction()
            self.documents.open(path)


def _both(first: Callable[[], object], second: Callable[[], object]) -> Callable[[], object]:
    def called() -> None:
        first()
        second()

    return called


def _dropped(event: QDropEvent) -> Path | None:
    urls = event.mimeData().urls()
    if len(urls) != 1 or not urls[0].isLocalFile():
        return None
    path = Path(urls[0].toLocalFile())
    return path if path.suffix.lower() in SUFFIXES else None

"""The main window: the stage above the timeline, the transport below, menus and dialogs around them."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QEvent, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QShowEvent
from PySide6.QtWidgets import QApplication, QMainWindow, QMenu, QTabWidget, QWidget

from desktop_app.analysis.moment import Moments
from desktop_app.app.actions import make_actions
from desktop_app.app.areas import AreaCommands
from desktop_app.app.autosave import Autosave
from desktop_app.app.commands.bookmarks import BookmarkCommands
from desktop_app.app.commands.compare import CompareCommands
from desktop_app.app.commands.differences import DifferenceCommands
from desktop_app.app.commands.edit import EditCommands
from desktop_app.app.commands.examples import ExampleCommands
from desktop_app.app.commands.export import ExportCommands
from desktop_app.app.commands.file import FileCommands
from desktop_app.app.commands.lessons import LessonCommands
from desktop_app.app.commands.live import LiveCommands
from desktop_app.app.commands.play import PlayCommands
from desktop_app.app.commands.practice import PracticeCommands
from desktop_app.app.commands.recording import RecordingCommands
from desktop_app.app.commands.show import ShowCommands
from desktop_app.app.commands.view import ViewCommands
from desktop_app.app.commands.welcome import WelcomeCommands
from desktop_app.app.commands.zoom import ZoomCommands
from desktop_app.app.dialogs.form import room_on_screen
from desktop_app.app.docks import Dock, Docks
from desktop_app.app.documents import Documents
from desktop_app.app.focus import leaves_key
from desktop_app.app.following import Following
from desktop_app.app.given import Given
from desktop_app.app.habits import Habits
from desktop_app.app.icons import icon
from desktop_app.app.keeping import Keeping
from desktop_app.app.key_map import KeyMap
from desktop_app.app.lecture.centre import Centre
from desktop_app.app.message import Message
from desktop_app.app.playhead import Playhead
from desktop_app.app.power import PowerWatch
from desktop_app.app.recovering import Recovery
from desktop_app.app.registry.table import TRANSPORT
from desktop_app.app.session import Session
from desktop_app.app.setup import ask_machine, ask_processes, ask_threads
from desktop_app.app.show.show import Show
from desktop_app.app.showing import Showing
from desktop_app.app.simplifications import simplifications
from desktop_app.app.styling import apply_theme
from desktop_app.app.timeline_panel import TimelinePanel
from desktop_app.app.transport import Transport
from desktop_app.app.watching import FileWatch
from desktop_app.storage.endings import kind_of
from desktop_app.views.stage.layout import STAGE_SHARE
from desktop_app.views.stage.view import StageView
from desktop_app.views.theme import DARK, Theme
from desktop_app.views.timeline.display import RowMode

_SIZE = (1440, 900)
_Dock = QMainWindow.DockOption
_MIN_STAGE_PX = 300
_MIN_TIMELINE_PX = 124


class MainWindow(QMainWindow):
    """Shows one session.

    Signals:
        first_painted: The window has painted for the first time.
    """

    first_painted = Signal()

    def __init__(
        self,
        recent_store: Path,
        theme: Theme | None = DARK,
        *,
        preferences: Path | None = None,
        recovery: Path | None = None,
    ) -> None:
        super().__init__()
        self.habits = Habits(preferences, self)
        self.view = ViewCommands(self, self.habits, theme)
        self.theme = self.view.theme
        self.playhead = Playhead(self)
        self.session = Session(self.playhead, self)
        self.documents = Documents(self.session, recent_store, self)
        self.stage = StageView(self)
        self.centre = Centre(self.stage, self)
        self.timeline = TimelinePanel(self.theme, self)
        self.following = Following(self)
        self.docks = Docks(self, self.theme)
        self.showing = Showing(self)
        self.transport = Transport(self)
        self.play = PlayCommands(self.playhead, self.session, self.transport, self.following)
        self.bookmarks = BookmarkCommands(self.session, self.documents, self.playhead, self)
        self.examples = ExampleCommands(self.documents, self)
        self.zoom = ZoomCommands(self.stage, self.following, self.habits)
        self.autosave = Autosave(self.session, self.documents, recovery, lambda: self.documents.drafts, self)
        self.recovery = Recovery(recovery, self.documents, self.autosave, self)
        self.files = FileCommands(self.session, self.documents, self.recovery, self)
        self.recording = RecordingCommands(self.documents, self)
        self.watch = FileWatch(self.session, self.documents, self)
        self.edit = EditCommands(self.documents.history, self)
        self.live = LiveCommands(self.session, self.documents, self.playhead, self.following, self)
        self.lessons = LessonCommands(self)
        self.differences = DifferenceCommands(self)
        self.practice = PracticeCommands(self)
        self.presentation = Show(self, self.lessons.player)
        self.power = PowerWatch(self.playhead, self.habits, self)
        self.compare = CompareCommands(self)
        self.export = ExportCommands(self)
        self.given = Given(self)
        self.keeping = Keeping(self, self.habits)
        self.welcome = WelcomeCommands(self, self.habits)
        self.actions_by_name = make_actions(self, self._slots())
        self.keys = KeyMap(self.actions_by_name, self.habits)
        self.transport.put([self.actions_by_name[name] for name in TRANSPORT])
        self._shown_before = False
        self._build()
        self._connect()
        self.set_theme(self.theme)
        self.view.apply()
        self._retitle()

    def _build(self) -> None:
        self.setObjectName("main")
        available = QSize(self.screen().availableSize().width(), room_on_screen(self))
        self.resize(QSize(*_SIZE).boundedTo(available))
        self.setAcceptDrops(True)
        self.stage.setMinimumHeight(_MIN_STAGE_PX)
        self.timeline.setMinimumHeight(_MIN_TIMELINE_PX)
        self.setCentralWidget(self.centre)
        self.setDockOptions(_Dock.AnimatedDocks | _Dock.AllowNestedDocks | _Dock.AllowTabbedDocks)
        # The lesson stands at the left and needs the height; the timeline then is as wide as the stage above it.
        self.setCorner(Qt.Corner.BottomLeftCorner, Qt.DockWidgetArea.LeftDockWidgetArea)
        self.setTabPosition(Qt.DockWidgetArea.AllDockWidgetAreas, QTabWidget.TabPosition.North)
        self.timeline_dock = Dock("timeline", self.tr("Timeline"), self, named=False)
        self.timeline_dock.setWidget(self.timeline)
        self.addDockWidget(Qt.DockWidgetArea.BottomDockWidgetArea, self.timeline_dock)
        self.addToolBar(Qt.ToolBarArea.BottomToolBarArea, self.transport)
        self.transport.put_menu(
            self.tr("Panels"), self.tr("Tables, plots and more around the stage"), self._menu("View/Panels")
        )
        self._recent = self._menu("File").addMenu(self.tr("Open &recent"))
        self._menu("File").insertMenu(self.actions_by_name["save"], self._recent)
        self._recent.setToolTipsVisible(True)
        # When its menu opens, as one without entries cannot be opened.
        self._menu("File").aboutToShow.connect(lambda: self.documents.recent.fill(self._recent))
        marks = self._menu("Play/Bookmarks")
        commands = len(marks.actions())
        marks.aboutToShow.connect(lambda: self.bookmarks.fill(marks, commands))
        self.documents.recent.fill(self._recent)

    def _menu(self, name: str) -> QMenu:
        menu = self.findChild(QMenu, name)
        assert isinstance(menu, QMenu)
        return menu

    def _connect(self) -> None:
        self.showing.attach()
        self.stage.resized.connect(lambda: self.timeline.set_margin(self.stage.margin_px))
        self.timeline.time_requested.connect(self.play.go_to)
        self.timeline.loop_changed.connect(self.playhead.set_loop)
        self.timeline.thread_chosen.connect(self.following.toggle)
        self.playhead.loop_changed.connect(lambda loop: self.timeline.set_loop(*(loop or (None,))))
        self.bookmarks.changed.connect(self.timeline.set_bookmarks)
        self.docks.time_requested.connect(self.play.go_to)
        self.docks.thread_chosen.connect(self.following.follow)
        self.docks.menu_opened.connect(self.live.extend)
        self.stage.thread_clicked.connect(self.following.toggle)
        self.stage.context_requested.connect(self.live.show_menu)
        self.centre.time_requested.connect(self.play.go_to)
        for name, dock in {**self.docks.docks, "timeline": self.timeline_dock}.items():
            dock.visibilityChanged.connect(partial(self._show_checked, f"panel_{name}"))
        self.transport.speed_chosen.connect(self.playhead.set_speed)
        self.edit.attach(self.actions_by_name["undo"], self.actions_by_name["redo"])
        self.live.attach(self.actions_by_name, self._menu("Live"))
        self.live.front = self.front
        self.recording.attach(self.actions_by_name, self.menuBar())
        self.lessons.attach(self.actions_by_name)
        self.centre.attach(self.lessons.player)
        self.documents.changed.connect(self._retitle)
        self.documents.refused.connect(self._refuse)
        self.autosave.failed.connect(self._warn_of_autosave)

    # -- what the user asks for -----------------------------------------------------------------------------

    def _slots(self) -> dict[str, Callable[[], object]]:
        slots = self._slots_by_name()
        # Whatever else is asked for on the way to the end, the picture stays where it is.
        return {name: slot if name == "end" else _both(self.session.stay, slot) for name, slot in slots.items()}

    def _slots_by_name(self) -> dict[str, Callable[[], object]]:
        return {
            **self.play.slots(),
            **self.bookmarks.slots(),
            **self.files.slots(),
            **self.recording.slots(),
            **self.edit.slots(),
            **self.live.slots(),
            **self.view.slots(),
            **AreaCommands(self).slots(),
            **self.zoom.slots(),
            **self.examples.slots(),
            **self.lessons.slots(),
            **self.differences.slots(),
            **self.practice.slots(),
            **ShowCommands(self.presentation, self.play, self.habits).slots(),
            **self.compare.slots(),
            **self.export.slots(),
            **self.welcome.slots(),
            **{f"panel_{name}": partial(self.docks.toggle, name) for name in self.docks.docks},
            "panel_timeline": self._toggle_timeline,
            "timeline_rows": self._turn_rows,
            "quit": self.close,
            "machine": lambda: ask_machine(self, self.session, self.documents),
            "processes": lambda: ask_processes(self, self.session, self.documents),
            "threads": lambda: ask_threads(self, self.session, self.documents),
            "truth": self._show_simplifications,
            "about": self._about,
        }

    def _toggle_timeline(self) -> None:
        self.timeline_dock.setVisible(not self.timeline_dock.isVisible())

    def _turn_rows(self) -> None:
        """Show a row a thread in place of a row a core, or the other way round."""
        modes = (RowMode.CORES, RowMode.THREADS)
        self.timeline.set_mode(modes[self.timeline.mode is RowMode.CORES])
        self.timeline_dock.show()

    def _show_checked(self, name: str, _seen: bool) -> None:  # noqa: FBT001 - a Qt slot
        dock = self.timeline_dock if name == "panel_timeline" else self.docks.docks[name.removeprefix("panel_")]
        # Behind another tab it is there, though it cannot be seen.
        self.actions_by_name[name].setChecked(not dock.isHidden())

    def _show_simplifications(self) -> None:
        lesson = self.lessons.player.lesson
        own = lesson.simplifications if lesson is not None else ()
        self.show_message(self.tr("What is simplified"), simplifications(self.session.scenario, own))

    def _about(self) -> None:
        from desktop_app.app.about.dialog import AboutDialog  # noqa: PLC0415 - not before the first paint

        AboutDialog(self.theme, self.front()).open()

    def show_message(self, title: str, text: str, *, quotes: bool = False) -> None:
        """Show a message over the window, in place of the one before, without stopping what the window does."""
        over = self.front()
        for before in over.findChildren(Message):
            before.close()
        Message(title, text, quotes=quotes, parent=over).open()

    def front(self) -> QWidget:
        """Return the window that is seen: this one, or a presentation's, over which messages and dialogs come."""
        windows = self.presentation.windows
        return windows.front if windows is not None else self

    def _warn_of_autosave(self, problem: str) -> None:
        if not self.keeping.told:
            self._refuse(self.tr("Unsaved work is not kept for a crash"), problem)

    def _refuse(self, title: str, problem: str) -> None:
        self.show_message(title, problem, quotes=True)

    # -- what is shown --------------------------------------------------------------------------------------

    def set_theme(self, theme: Theme) -> None:
        """Show everything in this palette."""
        self.theme = theme
        app = QApplication.instance()
        if isinstance(app, QApplication):
            apply_theme(app, theme)
        self.stage.set_theme(theme)
        self.centre.set_theme(theme)
        self.timeline.set_theme(theme)
        self.timeline_dock.title.set_theme(theme)
        self.docks.set_theme(theme)
        self.presentation.set_theme()
        self.compare.set_theme(theme)
        self.export.set_theme(theme)
        self.practice.set_theme()
        self.differences.set_theme()
        self.welcome.set_theme()
        self.keeping.set_theme()
        for name in TRANSPORT:
            self.actions_by_name[name].setIcon(icon(name, theme))
        self.showing.show_playing(self.playhead.playing)

    def show_again(self) -> None:
        """Show the moment, which was not shown while something lay over the window."""
        self.showing.show_at(self.playhead.t_ns)

    @property
    def moments(self) -> Moments | None:
        """The pictures of what is open; None while nothing is."""
        return self.showing.moments

    def _retitle(self) -> None:
        name = self.documents.name
        if self.documents.locked:
            name = self.tr("{} (recording)").format(name)
        self.setWindowTitle(f"{name}[*] – Coreloom" if name else "Coreloom")
        self.setWindowModified(self.documents.modified)

    # -- Qt's events ----------------------------------------------------------------------------------------

    def showEvent(self, event: QShowEvent) -> None:
        """Build the timeline once the window is on screen: it needs numpy, which the first paint does not."""
        super().showEvent(event)
        if not self._shown_before:
            self._shown_before = True
            self.centre.take_focus()
            self.share_height()
            self.view.restore_layout()
            self.lessons.show_panel()
            self.welcome.show_if_due()
            QTimer.singleShot(0, self, self._after_first_paint)

    def share_height(self) -> None:
        """Give stage and timeline the height that they have in a picture."""
        height_px = round(self.height() * (1 - STAGE_SHARE))
        self.resizeDocks([self.timeline_dock], [height_px], Qt.Orientation.Vertical)

    def _after_first_paint(self) -> None:
        self.timeline.build()
        self.docks.make_ready()
        self.watch.start()
        self.first_painted.emit()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Leave only when nothing is lost."""
        self.presentation.end()
        if not (self.documents.may_leave() and self.export.may_close()):
            event.ignore()
            return
        self.export.close()
        self.lessons.player.close()
        self.playhead.pause()
        self.session.close()
        self.autosave.close()
        self.compare.close()
        self.welcome.put_away()  # it belongs to no layout
        self.view.remember_layout()
        super().closeEvent(event)

    def event(self, event: QEvent) -> bool:
        """Leave a key to the control that has the focus where it needs it, though a command has the same key."""
        return leaves_key(event) or super().event(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take programs and scenarios."""
        if _dropped(event):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Open what was dropped."""
        paths = _dropped(event)
        if paths:
            event.acceptProposedAction()
            self.given.open(paths)


def _both(first: Callable[[], object], second: Callable[[], object]) -> Callable[[], object]:
    def called() -> None:
        first()
        second()

    return called


def _dropped(event: QDropEvent) -> list[Path]:
    """Return the programs and scenarios among what is dropped."""
    paths = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
    return [path for path in paths if kind_of(path) is not None]

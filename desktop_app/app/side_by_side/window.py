"""The window in which two to four runs are chosen, played and compared."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Final

from PySide6.QtCore import QByteArray, QEvent, QSize, Qt, QTimer
from PySide6.QtGui import QAction, QCloseEvent, QKeySequence, QShowEvent
from PySide6.QtWidgets import (
    QApplication,
    QButtonGroup,
    QFileDialog,
    QHBoxLayout,
    QMainWindow,
    QMenu,
    QSplitter,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from desktop_app.analysis.comparison import Comparison
from desktop_app.analysis.comparison_report import comparison_csv, comparison_text
from desktop_app.app.actions import called, translate
from desktop_app.app.dialogs.form import room_on_screen
from desktop_app.app.focus import leaves_key
from desktop_app.app.habits import Habits
from desktop_app.app.icons import icon
from desktop_app.app.key_map import keys_of
from desktop_app.app.message import Message
from desktop_app.app.playhead import Playhead
from desktop_app.app.registry.table import ACTIONS, TRANSPORT
from desktop_app.app.side_by_side.editor import PANEL_PX, SidesPanel
from desktop_app.app.side_by_side.panes import SideBySide
from desktop_app.app.side_by_side.playing import SidesPlaying
from desktop_app.app.side_by_side.runs import Runs
from desktop_app.app.side_by_side.scrub_bar import ScrubBar
from desktop_app.app.side_by_side.sides import Preset, Side, Source, sides_of, titles_of, usual_preset
from desktop_app.app.speeds import speed_unit
from desktop_app.app.transport import Transport
from desktop_app.model.errors import CoreloomError
from desktop_app.model.lesson import Shown
from desktop_app.model.scenario import Scenario
from desktop_app.storage.atomic import write_atomically
from desktop_app.storage.endings import FileKind, patterns
from desktop_app.storage.gallery import gallery
from desktop_app.storage.scenario_file import open_source
from desktop_app.views.elided_label import ElidedLabel
from desktop_app.views.saving import ask_where_to_save, with_ending
from desktop_app.views.theme import Theme

_SIZE: Final = (1440, 900)
#: Changes of fields that follow each other this quickly are run once.
_RUN_AFTER_MS: Final = 250
#: What swaps the pictures: in the main window the same key swaps the rows of the timeline.
_SWAP: Final = "timeline_rows"


class CompareWindow(QMainWindow):
    """Runs what is chosen beside each other on one playhead.

    Args:
        habits: What the user likes: keys, and where this window stood.
        theme: The colours.
    """

    def __init__(self, habits: Habits, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("compare")
        self.setWindowTitle(self.tr("Side by side – Coreloom"))
        self._habits = habits
        self._theme = theme
        #: Whether what is run next is shown at the moment that is shown now, and not from its beginning.
        self._goes_on = False
        self.playhead = Playhead(self)
        self.runs = Runs(self.playhead, self)
        self.beside = SideBySide(theme, self)
        self.panel = SidesPanel(theme, self)
        self.transport = Transport(self)
        self.scrub = ScrubBar(self)
        self.playing = SidesPlaying(self.playhead, self.runs, self.transport)
        self.actions_by_name = self._actions()
        self.transport.put([self.actions_by_name[name] for name in TRANSPORT])
        self.note = ElidedLabel(self.tr("What to know about these figures"), self)
        self.modes = self._mode_buttons()
        self.sides_button = self._toggle(self.tr("S&ides"), self.tr("Choose what is compared"))
        self.figures_button = self._toggle(self.tr("Fig&ures"), self.tr("Show or hide the figures"))
        self.export_button = self._export_button()
        self._pending = QTimer(self)
        self._pending.setSingleShot(True)
        self._pending.setInterval(_RUN_AFTER_MS)
        self._pending.timeout.connect(self.run)
        self._sources: list[Source] = []
        self._build()
        self._connect()
        self.set_theme(theme)
        self._restore()

    # -- what is made ---------------------------------------------------------------------------------------

    def _actions(self) -> dict[str, QAction]:
        """Return the commands of the registry that make sense here, with the keys that the user gave them."""
        slots: dict[str, Callable[[], object]] = {
            **self.playing.slots(),
            _SWAP: self.swap,
            "full_screen": self.toggle_full_screen,
        }
        found = {}
        for spec in ACTIONS:
            if spec.name in slots:
                action = QAction(translate(spec.text), self)
                action.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
                action.setToolTip(translate(spec.tip))
                action.triggered.connect(called(slots[spec.name]))
                self.addAction(action)
                found[spec.name] = action
        close = QAction(self.tr("Close"), self)
        close.setShortcut(QKeySequence("Ctrl+W"))
        close.triggered.connect(called(self.close))
        self.addAction(close)
        self._give_keys(found)
        return found

    def _give_keys(self, actions: dict[str, QAction]) -> None:
        chosen = self._habits.now.keys
        for spec in ACTIONS:
            if spec.name in actions:
                actions[spec.name].setShortcuts(keys_of(spec, chosen))

    def _mode_buttons(self) -> QButtonGroup:
        group = QButtonGroup(self)
        names = {
            Shown.STAGE: self.tr("&Stages"),
            Shown.TIMELINE: self.tr("&Timelines"),
            Shown.BOTH: self.tr("&Both"),
        }
        for number, (shown, name) in enumerate(names.items()):
            button = self._toggle(name, self.tr("Which pictures are shown (T goes on to the next)"))
            button.setChecked(shown is Shown.STAGE)
            group.addButton(button, number)
        return group

    def _toggle(self, text: str, tip: str) -> QToolButton:
        button = QToolButton(self)
        button.setText(text)
        button.setToolTip(tip)
        button.setAccessibleName(text.replace("&", ""))
        button.setCheckable(True)
        button.setChecked(True)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        return button

    def _export_button(self) -> QToolButton:
        button, menu = QToolButton(self), QMenu(self)
        button.setText(self.tr("Copy ▾"))
        button.setAccessibleName(self.tr("Copy or save the figures"))
        button.setToolTip(self.tr("Copy or save all figures at the playhead"))
        button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        menu.addAction(self.tr("Copy as &text")).triggered.connect(called(self.copy_text))
        menu.addAction(self.tr("Copy as &CSV, numbers in full")).triggered.connect(called(self.copy_csv))
        menu.addAction(self.tr("&Save as CSV…")).triggered.connect(called(self.save_csv))
        button.setMenu(menu)
        return button

    def _build(self) -> None:
        bar = QHBoxLayout()
        bar.setContentsMargins(10, 6, 10, 2)
        bar.setSpacing(4)
        bar.addWidget(self.sides_button)
        bar.addSpacing(10)
        for button in self.modes.buttons():
            bar.addWidget(button)
        bar.addSpacing(10)
        bar.addWidget(self.figures_button)
        bar.addSpacing(10)
        bar.addWidget(self.note, 1)
        bar.addWidget(self.export_button)
        self.splitter = QSplitter(Qt.Orientation.Horizontal, self)
        self.splitter.addWidget(self.panel)
        self.splitter.addWidget(self.beside)
        self.splitter.setStretchFactor(1, 1)
        self.splitter.setChildrenCollapsible(False)
        self.splitter.setSizes([PANEL_PX, _SIZE[0] - PANEL_PX])
        body = QWidget(self)
        layout = QVBoxLayout(body)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        layout.addLayout(bar)
        layout.addWidget(self.splitter, 1)
        scrub = QHBoxLayout()
        scrub.setContentsMargins(12, 2, 12, 0)
        scrub.addWidget(self.scrub)
        layout.addLayout(scrub)
        self.setCentralWidget(body)
        self.addToolBar(Qt.ToolBarArea.BottomToolBarArea, self.transport)
        available = QSize(self.screen().availableSize().width(), room_on_screen(self))
        self.resize(QSize(*_SIZE).boundedTo(available))
        if self.width() < _SIZE[0]:
            self.sides_button.setChecked(False)
            self.panel.hide()

    def _connect(self) -> None:
        self.playhead.moved.connect(self._show_at)
        self.playhead.playing_changed.connect(self._show_playing)
        self.transport.speed_chosen.connect(self.playhead.set_speed)
        self.runs.loaded.connect(self._show_runs)
        self.runs.progressed.connect(self._show_progress)
        for scrubbed in (self.beside, self.scrub):
            scrubbed.time_requested.connect(self.playing.go_to)
        self.beside.compared.connect(self._show_notes)
        self.panel.changed.connect(self._pending.start)
        self.panel.preset_chosen.connect(self.choose)
        self.panel.file_wanted.connect(self.ask_file)
        self.sides_button.toggled.connect(self.panel.setVisible)
        self.figures_button.toggled.connect(self.beside.set_figures_shown)
        self.modes.idClicked.connect(lambda number: self.beside.set_mode(list(Shown)[number]))
        self._habits.changed.connect(lambda: self._give_keys(self.actions_by_name))

    # -- what is compared -----------------------------------------------------------------------------------

    def compare_open(self, scenario: Scenario, name: str) -> None:
        """Begin with what is open in the main window; go on with what is shown where that is the same."""
        source = Source(name=name or scenario.title, scenario=scenario)
        if self._sources and self._sources[0] == source:
            return
        self._sources = [source, *(self._sources[1:] or _examples())]
        self.show_sides(sides_of(usual_preset(source), source))

    def choose(self, preset: Preset) -> None:
        """Compare the source of the first side with itself in a ready way."""
        self.show_sides(sides_of(preset, self.panel.sides[0].source))

    def show_sides(self, sides: list[Side]) -> None:
        """Compare these."""
        self._goes_on = False
        self.panel.show_sides(sides, self._sources)
        self.run()

    def ask_file(self, number: int) -> None:
        """Let the user choose the source of a side."""
        filters = f"{self.tr('Programs and scenarios')} ({patterns(FileKind.PROGRAM, FileKind.SCENARIO)})"
        name, _ = QFileDialog.getOpenFileName(self, self.tr("Choose a program or a scenario"), "", filters)
        if name:
            self.use_file(number, Path(name))

    def use_file(self, number: int, path: Path) -> None:
        """Run a file as the side of this number, from 0."""
        try:
            source = Source(name=path.name, scenario=open_source(path))
        except CoreloomError as error:
            self._say(self.tr("This file cannot be opened"), str(error))
            return
        self.panel.editors[number].show_source(source)

    def run(self) -> None:
        """Run what the fields say, and go on at the moment that was shown."""
        self._pending.stop()
        sides = self.panel.sides
        scenarios: list[tuple[str, Scenario | str]] = []
        for title, side in zip(titles_of(sides), sides, strict=True):
            try:
                scenarios.append((title, side.scenario()))
            except CoreloomError as error:
                scenarios.append((title, str(error)))
        self.runs.open(scenarios, self.playhead.t_ns if self._goes_on else 0)
        self._goes_on = True

    def _show_runs(self) -> None:
        if self.runs.traces:
            traces = self.runs.traces
            self.transport.set_unit(speed_unit(next((trace for trace in traces if trace.listings), traces[0])))
        self.beside.set_sides(self.runs.sides)
        self._show_at(self.playhead.t_ns)

    # -- what is shown --------------------------------------------------------------------------------------

    def set_theme(self, theme: Theme) -> None:
        """Show everything in this palette."""
        self._theme = theme
        self.beside.set_theme(theme)
        self.panel.set_theme(theme)
        for name in TRANSPORT:
            self.actions_by_name[name].setIcon(icon(name, theme))
        self._show_playing(self.playhead.playing)

    def swap(self) -> None:
        """Show the next kind of pictures: stages, timelines, both."""
        kinds = list(Shown)
        shown = kinds[(kinds.index(self.beside.shown) + 1) % len(kinds)]
        self.modes.button(kinds.index(shown)).setChecked(True)
        self.beside.set_mode(shown)

    def toggle_full_screen(self) -> None:
        """Fill the screen with the pictures, or no more."""
        self.setWindowState(self.windowState() ^ Qt.WindowState.WindowFullScreen)

    def _show_at(self, t_ns: int) -> None:
        self.beside.show_at(t_ns)
        self._tell_time()

    def _show_progress(self) -> None:
        self._tell_time()
        if not self.playhead.playing:
            self.beside.show_at(self.playhead.t_ns)

    def _tell_time(self) -> None:
        end_ns = self.runs.known_until_ns if self.runs.finished else None
        self.transport.show_time(self.playhead.t_ns, end_ns, 0)
        self.scrub.show_time(self.playhead.t_ns, self.runs.known_until_ns)

    def _show_playing(self, playing: bool) -> None:  # noqa: FBT001 - a Qt slot
        action = self.actions_by_name["play"]
        action.setIcon(icon("pause" if playing else "play", self._theme))
        action.setText(self.tr("&Pause") if playing else self.tr("&Play"))

    def _show_notes(self, comparison: Comparison) -> None:
        self.note.say("   ".join(comparison.notes))

    def _say(self, title: str, text: str) -> None:
        Message(title, text, quotes=True, parent=self).open()

    # -- what is taken along --------------------------------------------------------------------------------

    def copy_text(self) -> None:
        """Copy all figures at the playhead as a table to read."""
        if self.beside.comparison is not None:
            QApplication.clipboard().setText(f"{comparison_text(self.beside.comparison)}\n")

    def copy_csv(self) -> None:
        """Copy all figures at the playhead as CSV."""
        if self.beside.comparison is not None:
            QApplication.clipboard().setText(comparison_csv(self.beside.comparison))

    def save_csv(self) -> None:
        """Let the user save all figures at the playhead as CSV."""
        comparison = self.beside.comparison
        if comparison is None:
            return
        path = ask_where_to_save(
            self,
            self.tr("Save the figures"),
            self.tr("comparison.csv"),
            self.tr("Tables (*.csv)"),
            lambda path, _chosen: with_ending(path, ".csv"),
        )
        if path is None:
            return
        try:
            write_atomically(path, comparison_csv(comparison).encode())
        except CoreloomError as error:
            self._say(self.tr("This file cannot be saved"), str(error))

    # -- Qt's events ----------------------------------------------------------------------------------------

    def _restore(self) -> None:
        geometry = self._habits.now.compare_geometry
        if geometry:
            self.restoreGeometry(QByteArray.fromBase64(geometry.encode("ascii", "replace")))

    def showEvent(self, event: QShowEvent) -> None:
        """Go on where it was closed, and let Space play at once: no button has the focus yet."""
        super().showEvent(event)
        self.runs.go_on()
        self.beside.setFocus()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Stop playing, and remember where the window stood."""
        self.playhead.pause()
        if self._pending.isActive():
            self.run()  # what was changed last is there when the window is opened again
        self.runs.close()
        geometry = bytes(self.saveGeometry().toBase64().data()).decode("ascii")
        self._habits.change(compare_geometry=geometry)
        super().closeEvent(event)

    def event(self, event: QEvent) -> bool:
        """Leave a key to the control that has the focus where it needs it, though a command has the same key."""
        return leaves_key(event) or super().event(event)


def _examples() -> list[Source]:
    """Return the ready examples that can be compared; none where the installation is damaged."""
    try:
        return [Source(name=example.title, scenario=open_source(example.path)) for example in gallery()]
    except CoreloomError:
        return []

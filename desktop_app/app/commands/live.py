"""Doing something to the run that is shown: each becomes an action of the scenario at the playhead's time."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFileDialog, QMenu, QWidget

from desktop_app.app.dialogs.consistency import problem_of, reason_of
from desktop_app.app.differences import action_text
from desktop_app.app.documents import Documents
from desktop_app.app.following import Following
from desktop_app.app.live import (
    ABOUT_SOMEBODY,
    PARAMETERS,
    SETTING,
    SIGNALS,
    LiveMoment,
    Target,
    with_action,
    with_program,
)
from desktop_app.app.playhead import Playhead
from desktop_app.app.session import Session
from desktop_app.model.errors import CoreloomError
from desktop_app.model.scenario import Action, ActionKind
from desktop_app.storage.program_file import read_program
from desktop_app.views.plain_tip import plain_tip

if TYPE_CHECKING:
    from desktop_app.app.dialogs.live import LiveDialog

_NAMES = {
    ActionKind.LAUNCH: "live_launch",
    ActionKind.START_THREAD: "live_start_thread",
    ActionKind.INTERRUPT: "live_interrupt",
    ActionKind.TERMINATE: "live_terminate",
    ActionKind.KILL: "live_kill",
    ActionKind.NICE: "live_nice",
    ActionKind.PRIORITY: "live_priority",
    ActionKind.AFFINITY: "live_affinity",
    ActionKind.CORES: "live_cores",
    ActionKind.POLICY: "live_policy",
}
#: What needs no more to be known than whom it is about.
_AT_ONCE = (ActionKind.START_THREAD, *SIGNALS)


class LiveCommands(QObject):
    """Adds actions to the open scenario, from the menu Live and from the menu of the stage."""

    def __init__(
        self, session: Session, documents: Documents, playhead: Playhead, following: Following, window: QWidget
    ) -> None:
        super().__init__(window)
        self._session = session
        self._documents = documents
        self._playhead = playhead
        self._following = following
        self._actions: Mapping[str, QAction] = {}
        #: Returns the window over which dialogs come.
        self.front: Callable[[], QWidget] = lambda: window

    def slots(self) -> dict[str, Callable[[], object]]:
        """Return what each action does, by name."""
        asking = {name: partial(self.ask, kind) for kind, name in _NAMES.items()}
        return {**asking, "live_launch_file": self.ask_program}

    def attach(self, actions: Mapping[str, QAction], menu: QMenu) -> None:
        """Let the actions say, whenever their menu is opened, what they are about and whether they are possible."""
        self._actions = actions
        menu.setToolTipsVisible(True)
        menu.aboutToShow.connect(self.refresh)
        self._tips = {name: actions[name].toolTip() for name in _NAMES.values()}
        menu.aboutToHide.connect(self._allow_all)

    def refresh(self) -> None:
        """Say of each action whether it is possible at the playhead's time, and in its tip why not."""
        moment = self.moment()
        target = self.chosen(moment)
        for kind, name in _NAMES.items():
            self._tell(self._actions[name], kind, moment, target, self._tips[name])

    def moment(self) -> LiveMoment | None:
        """Return the run at the playhead's time; None while nothing is open."""
        scenario, trace = self._session.scenario, self._session.trace
        if scenario is None or trace is None:
            return None
        return LiveMoment(scenario, trace, self._playhead.t_ns)

    def chosen(self, moment: LiveMoment | None) -> Target | None:
        """Return the followed thread, or the only process that lives at a moment."""
        thread = self._following.followed
        if moment is None:
            return None
        if thread is not None and thread < len(moment.trace.threads):
            return Target(process=moment.trace.threads[thread].process, thread=thread)
        living = moment.living()
        return Target(process=living[0]) if len(living) == 1 else None

    # -- asking ---------------------------------------------------------------------------------------------

    def ask(self, kind: ActionKind, about: Target | None = None) -> LiveDialog | None:
        """Ask for an action in a dialog, while the playhead stands still."""
        from desktop_app.app.dialogs.live import LiveDialog  # noqa: PLC0415 - not needed for the first paint

        moment = self.moment()
        if moment is None:
            return None
        playing = self._playhead.playing
        self._playhead.pause()
        dialog = LiveDialog(kind, moment, about or self.chosen(moment), self.front())
        dialog.use_by(lambda: self._use(dialog))
        dialog.finished.connect(dialog.deleteLater)
        if playing:
            dialog.finished.connect(lambda _result: self._playhead.play())
        dialog.open()
        return dialog

    def ask_program(self) -> None:
        """Let the user choose a program and launch it."""
        moment = self.moment()
        if moment is None:
            return
        name, _ = QFileDialog.getOpenFileName(
            self.front(), self.tr("Launch a program"), self._documents.folder(), self.tr("Programs (*.py)")
        )
        if name:
            self.launch_program(Path(name), moment.t_ns)

    def launch_program(self, path: Path, at_ns: int) -> bool:
        """Launch a program from a file, and say whether that worked."""
        scenario = self._session.scenario
        if scenario is None:
            return False
        try:
            program = read_program(path)
            changed = with_program(scenario, program, at_ns)
            self._documents.change(changed, self.tr("Launch {}").format(program.name))
        except CoreloomError as error:
            self._documents.refused.emit(self.tr("This cannot be launched"), str(error))
            return False
        return True

    # -- doing ----------------------------------------------------------------------------------------------

    def do(self, kind: ActionKind, target: Target | None = None) -> bool:
        """Do what needs nothing more to be known, at the playhead's time, and say whether that worked."""
        moment = self.moment()
        if moment is None:
            return False
        problem = moment.refusal(kind, target)
        problem = problem or self.apply(moment.action(kind, target), "" if target is None else moment.label(target))
        if problem:
            self._documents.refused.emit(self.tr("This is impossible now"), problem)
        return not problem

    def launch(self, name: str) -> bool:
        """Launch one more process of the entries of this name, and say whether that worked."""
        moment = self.moment()
        if moment is None:
            return False
        problem = self.apply(moment.action(ActionKind.LAUNCH, process=name), name)
        if problem:
            self._documents.refused.emit(self.tr("This is impossible now"), problem)
        return not problem

    def apply(self, action: Action, about: str) -> str:
        """Add an action to the scenario, and return why that is impossible; empty when it is done."""
        scenario = self._session.scenario
        assert scenario is not None
        changed = with_action(scenario, action)
        problem = problem_of(changed)
        if problem:
            return problem
        try:
            self._documents.change(changed, action_text(action, about), about=_about(action))
        except CoreloomError as error:
            return reason_of(error)
        return ""

    def _use(self, dialog: LiveDialog) -> str:
        action, moment = dialog.action(), self.moment()
        target = dialog.target()
        if moment is None:
            return ""
        return self.apply(action, action.process if target is None else moment.label(target))

    # -- menus ----------------------------------------------------------------------------------------------

    def show_menu(self, thread: int | None, place: QPoint) -> None:
        """Show the menu of a thread on the stage and of its process, or of whoever is chosen."""
        menu = self.menu(thread)
        if menu is not None:
            menu.aboutToHide.connect(menu.deleteLater)
            menu.popup(place)

    def menu(self, thread: int | None) -> QMenu | None:
        """Return that menu; None while nothing is open."""
        moment = self.moment()
        if moment is None:
            return None
        menu = QMenu(self.front())
        menu.setToolTipsVisible(True)
        target = self.chosen(moment)
        if thread is not None and thread < len(moment.trace.threads):
            target = Target(process=moment.trace.threads[thread].process, thread=thread)
        if target is not None:
            self._add_follow(menu, moment, target)
            self._add_somebody(menu, moment, target)
            menu.addSeparator()
        if self._documents.locked:
            return menu
        launches = menu.addMenu(self.tr("&Launch"))
        for name in dict.fromkeys(process.name for process in moment.scenario.processes):
            launches.addAction(name.replace("&", "&&")).triggered.connect(partial(self._launch_from_menu, name))
        for kind in (ActionKind.CORES, ActionKind.POLICY):
            action = menu.addAction(self._actions[_NAMES[kind]].text())
            action.triggered.connect(partial(self._ask_from_menu, kind, None))
        return menu

    def extend(self, menu: QMenu, process: int, thread: int | None) -> None:
        """Add to somebody's menu what can be done to a process or a thread."""
        moment = self.moment()
        if moment is not None and process < len(moment.trace.processes):
            menu.setToolTipsVisible(True)
            menu.addSeparator()
            self._add_somebody(menu, moment, Target(process=process, thread=thread))

    def _add_follow(self, menu: QMenu, moment: LiveMoment, target: Target) -> None:
        if target.thread is not None:
            followed = self._following.followed == target.thread
            text = self.tr("Stop following {}") if followed else self.tr("&Follow {}")
            follow = menu.addAction(text.format(moment.label(target)))
            follow.triggered.connect(partial(self._follow_from_menu, target.thread))
            menu.addSeparator()

    def _add_somebody(self, menu: QMenu, moment: LiveMoment, target: Target) -> None:
        whole = Target(process=target.process)
        for kind in PARAMETERS:
            action = menu.addAction(self._actions[_NAMES[kind]].text())
            self._tell(action, kind, moment, target)
            action.triggered.connect(partial(self._ask_from_menu, kind, target))
        menu.addSeparator()
        for kind in _AT_ONCE:
            text = action_text(moment.action(kind, whole), moment.label(whole))
            action = menu.addAction(text)
            self._tell(action, kind, moment, whole)
            action.triggered.connect(partial(self._do_from_menu, kind, whole))

    def _tell(
        self, action: QAction, kind: ActionKind, moment: LiveMoment | None, target: Target | None, tip: str = ""
    ) -> None:
        """Let an action say whether it is possible, and if not, why."""
        if self._documents.locked:
            problem = self._documents.locked
        elif moment is None:
            problem = self.tr("Nothing is open.")
        elif kind in ABOUT_SOMEBODY:
            # Where the chosen one cannot, somebody else may: the dialog offers them.
            others = tip and len(moment.living()) > 1
            problem = moment.refusal(kind, None if others else target)
        else:
            problem = moment.refusal(kind)
        action.setEnabled(not problem)
        action.setToolTip(plain_tip(problem or tip or action.text().replace("&", "")))

    def _allow_all(self) -> None:
        """Let the keys work whatever the menu said: the run may have gone on since, and the dialog says why not."""
        for name in _NAMES.values():
            self._actions[name].setEnabled(not self._documents.locked)

    def _follow_from_menu(self, thread: int, _checked: bool = False) -> None:  # noqa: FBT001, FBT002 - a Qt slot
        self._following.toggle(thread)

    def _ask_from_menu(self, kind: ActionKind, target: Target | None, _checked: bool = False) -> None:  # noqa: FBT001, FBT002 - a Qt slot
        self.ask(kind, target)

    def _do_from_menu(self, kind: ActionKind, target: Target, _checked: bool = False) -> None:  # noqa: FBT001, FBT002 - a Qt slot
        self.do(kind, target)

    def _launch_from_menu(self, name: str, _checked: bool = False) -> None:  # noqa: FBT001, FBT002 - a Qt slot
        self.launch(name)


def _about(action: Action) -> str:
    """Return what an action sets, so that setting it again at the same moment is one step with it; else nothing."""
    if action.kind not in SETTING:
        return ""
    return f"{action.kind.value} {action.process} {action.instance} {action.thread} {action.at_ns}"

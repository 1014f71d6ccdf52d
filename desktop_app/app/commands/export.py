"""Exporting what is open: the dialog, the exports that run, and what came of them."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QStatusBar

from desktop_app.app.speeds import speed_unit
from desktop_app.model.quoting import file_shown
from desktop_app.views.question import Button, ask
from desktop_app.views.theme import Theme

if TYPE_CHECKING:
    from desktop_app.app.exporting.context import Context
    from desktop_app.app.exporting.dialog import ExportDialog
    from desktop_app.app.exporting.exports import Export, Exports, Order
    from desktop_app.app.exporting.source import Opened
    from desktop_app.app.exporting.strip import ExportStrip
    from desktop_app.app.main_window import MainWindow


class ExportCommands(QObject):
    """Exports what a window shows.

    Args:
        window: The window.

    Attributes:
        exports: Those that were ordered; None before the first.
        strip: Where they are seen; likewise.
        command: Makes a child's command from the command line's arguments; None for the usual one.
    """

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self.exports: Exports | None = None
        self.strip: ExportStrip | None = None
        self.command: Callable[[list[str]], list[str]] | None = None
        self._asked = False

    def slots(self) -> dict[str, Callable[[], object]]:
        """Return what each action does, by name."""
        return {"export": lambda: self.ask()}  # noqa: PLW0108 - what triggers it says whether it is checked

    # -- what is chosen -------------------------------------------------------------------------------------

    def ask(self, target: Path | None = None) -> ExportDialog | None:
        """Let the user export what is open; None where nothing is.

        Args:
            target: The file that is suggested; None for one by the name of what is open.
        """
        context = self._context()
        if context is None:
            return None
        from desktop_app.app.exporting.child import export_command  # noqa: PLC0415 - not before the first paint
        from desktop_app.app.exporting.dialog import ExportDialog  # noqa: PLC0415

        window = self._window
        window.playhead.pause()
        self._asked = True
        dialog = ExportDialog(context, window.habits, window.theme, self.command or export_command, window)
        if target is not None:
            dialog.target.edit.setText(str(target))
        dialog.ordered.connect(self.add)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()
        return dialog

    def _context(self) -> Context | None:
        """Return what the window shows now; None where that is nothing."""
        window, opened = self._window, self._opened()
        moments = window.moments
        if opened is None or moments is None or moments.trace is not window.session.trace:
            return None
        from desktop_app.app.exporting.context import Context  # noqa: PLC0415 - as above

        ratio, stage = window.stage.devicePixelRatioF(), window.stage.size()
        return Context(
            opened=opened,
            moments=moments,
            now_ns=moments.nearest_ns(window.playhead.t_ns),
            loop=window.playhead.loop,
            stretch=window.lessons.player.stretch,
            speed_ns=window.playhead.speed_ns,
            unit=speed_unit(moments.trace),
            stage=(round(stage.width() * ratio), round(stage.height() * ratio)),
            theme=window.theme.name,
            options=window.stage.options,
        )

    def _opened(self) -> Opened | None:
        """Return what is open."""
        from desktop_app.app.exporting.source import Opened  # noqa: PLC0415 - as above

        window = self._window
        scenario, player, path = window.session.scenario, window.lessons.player, window.documents.path
        if scenario is None:
            return None
        lesson = player.lesson
        recording = path if window.session.recorded else None
        name = Path(window.documents.name).stem if lesson is None else Path(lesson.file).stem or lesson.title
        return Opened(
            name=name,
            title=window.documents.name if lesson is None else lesson.title,
            scenario=scenario,
            lesson=lesson,
            step=player.index,
            changed=player.changed,
            recording=recording,
            folder=path.parent if path is not None else None,
        )

    # -- what is written ------------------------------------------------------------------------------------

    def add(self, order: Order) -> Export:
        """Export something."""
        return self._made().add(order)

    def _made(self) -> Exports:
        """Return the exports of the window, and the strip in which they are seen, made when there is a first one."""
        if self.exports is not None:
            return self.exports
        from desktop_app.app.exporting.child import export_command  # noqa: PLC0415 - as above
        from desktop_app.app.exporting.exports import Exports  # noqa: PLC0415
        from desktop_app.app.exporting.strip import ExportStrip  # noqa: PLC0415

        window = self._window
        self.exports = Exports(self, self.command or export_command)
        bar = QStatusBar(window)
        bar.setSizeGripEnabled(False)
        bar.setVisible(False)
        self.strip = ExportStrip(self.exports, window.theme, bar)
        bar.addWidget(self.strip, 1)
        window.setStatusBar(bar)
        self.strip.emptied.connect(bar.setHidden)
        self.strip.open_requested.connect(partial(self._show, folder=False))
        self.strip.folder_requested.connect(partial(self._show, folder=True))
        self.strip.again_requested.connect(lambda export: self.ask(export.order.target))
        self.exports.failed.connect(self._refuse)
        self.exports.written.connect(self._note)
        return self.exports

    def _show(self, export: Export, *, folder: bool) -> None:
        """Show what was written, or where that is."""
        from desktop_app.app.exporting.revealing import open_file, show_in_folder  # noqa: PLC0415 - as above

        outcome = export.outcome
        paths = outcome.paths if outcome is not None else ()
        path = paths[0] if paths else export.order.target
        if not (show_in_folder(path) if folder else open_file(path)):
            text = self.tr("The system has nothing that shows it. It is here:\n{}").format(file_shown(str(path)))
            self._window.show_message(self.tr("This file cannot be shown"), text)

    def _refuse(self, export: Export) -> None:
        """Say why something was not written, and what to do about it."""
        outcome = export.outcome
        reason = outcome.reason if outcome is not None else ""
        text = self.tr(
            "{}\n\nA file that was there before is as it was. All settings are still there in File > Export…"
        )
        self._window.show_message(self.tr("The export failed"), text.format(reason))

    def _note(self, export: Export) -> None:
        """Remember what it took."""
        from desktop_app.app.exporting.estimate import remembered  # noqa: PLC0415 - as above

        rate = export.rate
        if rate is not None:
            habits = self._window.habits
            habits.change(export_rates=remembered(habits.now.export_rates, export.order.key, rate))

    # -- the window ---------------------------------------------------------------------------------------------

    def set_theme(self, theme: Theme) -> None:
        """Show exports in this palette."""
        if self.strip is not None:
            self.strip.set_theme(theme)

    def may_close(self) -> bool:
        """Ask about exports that are not over; False means: stay."""
        unfinished = self.exports.unfinished if self.exports is not None else ()
        if not unfinished:
            return True
        names = ", ".join(f"“{file_shown(each.order.target.name)}”" for each in unfinished)
        answer = ask(
            self._window,
            self.tr("Stop exporting?"),
            self.tr("This is not written yet: {}. Closing the window stops it, and no half file stays.").format(names),
            Button.Close | Button.Cancel,
            Button.Cancel,
        )
        return answer == Button.Close

    def close(self) -> None:
        """Stop all that is exported, and wait until it has stopped."""
        if self.exports is not None:
            self.exports.close()
        if self._asked:
            from desktop_app.app.exporting.measuring import stop_all  # noqa: PLC0415 - imported by now

            stop_all()

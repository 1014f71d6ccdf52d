"""The dialog that lets somebody export what is open: what, how, where to, with a preview and an estimate."""

from __future__ import annotations

import os
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Final

from PySide6.QtCore import QSize, QTimer, Signal
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from desktop_app.app.dialogs.form import ChoiceBox, fit_on_screen, plain_label, set_role
from desktop_app.app.dialogs.scroller import Scroller
from desktop_app.app.exporting.choices import Choices, Option, ending_of, forms_of
from desktop_app.app.exporting.context import Context
from desktop_app.app.exporting.estimate import estimated, rate_key
from desktop_app.app.exporting.exports import Command, Order
from desktop_app.app.exporting.footage import Footage, footage_of, span_ns
from desktop_app.app.exporting.format_list import FormatList
from desktop_app.app.exporting.measuring import Measuring
from desktop_app.app.exporting.option_rows import describe
from desktop_app.app.exporting.options import OptionsForm
from desktop_app.app.exporting.preview import Preview
from desktop_app.app.exporting.source import Scope, file_name, hand_over
from desktop_app.app.exporting.step_pictures import LessonPreview
from desktop_app.app.exporting.target import TargetField, free_bytes
from desktop_app.app.exporting.words import counted_text, length_text, size_text, time_text, tr
from desktop_app.app.habits import Habits
from desktop_app.export.formats import Format, Kind
from desktop_app.model.durations import format_duration
from desktop_app.model.errors import CoreloomError
from desktop_app.model.quoting import file_shown
from desktop_app.storage.places import home_folder
from desktop_app.storage.preferences import ExportRate
from desktop_app.views.question import Button, ask
from desktop_app.views.theme import Theme

_SIZE: Final = QSize(1240, 700)
_LEAST: Final = QSize(860, 420)
_SIDE_PX, _TOP_PX, _GAP_PX = 22, 14, 12
_LIST_PX, _LEAST_LIST_PX, _OPTIONS_PX = 280, 210, 330
#: How often the estimate is worked out anew while something is measured is up to the measuring; changes wait so long.
_CHANGED_MS: Final = 30


class ExportDialog(QDialog):
    """Lets somebody choose; what is chosen is handed to whoever exports it.

    Args:
        context: What the window shows.
        habits: What was chosen last.
        theme: The window's colours.
        command: Makes the command from the command line's arguments.
        parent: The window.

    Signals:
        ordered: Something is to be exported; an `Order`.
    """

    ordered = Signal(object)

    def __init__(self, context: Context, habits: Habits, theme: Theme, command: Command, parent: QWidget) -> None:
        super().__init__(parent)
        self._context = context
        self._habits = habits
        self._footage: Footage | None = None
        self._key = ""
        self._known: dict[str, tuple[int, ExportRate]] = {}
        self._texts: dict[str, str] = {}
        self._problem = ""
        self.setWindowTitle(tr("Export"))
        self.scope = ChoiceBox(self)
        self.formats = FormatList(theme, self)
        self.options = OptionsForm(context)
        self.preview = Preview(theme, self)
        self.lesson = LessonPreview(context, self.preview, self)
        self.target = TargetField(self._first_folder(), file_name(context.opened.name), self)
        self.estimate = plain_label("")
        self.measuring = Measuring(context.opened, command, self)
        self._changed = QTimer(self)
        self._changed.setSingleShot(True)
        self._changed.setInterval(_CHANGED_MS)
        self._changed.timeout.connect(self.refresh)
        self._make_scopes()
        self._build()
        self._connect()
        self._offer_formats()
        self.formats.setFocus()

    def _first_folder(self) -> Path:
        """Return where the last export went, at first where the document is, and else the home folder."""
        kept = self._habits.now.export_folder
        for folder in (Path(kept) if kept else None, self._context.opened.folder):
            with suppress(OSError):
                if folder is not None and folder.is_dir() and os.access(folder, os.W_OK):
                    return folder
        return home_folder()

    # -- how it looks ---------------------------------------------------------------------------------------

    def _make_scopes(self) -> None:
        opened = self._context.opened
        if opened.lesson is not None:
            step = opened.lesson.steps[opened.step]
            number, count = opened.step + 1, len(opened.lesson.steps)
            changed = tr("The run of this step, with live changes") if opened.changed else tr("The run of this step")
            for scope, text in (
                (Scope.LESSON, tr("The whole lesson: {} steps").format(count)),
                (Scope.STEP, tr("This step: {}, {}").format(number, step.title)),
                (Scope.RUN, changed),
            ):
                self.scope.addItem(text, scope.value)
        else:
            self.scope.addItem("", Scope.RUN.value)
        describe(self.scope, tr("What"), tr("How much of the lesson is exported."))
        self.scope.setVisible(opened.lesson is not None)

    def _build(self) -> None:
        heading = plain_label(tr("Export “{}”").format(self._context.opened.title))
        set_role(heading, "heading")
        what = QLabel(tr("&What"), self)
        what.setBuddy(self.scope)
        what.setVisible(self.scope.isVisibleTo(self))
        top = QHBoxLayout()
        top.setSpacing(_GAP_PX)
        top.addWidget(heading, 1)
        top.addWidget(what)
        top.addWidget(self.scope)
        self.formats.setMinimumWidth(_LEAST_LIST_PX)
        self.formats.setMaximumWidth(_LIST_PX)
        scroller = Scroller(self.options, self)
        scroller.setMinimumWidth(_OPTIONS_PX)
        scroller.setMaximumWidth(_OPTIONS_PX + 70)
        middle = QHBoxLayout()
        middle.setSpacing(_GAP_PX + 4)
        middle.addWidget(self.formats, 3)
        middle.addWidget(scroller, 4)
        middle.addWidget(self.preview, 6)
        self.estimate.setWordWrap(True)
        self.estimate.setAccessibleName(tr("What is to be expected"))
        set_role(self.estimate, "hint")
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel, self)
        self.export = self.buttons.addButton(tr("E&xport"), QDialogButtonBox.ButtonRole.AcceptRole)
        self.buttons.button(QDialogButtonBox.StandardButton.Cancel).setText(tr("Cancel"))
        self.export.setDefault(True)
        set_role(self.export, "primary")
        foot = QHBoxLayout()
        foot.setSpacing(_GAP_PX)
        foot.addWidget(self.estimate, 1)
        foot.addWidget(self.buttons)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(_SIDE_PX, _TOP_PX, _SIDE_PX, _TOP_PX)
        layout.setSpacing(_GAP_PX)
        layout.addLayout(top)
        layout.addLayout(middle, 1)
        layout.addWidget(self.target)
        layout.addLayout(foot)
        fit_on_screen(self, _SIZE, _LEAST)

    def _connect(self) -> None:
        self.scope.currentIndexChanged.connect(self._offer_formats)
        self.formats.chosen.connect(self._offer_options)
        self.options.edited.connect(self._changed.start)
        self.target.edited.connect(self._show_state)
        self.preview.moment_chosen.connect(lambda t_ns: self.options.moment.setText(format_duration(t_ns)))
        self.measuring.measured.connect(self._take_measure)
        self.measuring.failed.connect(self._take_problem)
        self.measuring.read.connect(self._show_data)
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)

    # -- what is offered ------------------------------------------------------------------------------------

    @property
    def chosen_scope(self) -> Scope:
        """How much of what is open is exported."""
        return Scope(self.scope.currentData())

    def _offer_formats(self) -> None:
        before = self.formats.form
        last = before.name if before is not None else self._habits.now.exported
        usual = "slides" if self.chosen_scope is Scope.LESSON else "mp4"
        names = [form.name for form in forms_of(self.chosen_scope)]
        self.formats.offer(forms_of(self.chosen_scope), last if last in names else usual)

    def _offer_options(self, form: Format) -> None:
        kept = self._habits.now.export_choices.get(self._kept_key(form), {})
        self.options.offer(form, self.chosen_scope, kept)
        self.target.show_form(form)
        self.refresh()

    def _kept_key(self, form: Format) -> str:
        return f"{self.chosen_scope.value} {form.name}"

    def choices(self) -> Choices:
        """Return what is chosen."""
        ranged = Option.RANGE in self.options.shown_options
        begin, end = (self.options.begin.text(), self.options.end.text()) if ranged else self._context.whole
        choices = self.options.choices(span_ns(self._context.moments.trace, begin, end))
        return replace(choices, begin=begin.strip(), end=end.strip())

    # -- what follows from it -------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Show what is chosen, and measure what it takes."""
        self._changed.stop()
        self._problem, self._footage = self.options.problem, None
        choices = self.choices()
        if not self._problem:
            self._show_preview(choices)
        key = f"{choices!r}"
        if self._problem:
            self.measuring.stop()
        elif key != self._key:
            self._key = key
            if self._whole_measure(choices) is None:
                self.measuring.want(self._tried(choices))
            else:
                self.measuring.stop()
        self._show_state()

    def _show_preview(self, choices: Choices) -> None:
        if choices.form.kind is Kind.DATA:
            self._show_data(self._texts.get(choices.form.name, ""))
        elif choices.scope is not Scope.RUN:
            self.lesson.show(choices)
        else:
            try:
                self._footage = footage_of(self._context.moments, choices)
            except ValueError as error:
                self._problem = tr("Expected {}.").format(error)
                self.preview.say(self._problem)
            else:
                self.preview.show_footage(self._footage, self._context.moments.trace.known_until_ns)

    def _tried(self, choices: Choices) -> Choices:
        """Return what is begun to measure it: of a long film a later part, as runs begin unlike they go on."""
        footage = self._footage
        if footage is None or not footage.film or footage.frames < _LONG_FRAMES or choices.form.kind is Kind.SLIDES:
            return choices
        begin_ns = footage.pace.begin_ns + (footage.pace.end_ns - footage.pace.begin_ns) // _BEFORE
        return replace(choices, begin=format_duration(begin_ns))

    def _whole_measure(self, choices: Choices) -> tuple[int, ExportRate] | None:
        """Return what was measured of an export that differs in nothing that counts."""
        return self._known.get(self._measure_key(choices))

    def _measure_key(self, choices: Choices) -> str:
        """Return what a rate depends on; where frames are counted here, how many there are does not."""
        if self._footage is not None and choices.form.kind in {Kind.SEQUENCE, Kind.CLIP}:
            choices = replace(choices, begin="", end="")
        return f"{choices!r}"

    def _take_measure(self, total: int, rate: ExportRate | None, whole: bool) -> None:  # noqa: FBT001 - a Qt slot
        choices = self.choices()
        if rate is not None:
            self._known[self._measure_key(choices) if whole else ""] = (total, rate)
        self._show_state()

    def _show_data(self, text: str) -> None:
        """Show how data begins, or what it is good for where that is not known, or is no text."""
        form = self.formats.form
        assert form is not None
        self._texts[form.name] = text
        self.preview.say(tr("{}.\nThe whole run, from its start to its end.").format(tr(form.sentence)))
        if text:
            self.preview.show_text(text)

    def _take_problem(self, reason: str) -> None:
        self._problem = reason
        self._show_state()

    def _show_state(self) -> None:
        """Say what is to be expected, or what is wrong."""
        problem = self._problem or self.target.problem
        self.export.setEnabled(not problem)
        set_role(self.estimate, "problem" if self._problem else "hint")
        # What is wrong with an option is said below it.
        marked = tr("What is marked above needs another value.") if self.options.problem else self._problem
        self.estimate.setText(marked or self._expected(self.choices()))

    def _expected(self, choices: Choices) -> str:
        measuring = self.measuring.busy
        known = self._whole_measure(choices) or (self._known.get("") if measuring else None)
        rate = known[1] if known else self._habits.now.export_rates.get(rate_key(choices))
        total = known[0] if known else 0
        parts = []
        if self._footage is not None and self._footage.film and choices.counts_frames:
            total = self._footage.frames
            parts = [counted_text(choices.counted, total), length_text(self._footage.length_s)]
        elif total and choices.counts_frames:
            parts = [counted_text(choices.counted, total), length_text(total / choices.fps)]
        elif total:
            parts = [counted_text(choices.counted, total)]
        if rate is not None and total:
            expected = estimated(rate, total)
            parts += [tr("about {}").format(size_text(expected.bytes))] if expected.bytes else []
            takes = tr("takes less than 1 s") if expected.seconds < 1 else tr("takes about {}")
            parts += [takes.format(time_text(expected.seconds))]
            free = free_bytes(self.target.path.parent)
            parts += [tr("only {} are free there").format(size_text(free))] if free < expected.bytes else []
        if measuring and not (known and self._whole_measure(choices)):
            parts.append(tr("measuring…"))
        elif rate is None or not total:
            parts.append(tr("not measured"))
        return " · ".join(part for part in parts if part)

    # -- how it ends ----------------------------------------------------------------------------------------

    def accept(self) -> None:
        """Hand over what is chosen."""
        self.refresh()
        if not self.export.isEnabled():
            return
        choices, path = self.choices(), self.target.path
        if not self._may_replace(choices, path):
            return
        try:
            handed = hand_over(self._context.opened, choices.scope)
        except CoreloomError as error:
            self._take_problem(str(error))
            return
        self.measuring.stop()
        self._remember(choices, path)
        arguments = choices.arguments(handed.source, str(path))
        key, counted = rate_key(choices), choices.counted
        order = Order(handed=handed, target=path, arguments=arguments, key=key, counted=counted)
        super().accept()
        self.ordered.emit(order)

    def _may_replace(self, choices: Choices, path: Path) -> bool:
        """Ask before something is replaced."""
        numbered = "--per-step" in choices.arguments("", "")
        first = path.with_name(f"{path.name.removesuffix(ending_of(choices.form))}-01{ending_of(choices.form)}")
        there = first if numbered else path
        try:
            if not there.exists() or (there.is_dir() and not any(there.iterdir())):
                return True
        except OSError:
            return True  # the export will say what is wrong
        answer = ask(
            self,
            tr("Replace what is there?"),
            tr("“{}” is there already. The export takes its place once it is complete.").format(file_shown(there.name)),
            Button.Save | Button.Cancel,
            Button.Cancel,
        )
        return answer == Button.Save

    def _remember(self, choices: Choices, path: Path) -> None:
        kept = {key: value for key, value in self.options.kept().items() if len(value) <= _MOST_KEPT}
        every = {**self._habits.now.export_choices, self._kept_key(choices.form): kept}
        self._habits.change(exported=choices.form.name, export_folder=str(path.parent), export_choices=every)

    def done(self, result: int) -> None:
        """Stop what it has begun."""
        self._changed.stop()
        self.measuring.stop()
        self.lesson.stop()
        self.preview.close_easel()
        super().done(result)


#: A film of so many frames or more is measured from its third part on.
_LONG_FRAMES: Final = 150
_BEFORE: Final = 3
#: Longer texts are no choices.
_MOST_KEPT: Final = 100

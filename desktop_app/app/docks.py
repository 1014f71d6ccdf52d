"""The docks around the stage: each holds a panel, is made when it is first seen, and is fed only while it is seen."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QSize, Qt, QTimer, Signal
from PySide6.QtWidgets import QDockWidget, QHBoxLayout, QLabel, QMainWindow, QSizePolicy, QToolButton, QWidget

from desktop_app.analysis.moment import Moments
from desktop_app.app.areas import tab_stops
from desktop_app.app.focus import leaves_key
from desktop_app.app.icons import icon
from desktop_app.app.panels import PANELS, PanelSpec
from desktop_app.views.panel import Panel
from desktop_app.views.theme import Theme, ui_font

#: While a run plays, panels are shown a moment this often; the stage and the timeline are at every frame.
_REFRESH_MS = 100
_TITLE_ICON_PX = 14
_TITLE_PX = 13
#: Of the window's width, panels take no more by themselves.
_LARGEST_SHARE = 0.36


def panel_title(spec: PanelSpec) -> str:
    """Return a panel's title in the user's language."""
    return QCoreApplication.translate("panels", spec.title).replace("&", "")


class DockTitle(QWidget):
    """A dock's title: its name, unless the panel says it itself, and buttons that float and close it."""

    def __init__(self, dock: QDockWidget, title: str, *, named: bool) -> None:
        super().__init__(dock)
        self.setObjectName("dock_title")
        self._label = QLabel(title if named else "", self)
        self._label.setProperty("role", "section")
        self._label.setFont(ui_font(_TITLE_PX, 700))  # desktops have a font of their own for what is in docks
        self._float = self._button("float", self.tr("Make a window of “{}”, or dock it again").format(title))
        self._close = self._button("close", self.tr("Close “{}”").format(title))
        self._float.clicked.connect(lambda: dock.setFloating(not dock.isFloating()))
        self._close.clicked.connect(dock.close)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(14, 4 if named else 0, 6, 2 if named else 0)
        layout.setSpacing(2)
        layout.addWidget(self._label, 1)
        layout.addWidget(self._float)
        layout.addWidget(self._close)

    def _button(self, name: str, tip: str) -> QToolButton:
        button = QToolButton(self)
        button.setObjectName(name)
        button.setToolTip(tip)
        button.setAccessibleName(tip)
        button.setIconSize(QSize(_TITLE_ICON_PX, _TITLE_ICON_PX))
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.setProperty("role", "small")
        return button

    @property
    def last(self) -> QWidget:
        """Its last control."""
        return self._close

    def set_theme(self, theme: Theme) -> None:
        """Draw the buttons in these colours."""
        self._float.setIcon(icon("float", theme))
        self._close.setIcon(icon("close", theme))


class Dock(QDockWidget):
    """A dock whose panel is made when it is first seen.

    Signals:
        shown_or_hidden: It can be seen now, or no more; behind another tab it cannot.
    """

    shown_or_hidden = Signal(bool)

    def __init__(self, name: str, title: str, window: QMainWindow, *, named: bool = True) -> None:
        super().__init__(title, window)
        self.setObjectName(f"dock_{name}")
        self.title = DockTitle(self, title, named=named)
        self.setTitleBarWidget(self.title)
        #: Whether it can be seen: Qt calls a dock behind another tab visible, too.
        self.seen = False
        self.visibilityChanged.connect(self._see)

    def _see(self, seen: bool) -> None:  # noqa: FBT001 - a Qt slot
        self.seen = seen
        # What cannot be seen must not get the focus.
        self.title.setEnabled(seen)
        if self.widget() is not None:
            self.widget().setEnabled(seen)
        self.shown_or_hidden.emit(seen)

    def event(self, event: QEvent) -> bool:
        """Leave a key to the control that has the focus where it needs it, also in a window of its own."""
        return leaves_key(event) or super().event(event)


class Docks(QObject):
    """All docks of a window but the timeline's.

    Signals:
        time_requested: The user wants to go to this time, in nanoseconds.
        thread_chosen: The user wants to follow this thread; its index in the trace, or None.
        menu_opened: As a panel's.
        panel_made: A panel is seen for the first time; its name, and it.
    """

    time_requested = Signal(object)
    thread_chosen = Signal(object)
    menu_opened = Signal(object, object, object)
    panel_made = Signal(str, object)

    def __init__(self, window: QMainWindow, theme: Theme) -> None:
        super().__init__(window)
        self._window = window
        self._theme = theme
        self._moments: Moments | None = None
        self._t_ns = 0
        self._followed: int | None = None
        self._ready = False
        self._dirty = False
        self.docks: dict[str, Dock] = {}
        self.panels: dict[str, Panel] = {}
        self._specs = {spec.name: spec for spec in PANELS}
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_REFRESH_MS)
        self._timer.timeout.connect(self._catch_up)
        for spec in PANELS:
            self._add(spec)

    def _add(self, spec: PanelSpec) -> None:
        dock = Dock(spec.name, panel_title(spec), self._window)
        # Before the panel is there, its place is.
        empty = QWidget(dock)
        empty.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        dock.setWidget(empty)
        before = [self.docks[other.name] for other in PANELS if other.area == spec.area and other.name in self.docks]
        self._window.addDockWidget(spec.area, dock)
        if before:
            self._window.tabifyDockWidget(before[-1], dock)
        dock.hide()
        dock.shown_or_hidden.connect(lambda seen: self._show(spec.name, seen=seen))
        self.docks[spec.name] = dock

    def make_ready(self) -> None:
        """Make the panels that can be seen, now that the window has painted, and others when they are seen."""
        self._ready = True
        for name, dock in self.docks.items():
            if dock.seen:
                self._show(name, seen=True)

    def toggle(self, name: str) -> None:
        """Show a dock, in front of others, or hide it."""
        dock = self.docks[name]
        if dock.seen:
            dock.hide()
        else:
            self._bring(name)

    def show_panel(self, name: str) -> Panel:
        """Show a dock in front of others and return its panel."""
        self._bring(name)
        return self._made(name)

    def _bring(self, name: str) -> None:
        """Show a dock in front of others; where it is alone in its area, as wide as it first is."""
        dock = self.docks[name]
        area = self._window.dockWidgetArea(dock)
        alone = all(
            other.isHidden() or other.isFloating() or self._window.dockWidgetArea(other) != area
            for other in self.docks.values()
        )
        dock.show()
        dock.raise_()
        if alone and not dock.isFloating():
            width_px = min(self._specs[name].width_px, round(self._window.width() * _LARGEST_SHARE))
            self._window.resizeDocks([dock], [width_px], Qt.Orientation.Horizontal)

    def set_moments(self, moments: Moments) -> None:
        """Show another trace."""
        self._moments = moments
        for name, panel in self.panels.items():
            panel.set_moments(moments)
            self._refresh(name)

    def show_at(self, t_ns: int, *, soon: bool = False) -> None:
        """Show a moment: at once, or ``soon``, with others that come within the next tenth of a second."""
        self._t_ns = t_ns
        if not soon:
            self._timer.stop()
            self._catch_up(last=True)
        elif self._timer.isActive():
            self._dirty = True
        else:
            self._catch_up(last=True)
            self._timer.start()

    def set_theme(self, theme: Theme) -> None:
        """Show everything in this palette."""
        self._theme = theme
        for dock in self.docks.values():
            dock.title.set_theme(theme)
        for panel in self.panels.values():
            panel.set_theme(theme)

    def set_followed(self, thread: int | None) -> None:
        """Mark the thread that is followed."""
        self._followed = thread
        for panel in self.panels.values():
            panel.set_followed(thread)

    def _catch_up(self, *, last: bool = False) -> None:
        if self._dirty or last:
            self._dirty = False
            for name in self.panels:
                self._refresh(name)
            if not last:
                self._timer.start()

    def _refresh(self, name: str) -> None:
        if self._moments is not None and self.docks[name].seen:
            self.panels[name].show_at(self._t_ns)

    def _show(self, name: str, *, seen: bool) -> None:
        if seen and self._ready:
            self._made(name)
            self._refresh(name)

    def _made(self, name: str) -> Panel:
        if name not in self.panels:
            panel = self._specs[name].make(self._theme, self.docks[name])
            panel.time_requested.connect(self.time_requested)
            panel.thread_chosen.connect(self.thread_chosen)
            panel.menu_opened.connect(self.menu_opened)
            panel.set_followed(self._followed)
            self.panels[name] = panel
            self.docks[name].setWidget(panel)
            self._order(self.docks[name], panel)
            if self._moments is not None:
                panel.set_moments(self._moments)
            self.panel_made.emit(name, panel)
        return self.panels[name]

    def _order(self, dock: Dock, panel: Panel) -> None:
        """Let Tab go from a dock's title to what is below it."""
        before = dock.title.last
        for control in tab_stops(panel):
            QWidget.setTabOrder(before, control)
            before = control

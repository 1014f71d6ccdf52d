"""How the window and its dialogs look: a theme as a Qt palette, a style sheet and a font."""

from __future__ import annotations

from typing import Any, Final

from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication

from desktop_app.model.shipped import shipped_folder
from desktop_app.views.theme import Theme, ui_font

#: Size of the text of controls, in logical pixels.
TEXT_PX = 14
#: The least size of Qt's own file dialogs, in logical pixels: their own is too small for the names of types.
_FILES_PX = (820, 480)
#: What desktops with GTK give a font of their own, which the application's font does not replace. PySide's annotations
#: ask for bytes, which it does not take.
_OF_DESKTOPS: Final[tuple[Any, ...]] = (
    "QLabel",
    "QPushButton",
    "QCheckBox",
    "QRadioButton",
    "QToolButton",
    "QHeaderView",
)
#: The one style that follows palette and style sheet alike on every platform.
_STYLE = "Fusion"


def apply_theme(app: QApplication, theme: Theme) -> None:
    """Give all windows of the application the theme's look; open ones change at once."""
    if not app.styleSheet():  # where ours is, the style is, too; to set that again takes as long as the sheet does
        app.setStyle(_STYLE)
    font = ui_font(TEXT_PX)
    app.setFont(font)
    app.setPalette(palette(theme))
    app.setStyleSheet(stylesheet(theme))
    for kind in _OF_DESKTOPS:  # last: with a style sheet, Qt asks the desktop again
        if app.font(kind).family() != font.family():
            app.setFont(font, kind)


def palette(theme: Theme) -> QPalette:
    """Return the theme's colours in Qt's roles, for all that the style sheet does not reach."""
    role = QPalette.ColorRole
    colours = {
        role.Window: theme.window,
        role.WindowText: theme.text,
        role.Base: theme.inset,
        role.AlternateBase: theme.panel,
        role.Text: theme.text,
        role.PlaceholderText: theme.faint,
        role.Button: theme.panel,
        role.ButtonText: theme.text,
        role.BrightText: theme.error,
        role.ToolTipBase: theme.inset,
        role.ToolTipText: theme.text,
        role.Highlight: theme.processes[0],
        role.HighlightedText: theme.on_process,
        role.Link: theme.processes[0],
        role.LinkVisited: theme.processes[3],
        role.Light: theme.border,
        role.Midlight: theme.track,
        role.Mid: theme.track,
        role.Dark: theme.border,
        role.Shadow: theme.window,
    }
    result = QPalette()
    for where, colour in colours.items():
        result.setColor(where, QColor(colour))
    for where in (role.WindowText, role.Text, role.ButtonText, role.HighlightedText):
        result.setColor(QPalette.ColorGroup.Disabled, where, QColor(theme.faint))
    result.setColor(QPalette.ColorGroup.Disabled, role.Highlight, QColor(theme.track))
    return result


def stylesheet(theme: Theme) -> str:
    """Return the style sheet of all widgets.

    Widgets say what they are for by the dynamic property ``role``: a label may be a ``heading``, a ``hint`` or a
    ``problem``, a frame a ``card``, a button the ``primary`` one. A field whose text is wrong has ``invalid``.
    """
    accent = theme.processes[0]
    return "\n".join(
        (
            _texts(theme),
            _fields(theme, accent),
            _buttons(theme, accent),
            _tabs(theme, accent),
            _tables(theme, accent),
            _rest(theme, accent),
            _file_dialogs(),
        )
    )


def _texts(theme: Theme) -> str:
    # Desktops give menus and lists fonts of their own, which no application font replaces.
    family = ui_font(TEXT_PX).family()
    return f"""
QMenuBar, QMenu, QComboBox, QAbstractItemView, QToolTip, QMessageBox, QStatusBar {{
    font-family: "{family}"; font-size: {TEXT_PX}px;
}}
QMainWindow, QDialog {{ background: {theme.window}; }}
QLabel {{ background: transparent; color: {theme.text}; }}
QLabel:disabled {{ color: {theme.faint}; }}
QLabel[role="heading"] {{ font-size: 20px; font-weight: 700; }}
QLabel[role="section"] {{ color: {theme.muted}; font-size: 13px; font-weight: 700; }}
QLabel[role="hint"] {{ color: {theme.muted}; }}
QLabel[role="problem"] {{ color: {theme.error}; font-weight: 600; }}
QLabel[role="key"] {{
    background: {theme.inset}; border: 1px solid {theme.border}; border-radius: 6px; padding: 2px 8px;
}}
QFrame[role="notice"] {{
    background: {theme.inset}; border: none; border-bottom: 1px solid {theme.border};
    border-left: 4px solid {theme.processes[1]};
}}
QFrame[role="card"] {{ background: {theme.panel}; border: 1px solid {theme.border}; border-radius: 12px; }}
"""


def _fields(theme: Theme, accent: str) -> str:
    # The padding gives way to the thicker border, so that nothing moves when the focus comes.
    return f"""
QLineEdit, QAbstractSpinBox, QComboBox, QPlainTextEdit {{
    background: {theme.inset}; color: {theme.text}; border: 1px solid {theme.border}; border-radius: 8px;
    padding: 6px 10px; min-height: 20px;
    selection-background-color: {accent}; selection-color: {theme.on_process};
}}
QLineEdit:hover, QAbstractSpinBox:hover, QComboBox:hover {{ border-color: {theme.faint}; }}
QLineEdit:focus, QAbstractSpinBox:focus, QComboBox:focus, QPlainTextEdit:focus {{
    border: 2px solid {accent}; padding: 5px 9px;
}}
QLineEdit[invalid="true"] {{ border: 2px solid {theme.error}; padding: 5px 9px; }}
QLineEdit:disabled, QAbstractSpinBox:disabled, QComboBox:disabled {{
    color: {theme.faint}; background: {theme.panel};
}}
QLineEdit:read-only {{ background: {theme.panel}; color: {theme.muted}; }}
QAbstractSpinBox {{ padding-right: 28px; }}
QAbstractSpinBox:focus {{ padding-right: 27px; }}
QAbstractSpinBox > QLineEdit {{ background: transparent; border: none; padding: 0; min-height: 0; }}
QAbstractSpinBox::up-button, QAbstractSpinBox::down-button {{
    subcontrol-origin: border; width: 26px; border: none; background: transparent;
}}
QAbstractSpinBox::up-button {{ subcontrol-position: top right; }}
QAbstractSpinBox::down-button {{ subcontrol-position: bottom right; }}
QAbstractSpinBox::up-arrow, QAbstractSpinBox::down-arrow {{ image: none; width: 0; height: 0; }}
QComboBox {{ padding-left: 12px; padding-right: 4px; combobox-popup: 0; }}
QComboBox:focus {{ padding-left: 11px; padding-right: 3px; }}
QComboBox::drop-down {{ width: 28px; border: none; background: transparent; }}
QComboBox::down-arrow {{ image: none; width: 0; height: 0; }}
QComboBox QAbstractItemView {{
    background: {theme.inset}; color: {theme.text}; border: 1px solid {theme.border}; outline: none;
    selection-background-color: {accent}; selection-color: {theme.on_process};
}}
QComboBox QAbstractItemView::item {{ min-height: 30px; padding: 0 10px; }}
QRadioButton, QCheckBox {{
    color: {theme.text}; spacing: 8px; padding: 3px 6px 3px 2px; border: 2px solid transparent; border-radius: 8px;
}}
QRadioButton:focus, QCheckBox:focus {{ border-color: {accent}; outline: none; }}
QRadioButton::indicator {{
    width: 14px; height: 14px; border-radius: 9px; border: 2px solid {theme.faint}; background: transparent;
}}
QCheckBox::indicator {{
    width: 14px; height: 14px; border-radius: 5px; border: 2px solid {theme.faint}; background: transparent;
}}
QCheckBox::indicator:checked {{
    width: 8px; height: 8px; border: 5px solid {accent}; background: {theme.on_process};
}}
QCheckBox::indicator:disabled {{ border-color: {theme.border}; }}
QRadioButton::indicator:checked {{
    width: 8px; height: 8px; border: 5px solid {accent}; background: {theme.on_process};
}}
"""


def _buttons(theme: Theme, accent: str) -> str:
    return f"""
QPushButton {{
    background: {theme.panel}; color: {theme.text}; border: 1px solid {theme.border}; border-radius: 8px;
    padding: 7px 16px; min-height: 20px; font-weight: 600;
}}
QPushButton:hover {{ background: {theme.inset}; border-color: {theme.faint}; }}
QPushButton:pressed {{ background: {theme.track}; }}
QPushButton:focus {{ border: 2px solid {accent}; padding: 6px 15px; outline: none; }}
QPushButton:disabled {{ color: {theme.faint}; background: transparent; border-color: {theme.border}; }}
QPushButton[role="primary"] {{
    background: {accent}; color: {theme.on_process}; border: 2px solid {accent}; padding: 6px 15px;
}}
QPushButton[role="primary"]:hover {{ background: {accent}; border-color: {theme.text}; }}
QPushButton[role="primary"]:focus {{ border: 2px solid {theme.text}; }}
QPushButton[role="primary"]:disabled {{ background: {theme.track}; color: {theme.faint}; border-color: {theme.track}; }}
QPushButton[role="slim"] {{ padding: 3px 12px; }}
QPushButton[role="slim"]:focus {{ padding: 2px 11px; }}
QToolButton[role="small"] {{ padding: 2px; border-radius: 6px; }}
QToolButton {{
    background: transparent; color: {theme.text}; border: 2px solid transparent; border-radius: 8px; padding: 5px 8px;
}}
QToolButton[role="notice"] {{ border: 2px solid {theme.border}; padding: 2px 12px; margin: 2px 12px 2px 0; }}
QToolButton[role="notice"]:focus {{ border-color: {accent}; }}
QToolButton::menu-indicator {{ image: none; width: 0; }}
QToolButton:hover {{ background: {theme.inset}; }}
QToolButton:pressed, QToolButton:checked {{ background: {theme.track}; }}
QToolButton:focus {{ border-color: {accent}; }}
QToolButton:disabled {{ color: {theme.faint}; }}
"""


def _tabs(theme: Theme, accent: str) -> str:
    return f"""
QTabWidget::pane {{ border: none; border-top: 1px solid {theme.border}; }}
QTabWidget::tab-bar {{ left: 0; }}
QTabBar {{ qproperty-drawBase: 0; background: transparent; }}
QTabBar::tab {{
    background: transparent; color: {theme.muted}; border: 2px solid transparent; border-bottom: 3px solid transparent;
    padding: 7px 16px; font-weight: 600;
}}
QTabBar::tab:hover {{ color: {theme.text}; }}
QTabBar::tab:selected {{ color: {theme.text}; border-bottom-color: {accent}; }}
QTabBar::tab:focus {{ border: 2px solid {accent}; border-radius: 8px; }}
"""


def _tables(theme: Theme, accent: str) -> str:
    return f"""
QTableView {{
    background: {theme.panel}; alternate-background-color: {theme.panel}; color: {theme.text};
    border: none; gridline-color: {theme.border}; outline: none;
    selection-background-color: {theme.track}; selection-color: {theme.text};
}}
QTableView::item {{ padding: 4px 10px; border: none; }}
QTableView::item:selected {{ background: {theme.track}; }}
QTableView::item:focus {{ border: 2px solid {accent}; padding: 2px 8px; }}
QTableView QLineEdit {{ border-radius: 0; padding: 2px 8px; min-height: 0; }}
QTreeView {{
    background: {theme.panel}; alternate-background-color: {theme.panel}; color: {theme.text};
    border: none; outline: none; selection-background-color: {theme.track}; selection-color: {theme.text};
}}
QTreeView::item {{ padding: 3px 4px; border: 2px solid transparent; border-radius: 4px; }}
QTreeView::item:selected {{ background: {theme.track}; }}
QTreeView::item:focus {{ border-color: {accent}; }}
QListWidget {{
    background: {theme.panel}; color: {theme.text}; border: 1px solid {theme.border}; border-radius: 8px;
    padding: 4px; outline: none; selection-background-color: {theme.track}; selection-color: {theme.text};
}}
QListWidget::item {{ padding: 8px 10px; border: 2px solid transparent; border-radius: 6px; }}
QListWidget::item:selected {{ background: {theme.track}; }}
QListWidget::item:focus {{ border-color: {accent}; }}
QHeaderView {{ background: transparent; border: none; }}
QHeaderView::section {{
    background: {theme.panel}; color: {theme.muted}; border: none; padding: 8px 12px;
    font-size: 13px; font-weight: 600;
}}
QHeaderView::section:horizontal {{ border-bottom: 1px solid {theme.border}; }}
QTableCornerButton::section {{ background: {theme.panel}; border: none; }}
"""


def _rest(theme: Theme, accent: str) -> str:
    return f"""
QToolTip {{ background: {theme.inset}; color: {theme.text}; border: 1px solid {theme.border}; padding: 6px 8px; }}
QDialogButtonBox {{ dialogbuttonbox-buttons-have-icons: 0; }}
QMenuBar {{ background: {theme.window}; color: {theme.text}; }}
QMenuBar::item {{ padding: 6px 10px; background: transparent; border-radius: 6px; }}
QMenuBar::item:selected {{ background: {theme.inset}; }}
QMenu {{ background: {theme.inset}; color: {theme.text}; border: 1px solid {theme.border}; padding: 6px; }}
QMenu::item {{ padding: 6px 28px 6px 24px; border-radius: 6px; }}
QMenu::item:selected {{ background: {theme.track}; }}
QMenu::item:disabled {{ color: {theme.faint}; }}
QMenu::icon {{ padding-left: 10px; }}
QMenu::separator {{ height: 1px; background: {theme.border}; margin: 6px 8px; }}
QStatusBar {{ background: {theme.window}; color: {theme.muted}; border-top: 1px solid {theme.border}; }}
QStatusBar::item {{ border: none; }}
QProgressBar {{ background: {theme.track}; border: none; border-radius: 4px; }}
QProgressBar::chunk {{ background: {accent}; border-radius: 4px; }}
QScrollArea {{ background: transparent; border: none; }}
QScrollBar {{ background: transparent; border: none; }}
QScrollBar:vertical {{ width: 12px; }}
QScrollBar:horizontal {{ height: 12px; }}
QScrollBar::handle {{ background: {theme.border}; border-radius: 4px; margin: 2px; min-width: 28px; min-height: 28px; }}
QScrollBar::handle:hover {{ background: {theme.faint}; }}
QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; }}
QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}
QSlider::groove:horizontal {{ background: {theme.track}; height: 6px; border-radius: 3px; }}
QSlider::sub-page:horizontal {{ background: {theme.processes[0]}; border-radius: 3px; }}
QSlider::handle:horizontal {{
    background: {theme.text}; width: 16px; height: 16px; margin: -5px 0; border-radius: 8px;
}}
QSlider::handle:horizontal:focus {{ background: {theme.processes[0]}; }}
QToolBar {{ background: {theme.window}; border: none; spacing: 2px; padding: 2px 6px; }}
QSplitter::handle, QMainWindow::separator {{ background: {theme.window}; width: 6px; height: 6px; }}
QMainWindow::separator:hover {{ background: {accent}; }}
QDockWidget {{ color: {theme.text}; }}
"""


def _file_dialogs() -> str:
    """Return the look of Qt's own file dialogs, which come where the desktop has none for us.

    Qt draws most of their icons in black, whatever is behind them; ours are of a grey that is seen on every ground.
    """
    places = {
        "backward-icon": "back",
        "forward-icon": "forward",
        "filedialog-parent-directory-icon": "up",
        "filedialog-new-directory-icon": "new-folder",
        "filedialog-listview-icon": "list",
        "filedialog-detailedview-icon": "details",
    }
    folder = (shipped_folder() / "icons" / "files").as_posix().replace('"', '\\"')
    icons = "\n".join(f'    {what}: url("{folder}/{name}.svg");' for what, name in places.items())
    return f"""
QFileDialog {{
    min-width: {_FILES_PX[0]}px; min-height: {_FILES_PX[1]}px;
{icons}
}}
"""

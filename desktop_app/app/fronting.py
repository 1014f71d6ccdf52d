"""Windows that stand beside the main one: they come to its front, and give way to what it shows for them."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget


def come_to_front(window: QWidget) -> None:
    """Show a window before all others, as it was left, and let keys go to it."""
    window.show()
    window.raise_()
    window.activateWindow()


def give_way(window: QWidget | None, main: QWidget) -> None:
    """Let keys go to the main window; hide one that stands over it, as nobody would see what is shown there.

    Args:
        window: The other one, which can be brought to the front again as it was; None where there is none.
        main: The main window.
    """
    if window is not None and window.frameGeometry().intersects(main.frameGeometry()):
        window.hide()
    main.activateWindow()

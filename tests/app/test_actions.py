from PySide6.QtGui import QAction


def test_macos_moves_about_and_quit_into_the_menu_of_the_application_and_nothing_else(window):
    roles = {name: action.menuRole() for name, action in window.actions_by_name.items()}
    assert roles.pop("about") is QAction.MenuRole.AboutRole
    assert roles.pop("quit") is QAction.MenuRole.QuitRole
    assert set(roles.values()) == {QAction.MenuRole.NoRole}

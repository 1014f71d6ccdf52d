from PySide6.QtWidgets import QLabel

from desktop_app.app.key_map import shown_keys
from desktop_app.app.key_sheet import KeySheet


def test_it_has_every_command_with_a_key(app_window):
    app_window.actions_by_name["key_sheet"].trigger()
    sheet = app_window.findChild(KeySheet)
    texts = [label.text() for label in sheet.findChildren(QLabel)]
    for action in app_window.actions_by_name.values():
        if action.shortcuts():
            assert shown_keys(action.shortcuts()) in texts
            assert action.text().replace("&", "").removesuffix("…") in texts
    sheet.close()

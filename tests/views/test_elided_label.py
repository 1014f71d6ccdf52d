from desktop_app.views.elided_label import ElidedLabel
from desktop_app.views.plain_tip import plain_tip


def test_a_label_takes_no_room_of_its_own_and_keeps_all_of_its_text_for_the_tool_tip(qtbot):
    label = ElidedLabel("Where")
    qtbot.addWidget(label)
    label.say("a very long text " * 20)
    label.resize(80, 20)
    assert label.toolTip() == plain_tip(label.text())
    assert not label.grab().isNull()


def test_a_text_from_a_file_is_no_markup_in_the_tool_tip_either(qtbot):
    label = ElidedLabel("Where")
    qtbot.addWidget(label)
    label.say("<img src='x'>")
    assert "<img" not in label.toolTip()

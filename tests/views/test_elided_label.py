from desktop_app.views.elided_label import ElidedLabel


def test_a_label_takes_no_room_of_its_own_and_keeps_all_of_its_text_for_the_tool_tip(qtbot):
    label = ElidedLabel("Where")
    qtbot.addWidget(label)
    label.say("a very long text " * 20)
    label.resize(80, 20)
    assert label.toolTip() == label.text()
    assert not label.grab().isNull()

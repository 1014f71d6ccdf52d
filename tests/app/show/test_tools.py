from desktop_app.app.registry.show import IN_SHOW
from desktop_app.app.show.tools import TOOLS
from desktop_app.views.ink.ink import Tool


def test_each_tool_has_a_command_that_is_on_while_it_is_held():
    commands = {spec.name: spec for spec in IN_SHOW}
    assert all(commands[f"show_{name}"].checkable for name in TOOLS)
    assert set(TOOLS.values()) == set(Tool) - {Tool.NONE}

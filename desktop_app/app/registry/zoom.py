"""Where to look from: the way from a line of the program to all cores."""

from __future__ import annotations

from desktop_app.app.registry.spec import ActionSpec

SPECS = (
    ActionSpec(name="stop_1", menu="View/Look at", text="&All cores", tip="The whole stage", keys=("1",)),
    ActionSpec(name="stop_2", menu="View/Look at", text="The &scheduler", tip="Who is ready, who waits", keys=("2",)),
    ActionSpec(
        name="stop_3", menu="View/Look at", text="A &core", tip="The core of the followed thread, closely", keys=("3",)
    ),
    ActionSpec(
        name="stop_4", menu="View/Look at", text="&RAM and bus", tip="The memory of its process, closely", keys=("4",)
    ),
    ActionSpec(
        name="stop_5",
        menu="View/Look at",
        text="The &instruction",
        tip="The line of source, its bytecode and its bytes",
        keys=("5",),
    ),
    ActionSpec(
        name="follow",
        menu="View/Look at",
        text="&Follow this thread",
        tip="Keep the followed thread in view, or the first that runs; again to let it go",
        keys=("F",),
        group=1,
    ),
    ActionSpec(name="zoom_in", menu="View/Look at", text="&Nearer", tip="Zoom in", keys=("Ctrl++", "Ctrl+="), group=2),
    ActionSpec(name="zoom_out", menu="View/Look at", text="Far&ther", tip="Zoom out", keys=("Ctrl+-",), group=2),
    ActionSpec(
        name="binary_bytes",
        menu="View/Look at",
        text="Bytes as &zeros and ones",
        tip="Write the bytes of instructions as zeros and ones, or as hexadecimal numbers",
        keys=("B",),
        group=3,
        checkable=True,
    ),
)

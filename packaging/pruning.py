"""What a bundle leaves out: parts that come with the packages and that nothing in Coreloom loads.

The bundle is tried after every build (bundle.py), so an entry that turns out to be needed is noticed at once.
"""

from __future__ import annotations

import re

MODULES = (
    "IPython",
    "OpenGL",
    "PIL.AvifImagePlugin",
    "PIL.ImageTk",
    "PIL._avif",
    "PIL._imagingtk",
    "PySide6.QtDesigner",
    "PySide6.QtHelp",
    "PySide6.QtQml",
    "PySide6.QtQuick",
    "PySide6.QtQuickWidgets",
    "PySide6.QtSql",
    "PySide6.QtUiTools",
    "cupy",
    "fontpkg.mpl",
    "h5py",
    "hypothesis",
    "lib2to3",
    "matplotlib",
    "mypy",
    "numba",
    "pyqtgraph.examples",
    "pyqtgraph.jupyter",
    "pyqtgraph.opengl",
    "pytest",
    "scipy",
    "tkinter",
)

_LEFT_OUT = re.compile(
    r"""
    (?:^|/)(?:lib)?Qt6?(?:
        Qml|Quick|Labs|Designer|Help|Sql|UiTools|VirtualKeyboard|Pdf|WaylandCompositor|EglF[Ss]
    )
    | /plugins/(?:
        designer | egldeviceintegrations | generic | networkinformation | qmllint | qmltooling | sqldrivers
        | tls | virtualkeyboard | wayland-graphics-integration-server   # the network module is for local sockets only
    )/
    | /platforms/(?:lib)?q(?:eglfs|linuxfb|minimalegl|vkkhrdisplay|vnc|direct2d)\b   # screens without a desktop
    | /platforminputcontexts/libqtvirtualkeyboard
    | /platformthemes/libqgtk3             # would bring all of GTK, in the build machine's version
    | /imageformats/(?:lib)?q(?:icns|pdf|tga|tiff|wbmp)\b
    | (?:^|/)lib(?:gtk-3|gdk-3|gdk_pixbuf|atk-|atspi|cairo|pango)   # loaded by qgtk3 only
    | /translations/(?!qtbase_)            # of Qt's own tools and of modules that are left out
    | /qml/
    | (?:^|/)libmvec\.so                  # a part of glibc, which has to be the system's own
    | (?:^|/)opengl32sw\.dll$             # OpenGL without a graphics card; Coreloom draws without OpenGL
    """,
    re.VERBOSE,
)


def keeps(destination: str) -> bool:
    """Say whether a file belongs into the bundle.

    Args:
        destination: Its path inside the bundle, with either kind of slash.
    """
    return _LEFT_OUT.search(destination.replace("\\", "/")) is None

"""What a bundle leaves out: parts that come with the packages and that nothing in Coreloom loads.

The bundle is tried after every build (smoke.py), so an entry that turns out to be needed is noticed at once.
"""

from __future__ import annotations

import re

MODULES = (
    # Qt's modules that no window of Coreloom uses; pyqtgraph imports those that are there.
    "PySide6.QtDesigner",
    "PySide6.QtHelp",
    "PySide6.QtQml",
    "PySide6.QtQuick",
    "PySide6.QtQuickWidgets",
    "PySide6.QtSql",
    "PySide6.QtTest",
    "PySide6.QtUiTools",
    # What pyqtgraph, numpy and msgspec would use if it were there, and their own tests and tools.
    "IPython",
    "OpenGL",
    "attr",
    "attrs",
    "cupy",
    "h5py",
    "matplotlib",
    "numba",
    "numpy._core._multiarray_tests",
    "numpy.f2py",
    "numpy.testing",
    "pyqtgraph.examples",
    "pyqtgraph.jupyter",
    "pyqtgraph.opengl",
    "scipy",
    # Pictures are drawn by Qt; Pillow writes them to files. It needs neither fonts nor colour profiles for that.
    "PIL.AvifImagePlugin",
    "PIL.ImageTk",
    "PIL._avif",
    "PIL._imagingcms",
    "PIL._imagingft",
    "PIL._imagingtk",
    "fontpkg.mpl",
    # Pillow, msgspec and others would use these if they were there, as where bills of materials are made.
    "cffi",
    "defusedxml",
    "olefile",
    "psutil",
    "tomli_w",
    "yaml",
    # python-pptx uses lxml.etree alone.
    "lxml.doctestcompare",
    "lxml.html",
    "lxml.isoschematron",
    "lxml.objectify",
    "lxml.sax",
    # Coreloom connects to nothing: no encryption. Digests have implementations without OpenSSL.
    "_hashlib",
    "_ssl",
    "ssl",
    # GNU readline is under the GPL, and nobody types into a Python prompt.
    "readline",
    # What whoever set up the Python of the building computer had in mind for that.
    "sitecustomize",
    "usercustomize",
    # Tools to write programs with, and what they bring along.
    "_uuid",
    "asyncio",
    "doctest",
    "hypothesis",
    "lib2to3",
    "mypy",
    "pdb",
    "pydoc_data",
    "pytest",
    "setuptools",
    "tkinter",
    "unittest",
    "wheel",
)

#: What PyInstaller would run at each start before Coreloom: a tenth of a second, which `coreloom run` and each program
#: that is compiled would wait for.
START_SCRIPTS = (
    "pyi_rth_inspect",  # for who looks for the source of what runs
    "pyi_rth_multiprocessing",  # nothing starts processes in that way
    "pyi_rth_pyqtgraph_multiprocess",
    "pyi_rth_pyside6",  # imports Qt, to tell it where it is, which PySide's wheels do by themselves
)

#: The folders of a distribution's own libraries.
_DISTRIBUTION = re.compile(r"^(?:/usr)?/lib(?:32|64|x32)?/")
#: Those that come along from the machine that builds: what belongs to Python, whose versions differ between systems,
#: and small libraries between Qt and the X server that desktops without another Qt program may lack. Everything else,
#: such as libstdc++, fontconfig, glib or libX11, has to be the system's own: an older copy in the bundle would meet,
#: in one process, the system's graphics driver, font settings and keyboard tables, which are made for the newer.
_COMES_ALONG = re.compile(
    r"^lib(?:python3.*|ffi|bz2|lzma|mpdec|sqlite3|xcb-(?:cursor|icccm|image|keysyms|render-util|shape|util))\.so"
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
    | /translations/                       # Coreloom speaks English, and loads none of Qt's other languages
    | /qml/
    | (?:^|/)coreloom-[^/]*\.dist-info/    # says where the checkout was; the version stands in a module
    | \.pyi$                               # types, for those who write programs
    | (?:^|/)opengl32sw\.dll$              # OpenGL without a graphics card; Coreloom draws without OpenGL
    """,
    re.VERBOSE,
)


def keeps(destination: str, source: str = "", kind: str = "DATA") -> bool:
    """Say whether a file belongs into the bundle.

    Args:
        destination: Its path inside the bundle, with either kind of slash.
        source: The file that it is copied from.
        kind: PyInstaller's typecode, such as BINARY for a library.
    """
    path = destination.replace("\\", "/")
    if kind == "BINARY" and _DISTRIBUTION.match(source) and not _COMES_ALONG.match(path):
        return False
    return _LEFT_OUT.search(path) is None

"""What contracts cannot hold: parts of packages that may be imported otherwise, and what is done at run time."""

import ast
import subprocess
import sys
from pathlib import Path

import desktop_app

TRIED = """
import socket, sys, tempfile, os
from desktop_app.app.no_network import NetworkUseError, forbid_network
forbid_network()
refused = 0
for attempt in (
    lambda: socket.create_connection(("127.0.0.1", 9)),
    lambda: socket.getaddrinfo("localhost", 80),
    lambda: socket.socket(socket.AF_INET).bind(("127.0.0.1", 0)),
    lambda: socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b"x", ("127.0.0.1", 9)),
):
    try:
        attempt()
    except NetworkUseError:
        refused += 1
print(refused)
if hasattr(socket, "AF_UNIX"):
    with tempfile.TemporaryDirectory() as folder:
        socket.socket(socket.AF_UNIX).bind(os.path.join(folder, "s"))
print("local")
"""


def test_whatever_talks_to_a_network_fails_and_the_machine_itself_can_be_talked_to():
    command = [sys.executable, "-W", "ignore", "-c", TRIED]
    root = Path(desktop_app.__file__).parents[1]
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60, cwd=root)
    assert done.stdout.split() == ["4", "local"]


def test_of_qts_network_module_only_sockets_of_the_machine_itself_are_used():
    used = {}
    for path in Path(desktop_app.__file__).parent.rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        if "QtNetwork" not in text:
            continue
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.ImportFrom) and node.module == "PySide6.QtNetwork":
                used[path.name] = {alias.name for alias in node.names}
            names = [node.module] if isinstance(node, ast.ImportFrom) else []
            names += [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            assert "PySide6.QtNetwork" not in names or isinstance(node, ast.ImportFrom)
    assert used == {"instance.py": {"QLocalServer", "QLocalSocket"}}


def test_nothing_but_folders_and_files_is_opened_with_other_programs():
    for path in Path(desktop_app.__file__).parent.rglob("*.py"):
        for line in path.read_text(encoding="utf-8").splitlines():
            assert "openUrl" not in line or "openUrl(QUrl.fromLocalFile(" in line, path

"""The disk images of macOS, one for each kind of processor: a window with Coreloom.app and a link to Applications.

They are built on a Mac by ``dev.py installer`` from the application that PyInstaller made. Whoever wrote this had no
Mac: tests hold the commands, the layout and Info.plist to what is written down about them, and the release workflow
builds the images and lets what is in them run its smoke test.

Video is in an image of its own. The libraries that write it carry x264, so that an application with them is under the
GPL as a whole; without them it is not. On Linux and Windows they can be added to what is installed. Here they cannot:
whatever is added to an application breaks its signature.

The command line is the same program: ``/Applications/Coreloom.app/Contents/MacOS/coreloom``. A link to it in
/usr/local/bin makes ``coreloom`` a command of the terminal.
"""

from __future__ import annotations

import json
import os
import platform
import shutil
import tempfile
from pathlib import Path

from checkout import version_of
from developing import virtual_environment
from failures import SetUpError
from processes import output_of

from macos import info, minimum, signing

#: The application that PyInstaller makes, by the beginning of the image's name.
APPLICATIONS = {"coreloom": "Coreloom.app", "coreloom-video": "Coreloom with video.app"}
#: The window without its title, and where icons stand in it, in points: the background has its cards there.
WINDOW = (640, 400)
TITLE_HEIGHT = 28
APPLICATION_AT = (170, 190)
FOLDER_AT = (470, 190)
ICON_SIZE = 128
#: dmgbuild takes background@2x.png along, for finer screens.
BACKGROUND = Path(__file__).with_name("background.png")


def build(checkout: Path) -> list[Path]:
    """Build the images in dist from the applications there, and return them.

    Raises:
        SetUpError: An application is missing, needs a newer macOS than it says, or cannot be signed or packed.
    """
    signed_by = signing.signing_of(os.environ)
    version = version_of(checkout)
    environment = virtual_environment.make_ready(checkout, ("bundle",))
    made = []
    for name, application in APPLICATIONS.items():
        path = checkout / "dist" / application
        if not path.is_dir():
            raise SetUpError(f"{path} is missing; `dev.py bundle` builds it, on a Mac.")
        complete(path, checkout)
        refuse_too_new(path)
        signing.sign_application(path, signed_by, output_of)
        image = checkout / "dist" / f"{name}-{version}-{platform.machine()}.dmg"
        pack(path, image, f"Coreloom {version}", environment.python)
        signing.finish_image(image, signed_by, output_of)
        made.append(image)
    if not signed_by.identity:
        print(f"Signed for this machine only, as {signing.IDENTITY} is not set: users have to allow it to start.")
    return made


def complete(application: Path, checkout: Path) -> None:
    """Put what macOS looks for in the first folder of its resources there: the icons of documents."""
    for name in info.DOCUMENT_ICONS:
        shutil.copyfile(checkout / "resources" / "icons" / name, application / "Contents" / "Resources" / name)


def refuse_too_new(application: Path) -> None:
    """Refuse an application with a library that needs a newer macOS than Info.plist promises.

    Raises:
        SetUpError: It has one; the message names the first few.
    """
    found = minimum.too_new(application, info.OLDEST)
    if found:
        some = "".join(f"\n  {path.relative_to(application)}: {newest[0]}.{newest[1]}" for path, newest in found[:10])
        promised = f"{info.OLDEST[0]}.{info.OLDEST[1]}, which is OLDEST in packaging/macos/info.py"
        raise SetUpError(f"Some files ({len(found)}) need a newer macOS than {promised}:{some}")


def layout(application: Path, volume: str) -> dict[str, object]:
    """Return what dmgbuild makes an image of (its JSON settings, which are those of appdmg)."""
    return {
        "title": volume,
        "background": str(BACKGROUND),
        "icon-size": ICON_SIZE,
        "format": "ULMO",  # LZMA, which macOS reads from 10.15 on
        "window": {"size": {"width": WINDOW[0], "height": WINDOW[1] + TITLE_HEIGHT}},
        "contents": [
            _item(APPLICATION_AT, type="file", path=str(application), name="Coreloom.app"),
            _item(FOLDER_AT, type="link", path="/Applications", name="Applications"),
        ],
    }


def _item(at: tuple[int, int], **what: object) -> dict[str, object]:
    return {"x": at[0], "y": at[1], **what}


def pack(application: Path, image: Path, volume: str, python: Path) -> None:
    """Make the image, in place of one that is there, and check that it can be read.

    Args:
        application: What is in it, as Coreloom.app.
        image: The file to make.
        volume: What the Finder calls it.
        python: The one that has dmgbuild.

    Raises:
        SetUpError: It could not be made.
    """
    image.unlink(missing_ok=True)
    with tempfile.TemporaryDirectory(prefix="coreloom-dmg-") as scratch:
        settings = Path(scratch, "settings.json")
        settings.write_text(json.dumps(layout(application, volume)), encoding="utf-8")
        output_of([python, "-m", "dmgbuild", "-s", settings, volume, image])
    output_of(["hdiutil", "verify", image])

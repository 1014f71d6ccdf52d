"""What pip and pipx install: the wheel and the sdist, built and held against each other."""

from __future__ import annotations

import hashlib
import shutil
import tempfile
import zipfile
from pathlib import Path, PurePosixPath

from checkout import source_date_s
from developing import virtual_environment
from failures import SetUpError
from processes import output_of

#: Resources that only installers need (as in pyproject.toml).
LEFT_OUT = (".icns", ".ico")
_CACHES = ("__pycache__",)


def build(checkout: Path) -> list[Path]:
    """Build the sdist and the wheel into dist/, and return them.

    The wheel is built twice, from the sdist and from the checkout: that both have the same bytes shows that the sdist
    lacks nothing, and that the wheel can be made again.

    Raises:
        SetUpError: They cannot be built, differ, or hold more or less than they should.
    """
    environment = virtual_environment.make_ready(checkout, ("wheel",))
    variables = virtual_environment.clean_environment() | {"SOURCE_DATE_EPOCH": str(source_date_s(checkout))}
    with tempfile.TemporaryDirectory(prefix="coreloom-wheel-") as scratch:
        through, direct = Path(scratch, "through"), Path(scratch, "direct")
        output_of([environment.python, "-m", "build", "--outdir", through, checkout], variables=variables)
        output_of([environment.python, "-m", "build", "--wheel", "--outdir", direct, checkout], variables=variables)
        (sdist,), (wheel,), (other,) = through.glob("*.tar.gz"), through.glob("*.whl"), direct.glob("*.whl")
        strictly = ["-m", "twine", "--no-color", "check", "--strict"]
        output_of([environment.python, *strictly, sdist, wheel], variables=variables)
        faults = differences(contents(wheel), contents(other)) + surprises(set(contents(wheel)), wanted(checkout))
        if wheel.read_bytes() != other.read_bytes() and not faults:
            faults = ["the wheel from the sdist has the files of that from the checkout, and not its bytes"]
        if faults:
            raise SetUpError("\n".join([f"{wheel.name} is not as it should be:", *faults]))
        (checkout / "dist").mkdir(exist_ok=True)
        return [Path(shutil.copy(made, checkout / "dist" / made.name)) for made in (sdist, wheel)]


def contents(wheel: Path) -> dict[str, str]:
    """Return the SHA-256 of each file in a wheel, by its path."""
    with zipfile.ZipFile(wheel) as archive:
        return {name: hashlib.sha256(archive.read(name)).hexdigest() for name in archive.namelist()}


def differences(from_sdist: dict[str, str], from_checkout: dict[str, str]) -> list[str]:
    """Say of each file in which two wheels differ what is different."""
    found = []
    for name in sorted(from_sdist.keys() | from_checkout.keys()):
        if name not in from_sdist:
            found.append(f"the sdist lacks what makes {name}")
        elif name not in from_checkout:
            found.append(f"{name} comes from the sdist only")
        elif from_sdist[name] != from_checkout[name]:
            found.append(f"{name} is another one when it is built from the sdist")
    return found


def wanted(checkout: Path) -> set[str]:
    """Return the paths that a wheel should have, but for its own description."""
    own = {path: path for path in (checkout / "desktop_app").rglob("*")}
    shipped = {path: checkout / "desktop_app" / path.relative_to(checkout) for path in _resources(checkout)}
    files = {place.relative_to(checkout) for path, place in (own | shipped).items() if path.is_file()}
    return {place.as_posix() for place in files if not set(place.parts) & set(_CACHES)}


def _resources(checkout: Path) -> list[Path]:
    return [path for path in (checkout / "resources").rglob("*") if path.suffix not in LEFT_OUT]


def surprises(held: set[str], expected: set[str]) -> list[str]:
    """Say of each file that a wheel lacks, or should not have, which it is."""
    own = {name for name in held if not PurePosixPath(name).parts[0].endswith(".dist-info")}
    described = {PurePosixPath(name).name for name in held - own}
    needed = {"METADATA", "RECORD", "WHEEL", "entry_points.txt", "LICENSE"}
    return [
        *(f"it lacks {name}" for name in sorted((expected - own) | (needed - described))),
        *(f"it has no use for {name}" for name in sorted((own - expected) | (described - needed))),
    ]

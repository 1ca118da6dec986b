"""Asterisk out of the distribution's own archive, unpacked into a folder with every library it needs: nothing is installed, and
root is not asked for. apt finds it, loads it and checks its signatures, by a configuration of our own.

The archive and its key are those that this computer's apt has; the release is one that has Asterisk 22 or newer.
"""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from msgspec import Struct

VARIABLE = "AGENT_CLIENT_ASTERISK"
NEEDS = 22
"""The oldest release that connects to us by itself and takes commands by the socket of its events."""
RELEASES = {"debian": ("forky", "sid"), "ubuntu": ("questing", "resolute")}
"""Of each distribution, those that have one new enough."""
KEYS = "/usr/share/keyrings/{distribution}-archive-keyring.gpg"
WITH_LIBRARIES = ("asterisk", "libgsm1", "libspeex1", "libspeexdsp1", "libsrtp2-1")
ALONE = ("asterisk-modules", "asterisk-core-sounds-en-gsm")
"""Without what they depend on: the modules that we load need nothing beyond Asterisk's own libraries."""
UNUSED = ("doc", "man", "locale", "lintian", "bug")
READY = "ready"
"""Written last, with what was wanted."""
_CACHES = ("-o", "Dir::Cache::pkgcache=packages.bin", "-o", "Dir::Cache::srcpkgcache=sources.bin")
"""Small containers switch them off, and then each question takes a second."""


class CannotFetch(Exception):
    """Why there is no Asterisk to be had here: one sentence."""


class Unpacked(Struct, frozen=True):
    """``command`` starts it; ``modules`` and ``data`` are its folders, None for one that is installed and knows them itself."""

    command: tuple[str, ...]
    modules: Path | None = None
    data: Path | None = None


def kept_folder() -> Path:
    """Where it is kept from one run to the next, so that all clones of this computer share it."""
    if named := os.environ.get(VARIABLE):
        return Path(named)
    if os.geteuid() == 0:  # it is started as somebody else, who cannot look into root's home
        return Path("/var/cache/agent-client/asterisk")
    return Path.home() / ".cache/agent-client/asterisk"


def fetched(folder: Path) -> Unpacked:
    """What is in ``folder``; else an Asterisk that is installed and new enough; else it is fetched into ``folder``, by one
    process while others wait. Takes some ten seconds then. Raises `CannotFetch`."""
    if sys.platform != "linux":
        raise CannotFetch("Asterisk runs on Linux only")
    folder = folder.absolute()
    if not _whole(folder):
        if (installed := _installed()) is not None:
            return installed
        with _alone(folder):
            if not _whole(folder):
                _fetch(folder)
    return _unpacked(folder)


def _whole(folder: Path) -> bool:
    return _read(folder / READY) == _wanted()


def _wanted() -> str:
    return " ".join((*WITH_LIBRARIES, *ALONE))


def _unpacked(folder: Path) -> Unpacked:
    libraries = _libraries(folder)
    loader = next(libraries.glob("ld-linux-*.so.*"))
    command = (str(loader), "--library-path", str(libraries), str(folder / "usr/sbin/asterisk"))
    return Unpacked(command, libraries / "asterisk/modules", folder / "usr/share/asterisk")


def _libraries(folder: Path) -> Path:
    return next((folder / "usr/lib").glob("*-linux-gnu*"))


def _installed() -> Unpacked | None:
    found = shutil.which("asterisk")
    if found is None:
        return None
    said = subprocess.run([found, "-V"], capture_output=True, text=True, check=False).stdout
    version = re.match(r"Asterisk (\d+)", said)
    return Unpacked((found,)) if version and int(version[1]) >= NEEDS else None


@contextlib.contextmanager
def _alone(folder: Path) -> Iterator[None]:
    import fcntl  # not on Windows

    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        with folder.with_name(f"{folder.name}.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield
    except OSError as error:
        raise CannotFetch(f"{folder} cannot be written: {error.strerror}") from None


def _fetch(folder: Path) -> None:
    for command in ("apt-get", "apt-cache", "dpkg-deb"):
        if shutil.which(command) is None:
            raise CannotFetch(f"there is no {command} here: put an unpacked Asterisk into {folder}, or install one")
    distribution = _distribution()
    refused = "none of its releases is known here"
    for release in RELEASES.get(distribution, ()):
        with tempfile.TemporaryDirectory(prefix="apt-") as own:
            apt = _Apt(Path(own), distribution, release)
            try:
                apt.run("apt-get", "update")
                if not apt.has("asterisk"):
                    refused = f"{release} has no Asterisk of version {NEEDS}"
                    continue
                _unpack(apt.load(), folder)
                return
            except _Failed as error:
                refused = str(error)
    raise CannotFetch(f"Asterisk cannot be had from the archive of {distribution or 'this system'}: {refused}")


def _distribution() -> str:
    """Debian's and Ubuntu's derivatives count as what they derive from."""
    found = dict(re.findall(r'^(ID|ID_LIKE)="?([^"\n]*)"?$', _read(Path("/etc/os-release")), re.M))
    names = (found.get("ID", ""), *reversed(found.get("ID_LIKE", "").split()))
    return next((name for name in names if name in RELEASES), "")


def _read(path: Path) -> str:
    with contextlib.suppress(OSError):
        return path.read_text(encoding="utf-8", errors="replace")
    return ""


class _Failed(Exception):
    pass


class _Apt:
    """apt with sources, lists and a status of its own, in a folder of its own."""

    def __init__(self, own: Path, distribution: str, release: str) -> None:
        self._own = own
        for name in ("state/lists/partial", "cache/archives/partial", "debs"):
            (own / name).mkdir(parents=True)
        (own / "status").touch()
        (own / "sources.list").write_text(
            f"deb [signed-by={KEYS.format(distribution=distribution)}] {_archive()} {release} {_components(distribution)}\n"
        )
        (own / "apt.conf").write_text(
            f'Dir::State "{own}/state"; Dir::State::status "{own}/status"; Dir::Cache "{own}/cache";\n'
            f'Dir::Etc::sourcelist "{own}/sources.list"; Dir::Etc::sourceparts "/dev/null";\n'
            'Dir::Etc::preferences "/dev/null"; Dir::Etc::preferencesparts "/dev/null";\n'
            'APT::Sandbox::User "root"; Debug::NoLocking "true"; Acquire::Languages "none"; Acquire::Retries "2";\n'
        )

    def run(self, *command: str) -> str:
        program, *rest = command
        environment = {**os.environ, "APT_CONFIG": str(self._own / "apt.conf"), "LC_ALL": "C"}
        done = subprocess.run(
            [program, "-q", *_CACHES, *rest],
            cwd=self._own / "debs",
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            lines = [line for line in done.stderr.splitlines() if line.startswith("E:")] or done.stderr.splitlines()
            raise _Failed(" ".join(lines[-2:]) or f"{program} failed")
        return done.stdout

    def has(self, package: str) -> bool:
        with contextlib.suppress(_Failed):
            version = re.search(r"^Version: (?:\d+:)?(\d+)", self.run("apt-cache", "show", package), re.M)
            return version is not None and int(version[1]) >= NEEDS
        return False

    def load(self) -> list[Path]:
        """The packages, and the libraries they need, to any depth."""
        wanted: list[str] = []
        coming = list(WITH_LIBRARIES)
        while coming:
            package = coming.pop()
            if package not in wanted:
                wanted.append(package)
                needs = self.run("apt-cache", "depends", "-i", package)
                coming += re.findall(r"^\s*(?:Pre)?Depends: ((?:lib|zlib)\S+)", needs, re.M)
        self.run("apt-get", "download", *wanted, *ALONE)
        return list((self._own / "debs").glob("*.deb"))


def _archive() -> str:
    """The address that this computer's packages come from."""
    places = [Path("/etc/apt/sources.list.d") / name for name in ("debian.sources", "ubuntu.sources")]
    for text in map(_read, (*places, Path("/etc/apt/sources.list"))):
        if found := re.search(r"^URIs:\s*(\S+)", text, re.M) or re.search(r"^deb\s+(?:\[.*?\]\s*)?(\S+)", text, re.M):
            return found[1]
    raise _Failed("apt has no sources here")


def _components(distribution: str) -> str:
    return "main universe" if distribution == "ubuntu" else "main"


def _unpack(packages: Sequence[Path], folder: Path) -> None:
    """Aside first: a folder that is there is whole."""
    aside = folder.with_name(f"{folder.name}.new")
    shutil.rmtree(aside, ignore_errors=True)
    for package in packages:
        done = subprocess.run(["dpkg-deb", "-x", package, aside], capture_output=True, text=True, check=False)
        if done.returncode:
            raise _Failed(done.stderr.strip())
    for name in UNUSED:
        shutil.rmtree(aside / "usr/share" / name, ignore_errors=True)
    shutil.rmtree(_libraries(aside) / "gconv", ignore_errors=True)
    sounds = aside / "usr/share/asterisk/sounds"
    if not (sounds / "en").exists():  # which the package's own scripts would do
        (sounds / "en").symlink_to(next(path.name for path in sounds.glob("en_*")))
    shutil.rmtree(folder, ignore_errors=True)
    aside.rename(folder)
    command = _unpacked(folder).command
    said = subprocess.run([*command, "-V"], capture_output=True, text=True, check=False)
    if said.returncode:
        raise _Failed(f"what was unpacked does not run: {said.stderr.strip()[:200]}")
    (folder / READY).write_text(_wanted())

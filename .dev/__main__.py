"""The set-up and the everyday commands of this repository: ``python3 .dev demo``, ``python3 .dev test``.

Needs Python 3.11 or newer and nothing else: the standard library only, so that it runs before anything is installed.
"""

from __future__ import annotations

import ctypes
import hashlib
import os
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
LOCK = ROOT / "requirements.lock"
WINDOWS = os.name == "nt"
PYTHON = VENV / ("Scripts/python.exe" if WINDOWS else "bin/python")

# What Qt's libraries link to and the wheel does not bring: the library, and its Debian package.
QT_LIBRARIES = {
    "libGL.so.1": "libgl1",
    "libEGL.so.1": "libegl1",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-shape.so.0": "libxcb-shape0",
}
# What the tests drive beside the program: a display, a tool that takes monitors away, a window manager, somebody else's phone.
TEST_COMMANDS = {
    "Xvfb": "xvfb",
    "xrandr": "x11-xserver-utils",
    "openbox": "openbox",
    "xdotool": "xdotool",
    "baresip": "baresip-core",
}


def say(text: str) -> None:
    print(f"• {text}", flush=True)


def stop(text: str) -> None:
    sys.exit(f"\n{text}\n")


def run(*command: str | Path, **options: object) -> int:
    return subprocess.run([str(part) for part in command], cwd=ROOT, check=False, **options).returncode  # type: ignore[call-overload]


def missing_packages(for_tests: bool) -> list[str]:
    if not sys.platform.startswith("linux"):
        return []
    missing = []
    for library, package in QT_LIBRARIES.items():
        try:
            ctypes.CDLL(library)
        except OSError:
            missing.append(package)
    if for_tests:
        missing += [package for command, package in TEST_COMMANDS.items() if shutil.which(command) is None]
    return missing


def venv_works() -> bool:
    try:
        import ensurepip  # noqa: F401 - Debian leaves it out of python3
        import venv  # noqa: F401
    except ImportError:
        return False
    return True


def install_system_packages(packages: list[str]) -> None:
    """Where we may, by ourselves; else the one command to type."""
    command = ["apt-get", "install", "-y", "--no-install-recommends", *packages]
    if shutil.which("apt-get") is None:
        stop(f"These libraries are missing (Debian's names): {' '.join(packages)}\nInstall them, then run this again.")
    root = os.geteuid() == 0  # Linux only: asked for nowhere else
    sudo = [] if root else ["sudo", "-n"]
    if not root and (
        shutil.which("sudo") is None
        or subprocess.run(["sudo", "-n", "true"], capture_output=True, check=False).returncode
    ):
        stop(
            f"Some system libraries are missing. Type this, then run the same command again:\n\n  sudo {' '.join(command)}"
        )
    say(f"Installing system packages: {' '.join(packages)}")
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    if run(*sudo, *command, "-qq", env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL):
        run(*sudo, "apt-get", "update", "-qq", env=environment)
        if run(*sudo, *command, "-qq", env=environment, stdout=subprocess.DEVNULL):
            stop(
                f"The packages could not be installed. Try it by hand:\n\n  sudo apt-get update && sudo {' '.join(command)}"
            )


def set_up(*, for_tests: bool = False) -> None:
    """Idempotent and quick when nothing is to do: the virtual environment carries the hash of the lock it was made from."""
    if sys.version_info < (3, 11):
        stop(f"Agent Client needs Python 3.11 or newer; this is {sys.version.split()[0]}.")
    wanted = hashlib.sha256(LOCK.read_bytes()).hexdigest()
    stamp = VENV / "lock.sha256"
    ready = PYTHON.exists() and stamp.exists() and stamp.read_text() == wanted
    packages = missing_packages(for_tests)
    if not ready and not venv_works():
        packages.append(f"python3.{sys.version_info.minor}-venv")
    if packages:
        install_system_packages(packages)
    if ready:
        return
    say("Setting up the virtual environment (about half a minute, once)")
    if run(sys.executable, "-m", "venv", "--clear", VENV):
        stop("The virtual environment could not be made: see above.")
    pip = [PYTHON, "-m", "pip", "--quiet", "--disable-pip-version-check", "install"]
    if run(*pip, "--require-hashes", "-r", LOCK) or run(*pip, "--no-deps", "--no-build-isolation", "-e", "."):
        stop("The packages could not be installed: see above. Is the package registry reachable?")
    stamp.write_text(wanted)


def environment() -> dict[str, str]:
    """A UTF-8 locale, without which Qt warns; the tests' own home is set by the tests. What was compiled is kept: the tests
    start some hundred processes."""
    utf8 = {} if os.environ.get("LC_ALL") or "UTF-8" in os.environ.get("LANG", "").upper() else {"LANG": "C.UTF-8"}
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return {**kept, **utf8}


def demo(arguments: list[str]) -> int:
    set_up()
    return run(PYTHON, "-m", "agent_client", "--demo", *arguments, env=environment())


def client(arguments: list[str]) -> int:
    set_up()
    return run(PYTHON, "-m", "agent_client", *arguments, env=environment())


def backend(arguments: list[str]) -> int:
    set_up()
    return run(PYTHON, "-m", "agent_client.backend", *arguments, env=environment())


def test(arguments: list[str]) -> int:
    set_up(for_tests=True)
    chosen = any(argument.startswith("--workers") for argument in arguments)
    many = (os.cpu_count() or 1) + 4  # half of their time the tests wait
    workers = [] if chosen else ["--workers", str(many)]
    return run(PYTHON, "-m", "pytest", *workers, *arguments, env=environment())


def bench(arguments: list[str]) -> int:
    """Beside floors measured in the same run; it informs, and fails nothing. On a quiet computer it says more."""
    set_up(for_tests=True)
    return run(PYTHON, ROOT / "tests/benchmarks/run.py", *arguments, env=environment())


def check(arguments: list[str]) -> int:
    """Lint, format, types and import contracts."""
    set_up()
    scripts = Path(sysconfig.get_path("scripts", vars={"base": str(VENV)}))
    steps = (
        (scripts / "ruff", "check", "."),
        (scripts / "ruff", "format", "--check", "."),
        (scripts / "mypy",),
        (scripts / "lint-imports",),
    )
    return max(run(*step, *arguments, env=environment()) for step in steps)


def lock(arguments: list[str]) -> int:
    """Write requirements.lock anew from pyproject.toml, for all systems, with hashes and without any registry's name."""
    uv = shutil.which("uv")
    if uv is None:
        stop("`lock` needs uv on the path; nothing else does.")
    options = ("--all-extras", "--group", "dev", "--universal", "--python-version", "3.11", "--generate-hashes")
    quiet = ("--no-header", "--no-annotate", "--no-emit-index-url", "--no-emit-find-links", "--quiet")
    return run(str(uv), "pip", "compile", "pyproject.toml", *options, *quiet, "-o", LOCK, *arguments)


COMMANDS = {
    "demo": (demo, "the whole thing: a contact centre with callers, and the client signed in to it"),
    "client": (client, "the client alone"),
    "backend": (backend, "the contact centre's server"),
    "test": (test, "all tests"),
    "bench": (bench, "how fast and how large, beside named floors (--quick, --json FILE)"),
    "check": (check, "lint, format, types, import contracts"),
    "lock": (lock, "write requirements.lock anew"),
}


def main() -> int:
    name, *arguments = sys.argv[1:] or ["help"]
    if name not in COMMANDS:
        print("python3 .dev COMMAND\n")
        for command, (_, what) in COMMANDS.items():
            print(f"  {command:8} {what}")
        return 0 if name in ("help", "--help", "-h") else 2
    try:
        return COMMANDS[name][0](arguments)
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main())

"""``--self-check`` as IT runs it, on a machine without a screen."""

from __future__ import annotations

import os
import subprocess
import sys

PICTURES = ("sign-in", "waiting", "popover", "call", "wrap-up", "callbacks", "lost-link")


def self_check(tmp_path, *options, language=""):
    screenless = {
        key: value for key, value in os.environ.items() if key not in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    }
    return subprocess.run(
        [sys.executable, "-m", "agent_client", "--self-check", *options],
        capture_output=True,
        text=True,
        env=screenless | {"TMPDIR": str(tmp_path)} | ({"LANGUAGE": language} if language else {}),
        timeout=200,
        check=False,
    )


def test_the_self_check_passes_without_a_screen_and_shows_what_it_saw(tmp_path):
    pictures = tmp_path / "pictures"
    done = self_check(tmp_path, "--screenshots", str(pictures))
    assert (done.returncode, done.stderr) == (0, "")
    lines = done.stdout.splitlines()
    assert all(line.startswith("✓ ") for line in lines)
    assert lines[-1] == "✓ All of it works." and len(lines) > 8
    taken = {file.stem.partition("-")[2]: file.stat().st_size for file in pictures.iterdir()}
    assert set(PICTURES) <= set(taken)
    assert min(taken.values()) > 2000, "an empty picture"
    assert list(tmp_path.iterdir()) == [pictures], "something was left behind"


def test_the_self_check_fails_with_a_sentence_where_it_cannot_write_its_pictures(tmp_path):
    (tmp_path / "file").write_text("in the way")
    done = self_check(tmp_path, "--screenshots", str(tmp_path / "file" / "pictures"))
    assert done.returncode == 1
    assert done.stdout == "✗ The screenshots cannot be written: Not a directory\n"
    assert done.stderr == ""


def test_the_program_speaks_the_systems_language(tmp_path):
    (tmp_path / "file").write_text("in the way")
    done = self_check(tmp_path, "--screenshots", str(tmp_path / "file" / "pictures"), language="sv_SE:de")
    assert done.stdout.startswith("✗ Skärmbilderna kan inte sparas: ")

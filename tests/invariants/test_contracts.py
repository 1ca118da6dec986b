"""The floors of the house hold (pyproject.toml, import-linter)."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path


def test_the_contracts_are_kept(root: Path) -> None:
    """In a process of its own: import-linter configures logging, which silences every logger there is."""
    code = "import sys; from importlinter.cli import lint_imports; sys.exit(lint_imports(no_cache=True, no_logo=True))"
    done = subprocess.run([sys.executable, "-c", code], cwd=root, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_a_breach_is_noticed(root: Path, tmp_path: Path) -> None:
    """The same contracts over a house in which a lower floor looks up."""
    config = (root / "pyproject.toml").read_text(encoding="utf-8")
    start = config.index("[tool.importlinter]")
    contracts = config[start : config.index('name = "The backend')].rpartition("[[")[0]
    for package in ("agent_client", "ui", "resources"):
        (tmp_path / package).mkdir()
        (tmp_path / package / "__init__.py").touch()
    for room in ("protocol", "rules", "client", "workstation", "backend"):
        (tmp_path / "agent_client" / room).mkdir()
        (tmp_path / "agent_client" / room / "__init__.py").touch()
    (tmp_path / "agent_client" / "__main__.py").write_text("import ui.app\n")
    (tmp_path / "ui" / "app.py").touch()
    (tmp_path / "agent_client" / "rules" / "__init__.py").write_text("import agent_client.client\n")
    (tmp_path / "pyproject.toml").write_text(contracts)
    code = "import sys; from importlinter.cli import lint_imports; sys.exit(lint_imports(no_cache=True))"
    done = subprocess.run(
        [sys.executable, "-P", "-c", f"import sys; sys.path.insert(0, '.'); {code}"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONPATH": str(tmp_path)},
    )
    assert done.returncode == 1 and "agent_client.rules -> agent_client.client" in done.stdout, (
        done.stdout + done.stderr
    )

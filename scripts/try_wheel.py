"""The test of the wheel: build it, install it with its pinned dependencies only, and use it as a user would.

It finds problems that a checkout hides: a file missing from the wheel, a dependency that only the development tools
install.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def run(*command: str | Path, cwd: Path, environment: dict[str, str]) -> str:
    """Run a command, and return its standard output; exit with its output if it fails.

    Args:
        command: The program and its arguments.
        cwd: The working directory.
        environment: All its environment variables.
    """
    done = subprocess.run(command, cwd=cwd, env=environment, capture_output=True, text=True, check=False)  # noqa: S603
    if done.returncode != 0:
        sys.exit(f"{' '.join(map(str, command))} ended with {done.returncode}\n{done.stdout}{done.stderr}")
    return done.stdout


def main() -> None:
    """Build and install the wheel, run the demo, begin a project, and check the results."""
    with tempfile.TemporaryDirectory(prefix="warehouse-wheel-") as name:
        folder = Path(name)
        folder.chmod(0o755)
        environment = {key: value for key, value in os.environ.items() if not key.startswith(("WAREHOUSE_", "PYTHON"))}
        build: list[str | Path] = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", folder]
        run(*build, cwd=ROOT, environment=environment)
        (wheel,) = folder.glob("*.whl")
        run(sys.executable, "-m", "venv", folder / "venv", cwd=folder, environment=environment)
        python = folder / "venv" / "bin" / "python"
        pip = (python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check")
        pinned = ROOT / "requirements" / "runtime.txt"
        run(*pip, "--require-hashes", "-r", pinned, cwd=folder, environment=environment)
        run(*pip, "--no-deps", wheel, cwd=folder, environment=environment)
        run(python, "-m", "pip", "check", cwd=folder, environment=environment)
        warehouse = folder / "venv" / "bin" / "warehouse"
        use(warehouse, folder / "elsewhere", environment)
        begin(warehouse, folder / "begun", environment)
    print(f"{wheel.name}: installs and runs outside the checkout")


def use(warehouse: Path, folder: Path, environment: dict[str, str]) -> None:
    """Run the demo in an empty folder, and check its result."""
    folder.mkdir()
    printed = run(warehouse, "demo", cwd=folder, environment=environment)
    if "99.3%" not in printed or not (folder / "site" / "index.html").is_file():
        sys.exit(f"the demo wrote no site, or printed\n{printed}")
    run(warehouse, "db", "stop", cwd=folder, environment=environment)


def begin(warehouse: Path, folder: Path, environment: dict[str, str]) -> None:
    """Begin a project, load it, run one of its own reports and a shipped one, and publish it."""
    run(warehouse, "init", folder, cwd=folder.parent, environment=environment)
    for command in (("seeds", "check"), ("db", "upgrade"), ("load",), ("check",), ("report", "test")):
        run(warehouse, *command, cwd=folder, environment=environment)
    own = run(warehouse, "report", "run", "facts-per-document", cwd=folder, environment=environment)
    shipped = run(warehouse, "report", "run", "import-dependence", cwd=folder, environment=environment)
    if "iso-3166" not in own or "(0 rows)" not in shipped:
        sys.exit(f"a project that was begun answers\n{own}\nand\n{shipped}")
    run(warehouse, "publish", "site", cwd=folder, environment=environment)
    for name in ("index.html", "reports/facts-per-document.html", "reports/import-dependence.html"):
        if not (folder / "site" / name).is_file():
            sys.exit(f"the site of a project that was begun lacks {name}")
    run(warehouse, "db", "stop", cwd=folder, environment=environment)


if __name__ == "__main__":
    main()

"""The rooms and the rules that docs/architecture.md calls “Never”."""

import ast
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

SOURCE = Path(__file__).resolve().parents[1] / "src" / "hyteterm"

SHARED = {"translation", "__init__"}
ALLOWED: dict[str, set[str]] = {
    # room: rooms of ours that it may import, besides itself
    "domain": set(),
    "local_cache": {"domain"},
    "catalogue_sources": {"domain"},
    "sync": {"domain", "local_cache"},
    "demo": {"domain"},
    "hub": {"domain"},
    "terminal": {"translation"},
    "workspace": {"domain", "local_cache", "catalogue_sources", "sync", "demo", "translation"},
    "widgets": {"domain", "workspace", "translation"},
    "screens": {"domain", "workspace", "widgets", "translation", "app"},
    "app": {"domain", "workspace", "widgets", "screens", "terminal", "translation"},
    "commands": {
        "domain",
        "workspace",
        "translation",
        "hub",
        "terminal",
        "demo",
        "app",
        "local_cache",
        "widgets",
    },
    "cli": {"workspace", "commands", "translation", "terminal", "hub"},
    "translation": {"domain"},
    "__main__": {"terminal", "commands", "cli"},
}
FOREIGN_TO_DOMAIN = {"textual", "httpx", "sqlite3", "sqlcipher3", "sqlite_utils", "os", "socket"}
SLOW = ("httpx", "pydantic", "sqlite_utils", "cryptography", "hyteterm.hub")


def modules() -> Iterator[tuple[str, Path]]:
    """(room, file) of every module."""
    for path in sorted(SOURCE.rglob("*.py")):
        yield path.relative_to(SOURCE).parts[0].removesuffix(".py"), path


def imports(path: Path) -> Iterator[str]:
    """Dotted names that a module imports at run time (not for types alone)."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for_types = {
        inner
        for node in ast.walk(tree)
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test)
        for inner in ast.walk(node)
    }
    for node in ast.walk(tree):
        if node in for_types:
            continue
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            yield node.module
            if node.module == "hyteterm":
                yield from (f"hyteterm.{alias.name}" for alias in node.names)


def test_every_room_imports_only_what_it_may() -> None:
    wrong = []
    for room, path in modules():
        if room in SHARED:
            continue
        for name in imports(path):
            parts = name.split(".")
            if parts[0] != "hyteterm" or len(parts) == 1:
                continue
            target = parts[1]
            if target not in {room, *ALLOWED[room]} and not target.startswith("__"):
                wrong.append(f"{path.relative_to(SOURCE)} imports {name}")
    assert wrong == []


def test_domain_imports_no_io() -> None:
    wrong = [
        f"{path.relative_to(SOURCE)} imports {name}"
        for room, path in modules()
        if room == "domain"
        for name in imports(path)
        if name.split(".")[0] in FOREIGN_TO_DOMAIN
    ]
    assert wrong == []


def test_only_local_cache_and_hub_hold_sql() -> None:
    verbs = ("SELECT ", "INSERT INTO", "UPDATE ", "DELETE FROM", "CREATE TABLE", "PRAGMA ")
    wrong = []
    for room, path in modules():
        if room in ("local_cache", "hub"):
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if (
                isinstance(node, ast.Constant)
                and isinstance(node.value, str)
                and node.value.lstrip().startswith(verbs)
            ):
                wrong.append(f"{path.relative_to(SOURCE)}:{node.lineno}")
    assert wrong == []


def test_widgets_are_not_touched_from_threads() -> None:
    """A method that runs in a thread posts messages and does not query widgets."""
    wrong = []
    for room, path in modules():
        if room not in ("screens", "app", "widgets"):
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.FunctionDef):
                continue
            threaded = any("thread=True" in ast.unparse(item) for item in node.decorator_list)
            if threaded and "query" in ast.unparse(node):
                wrong.append(f"{path.relative_to(SOURCE)}:{node.name}")
    assert wrong == []


def test_nothing_is_printed_or_logged_by_the_program() -> None:
    wrong = [
        f"{path.relative_to(SOURCE)} imports {name}"
        for room, path in modules()
        if room not in ("hub",)
        for name in imports(path)
        if name.split(".")[0] == "logging"
    ]
    assert wrong == []


def test_first_paint_needs_nothing_slow(tmp_path: Path) -> None:
    """The unlock screen is painted before the databases, the network or pydantic load."""
    program = (
        "import asyncio, json, sys\n"
        "import hyteterm.app\n"
        "from hyteterm.workspace import Workspace\n"
        "hyteterm.app.HyteTermApp.load_the_rest = lambda self: None\n"
        "app = hyteterm.app.HyteTermApp(Workspace())\n"
        "async def main():\n"
        "    async with app.run_test(size=(80, 24)) as pilot:\n"
        "        await pilot.pause()\n"
        "        return type(app.screen).__name__, sorted(sys.modules)\n"
        "print(json.dumps(asyncio.run(main())))\n"
    )
    environment = {**os.environ, "HYTETERM_HOME": str(tmp_path)}
    result = subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True,
        text=True,
        env=environment,
        timeout=60,
        check=True,
    )
    screen, loaded = json.loads(result.stdout)
    assert screen == "UnlockScreen"
    assert [name for name in SLOW if name in loaded] == []


def test_the_splash_is_written_before_anything_large_is_imported() -> None:
    program = (
        "import sys, os\n"
        "sys.argv = ['hyteterm']\n"
        "from hyteterm.terminal import splash\n"
        "splash.fits = lambda: True\n"
        "seen = []\n"
        "splash.show = lambda: (seen.extend(sys.modules), sys.exit(0))\n"
        "import hyteterm.__main__ as entry\n"
        "try:\n"
        "    entry.main()\n"
        "except SystemExit:\n"
        "    pass\n"
        "print([m for m in ('textual', 'click', 'rich', 'asyncio') if m in seen])\n"
    )
    result = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, timeout=60, check=True
    )
    assert result.stdout.strip() == "[]"


def test_the_screens_open_without_parsing_arguments_and_with_rubbish_collected_again() -> None:
    program = (
        "import gc, sys\n"
        "sys.argv = ['hyteterm']\n"
        "from hyteterm.terminal import input_guard, splash\n"
        "splash.fits = lambda: True\n"
        "splash.show = lambda: None\n"
        "input_guard.install = lambda: (\n"
        "    print('click' in sys.modules, gc.isenabled()), sys.exit(0)\n"
        ")\n"
        "import hyteterm.__main__ as entry\n"
        "entry.main()\n"
    )
    result = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, timeout=60, check=True
    )
    assert result.stdout.strip() == "False True"


@pytest.mark.parametrize("room", sorted(ALLOWED))
def test_rooms_exist(room: str) -> None:
    assert (SOURCE / room).is_dir() or (SOURCE / f"{room}.py").is_file()

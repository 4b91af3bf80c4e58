"""Licences and wheels of what is shipped."""

import re
import tomllib
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
PERMISSIVE = re.compile(
    r"\b(MIT|MIT-0|BSD|BSD-2-Clause|BSD-3-Clause|0BSD|Apache|Apache-2\.0|ISC|PSF|PSF-2\.0|"
    r"Python Software Foundation|zlib|Public Domain|Unlicense|CNRI-Python)\b|Zlib|Apache Software|MPL-2\.0 AND MIT",
    re.IGNORECASE,
)
COPYLEFT = re.compile(r"\b(A?GPL|LGPL|EUPL|CC-BY-SA)", re.IGNORECASE)
DATA_UNDER_MPL = {"certifi"}
"""certifi holds Mozilla's list of certificate authorities (MPL-2.0), unmodified data."""


def requirement_name(text: str) -> str:
    match = re.match(r"[A-Za-z0-9._-]+", text)
    assert match
    return match[0].lower()


def shipped() -> set[str]:
    """Every distribution that an installation with the hub pulls in."""
    direct = [*PROJECT["dependencies"], *PROJECT["optional-dependencies"]["hub"]]
    waiting = [requirement_name(text) for text in direct]
    found: set[str] = set()
    while waiting:
        name = waiting.pop()
        if name in found:
            continue
        try:
            requires = distribution(name).requires or []
        except PackageNotFoundError:
            continue  # needed on another platform only
        found.add(name)
        waiting += [requirement_name(text) for text in requires if "extra ==" not in text]
    return found


ZLIB_TEXT = "freely, subject to the following restrictions"


def licence(name: str) -> str:
    data = distribution(name).metadata
    files = [
        file.read_text()
        for file in distribution(name).files or []
        if file.name.upper().startswith("LICEN") and file.suffix in ("", ".txt", ".md")
    ]
    if any(ZLIB_TEXT in " ".join(text.split()) for text in files):
        return "zlib"
    return " / ".join(
        [data.get("License-Expression") or "", (data.get("License") or "")[:120]]
        + [c for c in data.get_all("Classifier") or [] if c.startswith("License")]
    )


@pytest.mark.parametrize("name", sorted(shipped()))
def test_shipped_package_has_a_permissive_licence(name: str) -> None:
    text = licence(name)
    if name in DATA_UNDER_MPL:
        return
    assert not COPYLEFT.search(text), f"{name}: {text}"
    assert PERMISSIVE.search(text), f"{name}: {text!r}"


def test_every_dependency_has_its_reason() -> None:
    page = (ROOT / "docs" / "dependencies.md").read_text(encoding="utf-8")
    names = [
        requirement_name(text)
        for text in [*PROJECT["dependencies"], *PROJECT["optional-dependencies"]["hub"]]
    ]
    assert [name for name in names if name not in page] == []


def test_every_dependency_has_an_upper_bound() -> None:
    loose = [t for t in PROJECT["dependencies"] if "<" not in t and not t.startswith("tzdata")]
    assert loose == []


def test_snapshot_plugin_is_pinned() -> None:
    groups = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))[
        "dependency-groups"
    ]["test"]
    assert "pytest-textual-snapshot==1.1.0" in groups
    assert "syrupy==4.8.0" in groups
    assert any(re.fullmatch(r"pytest>=8,<9", text) for text in groups)

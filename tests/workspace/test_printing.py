"""Printing: a real program takes the leaflet from a pipe, or is not there."""

import os
import sys
from pathlib import Path

import pytest

from hyteterm.workspace import printing
from hyteterm.workspace.printing import NoPrinter, PrintingFailed, print_pdf, remove_printed

on_posix = pytest.mark.skipif(sys.platform == "win32", reason="Windows prints files, not pipes")
DATA = b"%PDF-1.7 leaflet"


def program(folder: Path, name: str, text: str) -> None:
    folder.mkdir(exist_ok=True)
    path = folder / name
    path.write_text(f"#!/bin/sh\n{text}\n")
    path.chmod(0o755)


@pytest.fixture
def programs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The only folder where programs are looked for, besides the shell's own."""
    folder = tmp_path / "programs"
    folder.mkdir()
    monkeypatch.setenv("PATH", os.fspath(folder))
    return folder


@on_posix
def test_the_leaflet_goes_through_a_pipe_and_no_file_is_left(
    programs: Path, tmp_path: Path
) -> None:
    program(programs, "lp", f'echo "$@" > {tmp_path}/arguments; /bin/cat > {tmp_path}/printed')
    print_pdf(DATA, tmp_path / "leaflets")
    assert (tmp_path / "printed").read_bytes() == DATA
    assert (tmp_path / "arguments").read_text().split() == ["-t", "HyteTerm"]
    assert not (tmp_path / "leaflets").exists()


@on_posix
def test_lpr_is_the_second_choice(programs: Path, tmp_path: Path) -> None:
    program(programs, "lpr", f"/bin/cat > {tmp_path}/printed")
    print_pdf(DATA, tmp_path)
    assert (tmp_path / "printed").read_bytes() == DATA


@on_posix
def test_without_a_printing_program_that_is_said(programs: Path, tmp_path: Path) -> None:
    with pytest.raises(NoPrinter):
        print_pdf(DATA, tmp_path)


@on_posix
def test_a_printer_that_refuses_is_told_apart(
    programs: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program(programs, "lp", "echo 'lp: no default destination' >&2; exit 1")
    with pytest.raises(PrintingFailed):
        print_pdf(DATA, tmp_path)
    program(programs, "lp", "exec /bin/sleep 30")
    monkeypatch.setattr(printing, "LONGEST_S", 0.2)
    with pytest.raises(PrintingFailed):
        print_pdf(DATA, tmp_path)


def test_windows_prints_a_file_that_is_cleared_away(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[tuple[Path, str]] = []

    def startfile(path: Path, verb: str) -> None:
        opened.append((path, verb))

    monkeypatch.setattr(printing.sys, "platform", "win32")
    monkeypatch.setattr(printing.os, "startfile", startfile, raising=False)
    print_pdf(DATA, tmp_path / "leaflets")
    ((path, verb),) = opened
    assert verb == "print"
    assert path.read_bytes() == DATA
    remove_printed(tmp_path / "leaflets")
    assert not path.exists()
    remove_printed(tmp_path / "leaflets")

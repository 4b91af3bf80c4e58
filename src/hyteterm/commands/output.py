"""What a command says: one JSON document or a few lines; messages on standard error."""

import json
import sys
from collections.abc import Iterable
from typing import Any, NoReturn

import click


def put_json(document: Any) -> None:
    """One JSON document on standard output, UTF-8."""
    text = json.dumps(document, ensure_ascii=False, indent=2, default=str)
    sys.stdout.buffer.write(text.encode() + b"\n")
    sys.stdout.flush()


def put_lines(lines: Iterable[str]) -> None:
    """Lines on standard output."""
    for line in lines:
        click.echo(line)


def fail(message: str) -> NoReturn:
    """Say what went wrong and exit with 1."""
    click.echo(message, err=True)
    raise SystemExit(1)


def misuse(message: str) -> NoReturn:
    """Say how the command is meant to be used and exit with 2."""
    raise click.UsageError(message)

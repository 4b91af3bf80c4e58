"""Keystroke-level model: a referral here beside the same referral on a web form.

    python bench/keystrokes.py [--json]

Operators and times of Card, Moran and Newell (1980): K a key by an average typist 0.28 s,
P pointing with a mouse 1.10 s, B a mouse button 0.10 s, H a hand between keyboard and
mouse 0.40 s, M making up one's mind 1.35 s.  Our sequences are the ones that
tests/screens/test_referral.py presses; the web form is the usual one: the service is
looked up in a directory, and each field is filled or chosen in its turn.  The model
counts what hands do; waiting for pages is left out, in the web form's favour.
"""

import argparse
import json
import sys
from dataclasses import dataclass

SECONDS = {"K": 0.28, "P": 1.10, "B": 0.10, "H": 0.40, "M": 1.35}
NAME, PHONE, REASON = "matti mallikas", "0500000201", "polvi, haluaa ryhmään"
FREE = len(NAME) + len(PHONE) + len(REASON)
"""Characters that every way has to type."""


@dataclass(frozen=True)
class Way:
    """One way to make the same referral."""

    name: str
    operators: str
    """In order; a digit string before K is a count, as in “14K”."""
    free: int = FREE
    """Characters of name, phone and reason among them."""

    def counts(self) -> dict[str, int]:
        """How many of each operator."""
        found = dict.fromkeys(SECONDS, 0)
        number = ""
        for sign in self.operators.replace(" ", ""):
            if sign.isdigit():
                number += sign
                continue
            found[sign] += int(number or 1)
            number = ""
        return found

    def seconds(self) -> float:
        """The model's time."""
        return sum(SECONDS[sign] * count for sign, count in self.counts().items())


def line(*parts: str) -> int:
    """Keys of a quick-entry line."""
    return len(" ".join(parts))


FROM_DESK = line("liik", NAME, PHONE) + 1 + len(REASON)
FROM_SERVICE = line(NAME, PHONE) + 1 + len(REASON)
FROM_CARD = len(PHONE) + 1 + len(REASON)  # the name stands there already
WAYS = (
    # F4, the line, Enter, k, F10
    Way("HyteTerm, quick line from the desk", f"M K {FROM_DESK}K M K M K K"),
    # F4 on a service, the line, Enter, k, F10
    Way("HyteTerm, quick line from a service", f"M K {FROM_SERVICE}K M K M K K"),
    # ↓ to the suggested service, F4, the line, Enter, k, F10
    Way(
        "HyteTerm, quick line from a card",
        f"M K K {FROM_CARD}K M K M K K",
        free=len(PHONE) + len(REASON),
    ),
    # F4, Tab to the name, three fields with Enter between (two over the birth), F10 to what
    # is missing, k, F10
    Way(
        "HyteTerm, form from a service",
        f"M K 3K {len(NAME)}K K {len(PHONE)}K 2K {len(REASON)}K M K M K K",
    ),
    # open the form, choose type and municipality from lists, choose the receiver, type
    # three fields, tick four consents, choose the contact way, send, confirm
    Way(
        "web form",
        "M H P B  M P B P B  M P B P B  M P B P B  "
        f"M P B H {len(NAME)}K K {len(PHONE)}K K {len(REASON)}K H "
        "M P B P B P B P B  M P B P B  M P B M P B",
    ),
)


def main() -> int:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--json", action="store_true")
    rows = [
        {
            "way": way.name,
            "keys": way.counts()["K"],
            "keys_besides_name_phone_reason": way.counts()["K"] - way.free,
            "mouse": way.counts()["P"],
            "seconds": round(way.seconds(), 1),
        }
        for way in WAYS
    ]
    if parser.parse_args().json:
        json.dump(rows, sys.stdout, indent=2)
        print()
        return 0
    print(f"{'way':<38}{'keys':>6}{'besides':>9}{'mouse':>7}{'seconds':>9}")
    for row in rows:
        print(
            f"{row['way']:<38}{row['keys']:>6}{row['keys_besides_name_phone_reason']:>9}"
            f"{row['mouse']:>7}{row['seconds']:>9}"
        )
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""How long to wait after a failure: full jitter, so that five thousand terminals do not
come back at the same moment."""

import random
from typing import Final

SHORTEST_SECONDS: Final = 0.5
FIRST_SECONDS: Final = 4.0
LONGEST_SECONDS: Final = 300.0


def full_jitter(failures: int, chance: random.Random) -> float:
    """Seconds to wait after ``failures`` in a row: anything (nearly) up to a limit that doubles."""
    limit = min(LONGEST_SECONDS, FIRST_SECONDS * 2.0 ** min(max(0, failures - 1), 16))
    return chance.uniform(SHORTEST_SECONDS, limit)


def after_retry_after(seconds: float, chance: random.Random) -> float:
    """At least what the hub asked for, and spread over half as much again."""
    return seconds + chance.uniform(0.0, max(1.0, seconds / 2))

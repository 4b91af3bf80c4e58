"""Nothing that is untold can be reckoned from what is shown."""

from collections.abc import Iterator, Mapping
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hyteterm.domain.suppression import (
    SMALLEST,
    SUM,
    Cell,
    exposed,
    protected_line,
    protected_table,
    small,
)

Shown = Mapping[Cell, int | None]
NAMES = "abc"


def sums_of(cell: Cell) -> list[Cell]:
    return [(cell[0], SUM), (SUM, cell[1]), (SUM, SUM)]


def solutions(shown: Shown, limit: int) -> Iterator[dict[Cell, int]]:
    """Every table of whole numbers, at least one in each cell, that fits what is shown."""
    inner = [cell for cell in shown if SUM not in cell]
    untold = [cell for cell in inner if shown[cell] is None]
    for guess in product(range(1, limit + 1), repeat=len(untold)):
        cells = {cell: count for cell in inner if (count := shown[cell]) is not None}
        cells |= dict(zip(untold, guess, strict=True))
        whole = dict(cells)
        for cell, count in cells.items():
            for total in sums_of(cell):
                whole[total] = whole.get(total, 0) + count
        if all(count is None or whole[cell] == count for cell, count in shown.items()):
            yield whole


def test_a_small_count_is_never_alone() -> None:
    line = protected_line({"liikunta": 3, "kulttuuri": 12, "uni": 30})
    assert line == {"liikunta": None, "kulttuuri": None, "uni": 30, SUM: 45}


def test_large_counts_are_told() -> None:
    assert protected_line({"a": 5, "b": 7}) == {"a": 5, "b": 7, SUM: 12}
    assert protected_line({}) == {}


def test_a_sum_that_is_small_is_all_that_is_said() -> None:
    assert protected_line({"a": 1, "b": 3}) == {SUM: None}


def test_ones_that_the_sum_would_give_away() -> None:
    assert protected_line(dict.fromkeys("abcde", 1)) == {SUM: 5}
    line = protected_line({"a": 1, "b": 1, "c": 9})
    assert line == {"a": None, "b": None, "c": None, SUM: 11}


def test_one_small_group_alone_among_groups() -> None:
    shown = protected_table({("x", "p"): 2, ("x", "q"): 9, ("y", "p"): 8, ("y", "q"): 7}).cells
    assert shown[SUM, SUM] == 26
    assert shown["x", SUM] == 11
    assert [cell for cell in shown if shown[cell] is None and SUM not in cell] == [
        ("x", "p"),
        ("x", "q"),
        ("y", "p"),
        ("y", "q"),
    ]


def test_an_audit_finds_what_is_alone() -> None:
    values = {("x", ""): 3, ("y", ""): 9, ("x", SUM): 3, ("y", SUM): 9, (SUM, ""): 12}
    values[SUM, SUM] = 12
    both = {("x", ""), ("x", SUM), ("y", ""), ("y", SUM)}
    assert exposed(values, both) == set()
    alone = {("x", ""), ("x", SUM)}
    assert exposed(values, alone) == alone


tables = st.dictionaries(
    st.tuples(st.sampled_from(NAMES[:2]), st.sampled_from(NAMES)),
    st.integers(0, 7),
    max_size=5,
)
lines = st.dictionaries(st.sampled_from("abcd"), st.integers(0, 9), max_size=4)


@settings(max_examples=150, deadline=None)
@given(tables)
def test_nothing_untold_in_a_table_has_only_one_solution(counts: dict[Cell, int]) -> None:
    shown = protected_table(counts).cells
    untold = [cell for cell, count in shown.items() if count is None]
    if shown == {(SUM, SUM): None} or not untold:
        return
    seen: dict[Cell, set[int]] = {cell: set() for cell in untold}
    limit = sum(counts.values())
    for found in solutions(shown, min(limit, 9)):
        for cell in untold:
            seen[cell].add(found[cell])
        if all(len(values) > 1 for values in seen.values()):
            return
    pytest.fail(f"{counts} → {shown}: {seen}")


@settings(max_examples=200, deadline=None)
@given(lines)
def test_nothing_untold_in_a_line_has_only_one_solution(counts: dict[str, int]) -> None:
    line = protected_line(counts)
    untold = [name for name, count in line.items() if count is None and name != SUM]
    total = line.get(SUM)
    if not untold or total is None:
        return
    rest = total - sum(count for name, count in line.items() if count and name != SUM)
    seen: dict[str, set[int]] = {name: set() for name in untold}
    for guess in product(range(1, rest + 1), repeat=len(untold)):
        if sum(guess) == rest:
            for name, count in zip(untold, guess, strict=True):
                seen[name].add(count)
    assert all(len(values) > 1 for values in seen.values())


@settings(max_examples=300, deadline=None)
@given(
    st.dictionaries(
        st.tuples(st.sampled_from("abcdefgh"), st.sampled_from("ijklmnop")), st.integers(0, 20)
    )
)
def test_what_is_shown_is_true_and_never_small(counts: dict[Cell, int]) -> None:
    shown = protected_table(counts).cells
    for (row, column), count in shown.items():
        true = sum(n for (r, c), n in counts.items() if row in (r, SUM) and column in (c, SUM))
        assert count is None or (count == true and not small(true))
        assert true > 0
    total = sum(counts.values())
    assert shown.get((SUM, SUM)) == (total if total >= SMALLEST else None)


@settings(max_examples=200, deadline=None)
@given(
    st.dictionaries(
        st.tuples(st.sampled_from("abcdef"), st.sampled_from("ijklmn")), st.integers(0, 20)
    )
)
def test_no_linear_reckoning_gives_an_untold_cell(counts: dict[Cell, int]) -> None:
    """An audit of its own: Gaussian elimination over the equations of rows and columns."""
    shown = protected_table(counts).cells
    if len(shown) <= 1:
        return
    untold = sorted(cell for cell, count in shown.items() if count is None)
    rows = []
    for axis in (0, 1):
        for name in {cell[axis] for cell in shown}:
            rows.append(
                [0 if cell[axis] != name else -1 if cell[1 - axis] == SUM else 1 for cell in untold]
            )
    assert [untold[i] for i in determined(rows, len(untold))] == []


PRIME = 2_147_483_647


def determined(rows: list[list[int]], width: int) -> list[int]:
    """Unknowns that the equations fix: their reduced row has one entry."""
    work = [[value % PRIME for value in row] for row in rows]
    top = 0
    for column in range(width):
        pivot = next((i for i in range(top, len(work)) if work[i][column]), None)
        if pivot is None:
            continue
        work[top], work[pivot] = work[pivot], work[top]
        inverse = pow(work[top][column], -1, PRIME)
        work[top] = [value * inverse % PRIME for value in work[top]]
        for i, row in enumerate(work):
            if i != top and row[column]:
                factor = row[column]
                work[i] = [(a - factor * b) % PRIME for a, b in zip(row, work[top], strict=True)]
        top += 1
    return [
        next(i for i, value in enumerate(row) if value)
        for row in work
        if sum(1 for value in row if value) == 1
    ]

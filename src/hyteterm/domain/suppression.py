"""Small cells of a published table, and the others that would give them away.

A count below `SMALLEST` is not told.  As sums are told too, each untold cell must have
company: it may not be the only solution of the sums around it, even for a reader who
knows that every untold cell is a whole number of at least one.

The table is seen as a flow (Gusfield, “A graph theoretic approach to statistical data
security”, SIAM J. Comput. 17(3), 1988): rows and columns are nodes, a cell joins its row
to its column, and the sums are cells of one more row and column.  An untold cell can have
another value exactly when raising or lowering it by one can be balanced by other untold
cells, that is, when it lies on a cycle of steps that are allowed.
"""

import heapq
from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

SMALLEST: Final = 5
"""Counts from 1 to one less than this are not told."""
SUM: Final = "*"
"""The name of the row and of the column that hold the sums."""

Cell = tuple[str, str]
_Node = tuple[bool, str]
"""(whether it is a column, its name)"""


@dataclass(frozen=True, slots=True)
class Protected:
    """A table with its sums as it may be shown; None: not told.  Empty cells are left out."""

    cells: Mapping[Cell, int | None]
    """(row, column); `SUM` as row or column, or both, is a sum."""

    @property
    def told(self) -> bool:
        """Whether anything may be shown besides the sum of all."""
        return len(self.cells) > 1


def small(count: int) -> bool:
    """Whether a count is too small to be told."""
    return 0 < count < SMALLEST


def protected_table(counts: Mapping[Cell, int]) -> Protected:
    """The table with all its sums, small cells and those that would give them away untold.

    The sum of all is told whenever it is not small itself, as other tables of the same
    month are shown beside this one.  Where that leaves no way to protect a cell, only the
    sum of all is left.
    """
    values = _with_sums(counts)
    if not values:
        return Protected({})
    total = values[SUM, SUM]
    if small(total):
        return Protected({(SUM, SUM): None})
    untold = {cell for cell, count in values.items() if small(count)}
    while revealed := exposed(values, untold):
        company = _company(values, untold, min(revealed))
        if company is None:
            return Protected({(SUM, SUM): total})
        untold |= company
    return Protected({cell: None if cell in untold else n for cell, n in values.items()})


def protected_line(counts: Mapping[str, int]) -> dict[str, int | None]:
    """Counts whose sum is told, or could be, as they may be shown; `SUM` holds the sum.

    Only the sum is left when nothing else may be shown; an empty line gives nothing.
    """
    table = protected_table({(name, ""): count for name, count in counts.items()})
    return {
        row: count
        for (row, column), count in table.cells.items()
        if column == "" or (row, column) == (SUM, SUM)
    }


def exposed(values: Mapping[Cell, int], untold: Iterable[Cell]) -> set[Cell]:
    """The untold cells that have only one possible value, given all the others.

    ``values`` holds every cell that is not empty, and the sums.
    """
    hidden = set(untold)
    steps = _steps(values, hidden)
    return {cell for cell in hidden if not _moves(values, steps, cell)}


def _with_sums(counts: Mapping[Cell, int]) -> dict[Cell, int]:
    values: dict[Cell, int] = {}
    for (row, column), count in counts.items():
        if count:
            for cell in ((row, column), (row, SUM), (SUM, column), (SUM, SUM)):
                values[cell] = values.get(cell, 0) + count
    return values


def _ways(cell: Cell, value: int) -> Iterator[tuple[_Node, _Node]]:
    """The steps that an untold cell allows: from row to column is one more for a cell.

    A sum stands on the other side of its equation, so it is the other way round; the sum
    of all is on the other side twice.  Nothing goes below one.
    """
    row, column = (False, cell[0]), (True, cell[1])
    if (cell[0] == SUM) != (cell[1] == SUM):
        row, column = column, row
    yield row, column
    if value > 1:
        yield column, row


def _steps(values: Mapping[Cell, int], hidden: Iterable[Cell]) -> dict[_Node, set[_Node]]:
    found: dict[_Node, set[_Node]] = {}
    for cell in hidden:
        for start, end in _ways(cell, values[cell]):
            found.setdefault(start, set()).add(end)
    return found


def _moves(values: Mapping[Cell, int], steps: dict[_Node, set[_Node]], cell: Cell) -> bool:
    return any(_reaches(steps, end, start) for start, end in _ways(cell, values[cell]))


def _reaches(steps: dict[_Node, set[_Node]], start: _Node, goal: _Node) -> bool:
    """Whether there is a way from ``start`` to ``goal`` besides the step between them."""
    waiting, seen = deque([start]), {start}
    while waiting:
        node = waiting.popleft()
        for following in steps.get(node, ()):
            if following == goal:
                if node != start:
                    return True
            elif following not in seen:
                seen.add(following)
                waiting.append(following)
    return False


def _company(values: Mapping[Cell, int], untold: set[Cell], cell: Cell) -> set[Cell] | None:
    """The cells to leave untold so that ``cell`` can have another value; few and small ones."""
    ways = [_cheapest(values, untold, end, start) for start, end in _ways(cell, values[cell])]
    found = [way for way in ways if way is not None]
    return min(found, key=lambda way: way[0])[1] if found else None


def _cheapest(
    values: Mapping[Cell, int], untold: set[Cell], start: _Node, goal: _Node
) -> tuple[int, set[Cell]] | None:
    """The way from ``start`` to ``goal`` that costs least, and the cells on it."""
    steps: dict[_Node, list[tuple[_Node, Cell, int]]] = {}
    for cell, value in values.items():
        if cell == (SUM, SUM):
            continue
        price = 0 if cell in untold else value
        for first, second in _ways(cell, value):
            steps.setdefault(first, []).append((second, cell, price))
    queue: list[tuple[int, int, _Node, frozenset[Cell]]] = [(0, 0, start, frozenset())]
    done: set[_Node] = set()
    order = 0
    while queue:
        cost, _, node, cells = heapq.heappop(queue)
        if node == goal:
            return cost, set(cells)
        if node in done:
            continue
        done.add(node)
        for following, cell, price in sorted(steps.get(node, [])):
            if following in done or (node == start and following == goal):
                continue
            order += 1
            heapq.heappush(queue, (cost + price, order, following, cells | {cell}))
    return None

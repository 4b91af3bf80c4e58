"""The line of filters at any width."""

from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from hyteterm.widgets.filter_bar import LONGEST_VALUE, Chip, chip_text, shown

widths = st.lists(st.integers(6, 40), min_size=1, max_size=8)


@given(widths, st.integers(20, 120), st.data())
def test_the_chosen_chip_is_always_in_view_and_nothing_is_over_the_edge(
    each: list[int], width: int, data: st.DataObject
) -> None:
    here = data.draw(st.integers(0, len(each) - 1))
    first, last = shown(each, width, here)
    assert first <= here < last
    if last - first > 1:
        assert sum(each[first:last]) <= width
    if sum(each) <= width:
        assert (first, last) == (0, len(each))


@given(st.text(max_size=40))
def test_a_long_value_is_cut_with_a_mark(value: str) -> None:
    chip = Chip("provider", "Toteuttaja", value)
    frame = cell_len(chip_text(Chip("provider", "Toteuttaja"))) - 1
    assert cell_len(chip_text(chip, LONGEST_VALUE)) <= frame + LONGEST_VALUE
    if 0 < cell_len(value) <= LONGEST_VALUE:
        assert chip_text(chip, LONGEST_VALUE) == chip_text(chip)


def test_a_switch_shows_whether_it_is_on() -> None:
    assert chip_text(Chip("free", "Maksuton", "1", toggle=True)) == " Maksuton ✓"
    assert chip_text(Chip("free", "Maksuton", "", toggle=True)) == " Maksuton ×"

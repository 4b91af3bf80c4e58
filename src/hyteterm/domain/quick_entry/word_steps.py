"""The order of the steps that claim the words of a line: from the surest meaning on."""

from collections.abc import Callable
from typing import Final

from hyteterm.domain.quick_entry import fixed_step, name_step, service_step, type_place_step
from hyteterm.domain.quick_entry.board import Board

Step = Callable[[Board], None]

CLIENT_STEPS: Final[tuple[Step, ...]] = (
    fixed_step.addresses,
    fixed_step.fixed_words,
    fixed_step.sure_languages,
    type_place_step.sure_places,
    name_step.by_given_names,
    type_place_step.leftover_names_as_places,
    type_place_step.mistyped_types_and_places,
    name_step.by_surname_or_capitals,
    fixed_step.labels_and_filling,
)
"""What is looked for in a pasted header."""


STEPS: Final[tuple[Step, ...]] = (
    fixed_step.addresses,
    service_step.services_of_several_words,
    fixed_step.fixed_words,
    fixed_step.sure_languages,
    type_place_step.sure_types,
    type_place_step.sure_places,
    type_place_step.abbreviated_types,
    name_step.by_given_names,
    type_place_step.leftover_names_as_places,
    type_place_step.abbreviated_places,
    service_step.single_word_services,
    type_place_step.mistyped_types_and_places,
    name_step.by_surname_or_capitals,
    service_step.mistyped_services,
    type_place_step.bare_numbers,
    name_step.as_a_question,
    fixed_step.labels_and_filling,
)
"""What is looked for in a typed line."""

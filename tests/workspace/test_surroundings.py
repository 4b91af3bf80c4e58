"""What lies near a search: true counts, neighbours, similar services, paths."""

import threading
from dataclasses import replace
from typing import Any

import pytest

from hyteterm.domain.municipality import neighbours
from hyteterm.domain.service import service_id
from hyteterm.domain.service_hit import ServiceQuery
from hyteterm.workspace import Workspace
from hyteterm.workspace.surroundings import arranged, is_thin

KOUVOLA = "286"


class Answer:
    """Waits for what the finder's thread answers."""

    def __init__(self) -> None:
        self._came = threading.Event()
        self._value: Any = None

    def __call__(self, value: Any) -> None:
        self._value = value
        self._came.set()

    @property
    def value(self) -> Any:
        """The answer; a test fails after 20 s."""
        assert self._came.wait(20)
        return self._value


def total(workspace: Workspace, query: ServiceQuery) -> int:
    """How many services a search finds."""
    return workspace.catalogue.search(query).total


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("theme", "sleep"),
        ("target_group", "older-people"),
        ("provider", "ngo"),
        ("service_language", "sv"),
        ("municipality", "075"),
    ],
)
@pytest.mark.parametrize("words", ["", "liikunta"])
def test_a_choices_count_is_what_choosing_it_leaves(
    workspace: Workspace, name: str, value: str, words: str
) -> None:
    query = ServiceQuery(words=words, municipality=KOUVOLA, theme="exercise", free=True)
    answer = Answer()
    workspace.catalogue.ask_counts(query, name, answer)
    counts = answer.value
    chosen: dict[str, Any] = {name: value}
    assert counts.get(value, 0) == total(workspace, replace(query, **chosen))
    # The filter's own present value is no hindrance to counting its other choices.
    if name == "theme":
        assert sum(count > 0 for count in counts.values()) > 1


def test_municipalities_near_are_counted_and_the_rest_left_open(workspace: Workspace) -> None:
    answer = Answer()
    workspace.catalogue.ask_counts(ServiceQuery(municipality=KOUVOLA), "municipality", answer)
    assert {KOUVOLA, *neighbours(KOUVOLA)} <= set(answer.value)
    assert "091" not in answer.value


def test_neighbours_own_services_follow_without_repeats(workspace: Workspace) -> None:
    query = ServiceQuery(words="senioritanssit", municipality="142", limit=50)
    local = workspace.catalogue.search(query)
    answer = Answer()
    workspace.catalogue.ask_nearby(local, answer)
    near = answer.value
    assert near
    ids = [each.hit.id for each in near]
    assert len(set(ids)) == len(ids)
    assert not set(ids) & {hit.id for hit in local.hits}
    for each in near:
        assert each.municipality in each.hit.municipalities
        assert each.municipality in neighbours("142")
        assert "142" not in each.hit.municipalities
    assert service_id("demo", "kouvola-senioritanssit") in ids


def test_a_place_with_much_of_its_own_is_not_thin(workspace: Workspace) -> None:
    search = workspace.catalogue.search
    assert not is_thin(search(ServiceQuery(municipality=KOUVOLA)))
    assert is_thin(search(ServiceQuery(words="senioritanssit", municipality=KOUVOLA)))
    assert not is_thin(search(ServiceQuery(words="senioritanssit")))


def test_neighbours_stand_after_what_fits_here_and_before_the_rest(workspace: Workspace) -> None:
    local = workspace.catalogue.search(
        ServiceQuery(words="senioritanssit", municipality=KOUVOLA, limit=50)
    )
    answer = Answer()
    workspace.catalogue.ask_nearby(local, answer)
    rows = arranged(local, answer.value)
    assert len(rows) == len(local.hits) + len(answer.value)
    assert rows[0] == local.hits[0]
    assert arranged(local, ()) == local.hits
    nothing_typed = workspace.catalogue.search(ServiceQuery(municipality=KOUVOLA, limit=50))
    workspace.catalogue.ask_nearby(nothing_typed, answer := Answer())
    assert answer.value
    assert arranged(nothing_typed, answer.value)[:50] == nothing_typed.hits


def test_similar_services_share_the_theme_and_leave_the_service_out(workspace: Workspace) -> None:
    service = workspace.catalogue.service(service_id("demo", "kouvola-ystavatoiminta"))
    assert service is not None
    answer = Answer()
    workspace.catalogue.ask_similar(service, KOUVOLA, answer)
    hits = answer.value
    assert service.id not in {hit.id for hit in hits}
    assert service_id("demo", "kouvola-ystavakaynnit") in {hit.id for hit in hits[:5]}
    for hit in hits:
        found = workspace.catalogue.service(hit.id)
        assert found is not None and service.themes[0] in found.themes


def test_what_is_typed_is_answered_before_what_goes_with_it(workspace: Workspace) -> None:
    order: list[str] = []
    done = Answer()
    finder = workspace.catalogue.finder
    many = [ServiceQuery(words=f"ryhmä {number}") for number in range(40)]
    finder.ask_all("counts", many, lambda results: (order.append("counts"), done(None)))
    finder.ask(ServiceQuery(words="uni"), lambda result: order.append("typed"))
    assert done.value is None
    assert order == ["typed", "counts"]


def test_paths_are_those_whose_services_are_here(workspace: Workspace) -> None:
    ids = [path.id for path in workspace.paths.paths]
    assert "unettomuus-laakkeetta" in ids and len(ids) == 5
    result = workspace.catalogue.search(ServiceQuery(words="ei saa nukuttua", municipality=KOUVOLA))
    meant = workspace.paths.meant(result)
    assert meant is not None and meant.id == "unettomuus-laakkeetta"
    result = workspace.catalogue.search(ServiceQuery(words="kuvataide", municipality=KOUVOLA))
    assert workspace.paths.meant(result) is None


def test_a_steps_services_are_the_clients_own_or_else_all(workspace: Workspace) -> None:
    path = workspace.paths.path("unettomuus-laakkeetta")
    assert path is not None
    group = path.steps[2]
    here = workspace.paths.services(group, KOUVOLA)
    assert [service.source_id for service in here] == ["kymenlaakso-unettomuus"]
    assert len(workspace.paths.services(group, "091")) == 4


def test_the_number_of_paths_stands_in_the_figures(workspace: Workspace) -> None:
    workspace.paths.note()
    assert workspace.catalogue.catalogue.status().figures.paths == 5

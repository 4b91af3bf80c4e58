"""A terminal that lives on the hub's catalogue alone knows how fresh it is."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from hyteterm.domain.service import Service, service_id
from hyteterm.local_cache.catalogue import Catalogue
from hyteterm.sync.sync_once import Part

from .town import Station, Town, dead


def service(number: int) -> Service:
    """An invented service."""
    return Service(
        id=service_id("demo", str(number)),
        source="demo",
        source_id=str(number),
        names={"fi": f"Kävelyryhmä {number}"},
    )


@pytest.fixture
def catalogue(nurse: Station) -> Iterator[Catalogue]:
    """The nurse's catalogue, empty."""
    with Catalogue(nurse.home.catalogue) as opened:
        nurse.catalogue = opened
        yield opened


def age(station: Station, catalogue: Catalogue) -> timedelta:
    """How old the status line says the catalogue is."""
    at = catalogue.updated_at()
    assert at is not None
    return datetime.fromtimestamp(station.clock.wall, UTC) - at


def test_the_first_snapshot_makes_the_catalogue_fresh(
    town: Town, nurse: Station, catalogue: Catalogue
) -> None:
    town.administration.publish([service(1), service(2)])
    assert catalogue.updated_at() is None
    nurse.sync(Part.CATALOGUE)
    assert age(nurse, catalogue) < timedelta(minutes=1)
    (run,) = catalogue.status().runs
    assert (run.source, run.label, run.counts.added) == ("hub", "127.0.0.1", 2)


def test_hearing_that_nothing_has_changed_makes_it_fresh_again(
    town: Town, nurse: Station, catalogue: Catalogue
) -> None:
    town.administration.publish([service(1)])
    nurse.sync(Part.CATALOGUE)
    nurse.clock.pass_(3 * 3600)
    assert age(nurse, catalogue) > timedelta(hours=2)
    nurse.sync(Part.CATALOGUE)
    assert age(nurse, catalogue) < timedelta(minutes=1)


def test_a_line_that_is_down_leaves_it_as_old_as_it_is(
    town: Town, nurse: Station, catalogue: Catalogue
) -> None:
    town.administration.publish([service(1)])
    nurse.sync(Part.CATALOGUE)
    nurse.clock.pass_(3 * 3600)
    nurse.line.fault = dead
    assert nurse.sync(Part.CATALOGUE).problem == "unreachable"
    assert age(nurse, catalogue) > timedelta(hours=2)


def test_asking_every_hour_leaves_one_row(town: Town, nurse: Station, catalogue: Catalogue) -> None:
    town.administration.publish([service(1)])
    for _ in range(5):
        nurse.sync(Part.CATALOGUE)
        nurse.clock.pass_(3600)
    town.administration.publish([service(2)])
    nurse.sync(Part.CATALOGUE)
    count = catalogue.connection.execute("SELECT COUNT(*) FROM import_runs").fetchone()[0]
    assert count == 2  # the snapshot and the change

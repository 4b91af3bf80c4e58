"""The catalogue on the disk: pages whole or not at all, many processes, honest figures."""

import subprocess
import sys
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from hyteterm.domain.service import (
    Channel,
    ChannelKind,
    Provider,
    Service,
    Tombstone,
    service_id,
)
from hyteterm.domain.service_hit import ServiceQuery
from hyteterm.domain.vocabulary import ProviderType, TargetGroup, Theme
from hyteterm.local_cache import sqlite
from hyteterm.local_cache.catalogue import Catalogue, Counts, ImportRun
from hyteterm.local_cache.catalogue_schema import APPLICATION_ID
from hyteterm.local_cache.search import SearchIndex
from hyteterm.local_cache.search.segments import segments
from hyteterm.local_cache.sqlite import SchemaMismatch


class Clock:
    """A clock that tests turn."""

    def __init__(self) -> None:
        self.time = datetime(2026, 9, 15, 12, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.time


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def catalogue(tmp_path: Path, clock: Clock) -> Iterator[Catalogue]:
    with Catalogue(tmp_path / "catalogue.db", now=clock) as opened:
        yield opened


def service(number: int, source: str = "ptv", **members: Any) -> Service:
    """A service with a name, in Kouvola."""
    key = f"50000000-0000-4000-8000-{number:012}"
    known: dict[str, Any] = {
        "id": service_id(source, key),
        "source": source,
        "source_id": key,
        "names": {"fi": f"Palvelu {number}"},
        "municipalities": ("286",),
    }
    return Service(**known | members)


def test_a_page_is_stored_and_counted(catalogue: Catalogue) -> None:
    assert catalogue.store([service(1), service(2)]) == Counts(added=2)
    again = [service(1), service(2, names={"fi": "Uusi nimi"}), service(3)]
    assert catalogue.store(again) == Counts(added=1, changed=1, unchanged=1)
    gone = Tombstone(source="ptv", source_id=service(1).source_id)
    unknown = Tombstone(source="ptv", source_id="ei-ole")
    assert catalogue.store([gone, unknown]) == Counts(removed=1)
    assert len(catalogue) == 2
    assert catalogue.get(service(1).id) is None
    found = catalogue.get(service(2).id)
    assert found is not None and found.names == {"fi": "Uusi nimi"}


def test_a_service_comes_back_as_it_went(catalogue: Catalogue) -> None:
    whole = service(
        1,
        themes=(Theme.SLEEP,),
        target_groups=(TargetGroup.CARERS,),
        provider=Provider(id="o", names={"fi": "SPR"}, type=ProviderType.NGO),
        channels=(Channel(kind=ChannelKind.PLACE, address={"fi": "Tie 1"}, easting=481000.5),),
        keywords={"fi": ("uni",)},
        modified=datetime(2026, 1, 2, 3, 4, 5, 6, tzinfo=UTC),
    )
    catalogue.store([whole])
    assert catalogue.get(whole.id) == whole
    assert list(catalogue.services()) == [whole]
    assert list(catalogue.services("hsds")) == []


def test_the_order_of_languages_is_no_change(catalogue: Catalogue) -> None:
    catalogue.store([service(1, names={"fi": "Uni", "sv": "Sömn"})])
    assert catalogue.store([service(1, names={"sv": "Sömn", "fi": "Uni"})]) == Counts(unchanged=1)


def test_of_records_with_one_id_in_a_page_the_last_counts(catalogue: Catalogue) -> None:
    gone = Tombstone(source="ptv", source_id=service(1).source_id)
    assert catalogue.store([service(1), gone]) == Counts()
    assert catalogue.store([gone, service(1)]) == Counts(added=1)


def test_a_page_that_breaks_is_not_stored_at_all(
    catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    catalogue.store([service(1)], cursor=("ptv", "a"))

    def breaks(*_: object) -> None:
        raise OSError("the disk is full")

    with monkeypatch.context() as patch:
        patch.setattr("hyteterm.local_cache.search.writer.apply", breaks)
        with pytest.raises(OSError, match="full"):
            catalogue.store([service(2), service(3)], cursor=("ptv", "b"))
    assert len(catalogue) == 1
    assert catalogue.cursor("ptv") == "a"
    assert catalogue.store([service(2)], cursor=("ptv", "b")) == Counts(added=1)
    assert catalogue.cursor("ptv") == "b"


def test_a_full_disk_leaves_the_catalogue_as_it_was(catalogue: Catalogue) -> None:
    catalogue.store([service(1)])
    pages = catalogue.connection.execute("PRAGMA page_count").fetchone()[0]
    catalogue.connection.execute(f"PRAGMA max_page_count = {pages + 3}")
    big = [service(number, descriptions={"fi": "x" * 5000}) for number in range(2, 200)]
    with pytest.raises(sqlite.Error, match="full"):
        catalogue.store(big)
    assert len(catalogue) == 1
    catalogue.connection.execute("PRAGMA max_page_count = 1073741823")
    assert catalogue.store(big).added == 198


def test_records_missing_from_a_whole_source_can_be_removed(catalogue: Catalogue) -> None:
    catalogue.store([service(1), service(2), service(3, "csv")])
    assert catalogue.remove_missing("ptv", [service(2).id]) == 1
    assert {each.source_id[-1] for each in catalogue.services()} == {"2", "3"}


def test_the_search_index_is_written_again_from_the_records(catalogue: Catalogue) -> None:
    catalogue.store(service(number) for number in range(5))
    assert catalogue.reindex() == 5
    rows = catalogue.connection.execute("SELECT COUNT(*) FROM search_rows").fetchone()[0]
    assert rows == 5


def test_an_index_of_an_older_program_is_written_anew_when_it_is_opened(tmp_path: Path) -> None:
    path = tmp_path / "catalogue.db"
    with Catalogue(path) as catalogue:
        catalogue.store(service(number) for number in range(5))
        catalogue.connection.execute("UPDATE search_meta SET value = x'30' WHERE key = 'format'")
        catalogue.connection.execute("UPDATE search_postings SET postings = x'00'")
    with Catalogue(path) as catalogue:
        found = SearchIndex(catalogue.connection).search(ServiceQuery(words="palvelu"))
        assert found.total == 5


def test_an_older_index_is_written_anew_once_however_many_open_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "catalogue.db"
    with Catalogue(path) as catalogue:
        catalogue.store(service(number) for number in range(5))
        catalogue.connection.execute("UPDATE search_meta SET value = x'30' WHERE key = 'format'")
    written: list[int] = []
    write = Catalogue._write_index

    def counted(self: Catalogue) -> int:
        written.append(write(self))
        return written[-1]

    monkeypatch.setattr(Catalogue, "_write_index", counted)
    start = threading.Barrier(4)

    def open_it() -> None:
        start.wait()
        Catalogue(path).close()

    openers = [threading.Thread(target=open_it) for _ in range(4)]
    for one in openers:
        one.start()
    for one in openers:
        one.join()
    assert written == [5]


def test_an_import_leaves_an_index_in_one_piece(catalogue: Catalogue, clock: Clock) -> None:
    """Pages are whole thousands here: nothing but the end of the run tells that it is over."""
    for start in range(0, 2_000, 1_000):
        counts = catalogue.store(service(number) for number in range(start, start + 1_000))
    assert len(segments(catalogue.connection)) == 2
    run = ImportRun("ptv", "PTV", clock(), clock(), counts, 0)
    catalogue.record_run(run)
    assert len(segments(catalogue.connection)) == 1


# --- The file -----------------------------------------------------------------


def test_the_file_says_whose_it_is_and_how_it_is_kept(catalogue: Catalogue) -> None:
    def pragma(name: str) -> Any:
        return catalogue.connection.execute(f"PRAGMA {name}").fetchone()[0]

    assert pragma("application_id") == APPLICATION_ID
    assert pragma("user_version") >= 2
    assert pragma("journal_mode") == "wal"
    assert pragma("synchronous") == 1


def test_a_file_of_a_newer_program_or_another_is_left_alone(tmp_path: Path) -> None:
    newer, other = tmp_path / "newer.db", tmp_path / "other.db"
    with Catalogue(newer) as opened:
        opened.connection.execute("PRAGMA user_version = 99")
    sqlite.connect(other, application_id=7).close()
    for path in (newer, other):
        with pytest.raises(SchemaMismatch):
            Catalogue(path)


def test_a_reader_writes_nothing_and_needs_a_file(tmp_path: Path) -> None:
    path = tmp_path / "catalogue.db"
    with pytest.raises(FileNotFoundError):
        Catalogue(path, read_only=True)
    assert not path.exists()
    with Catalogue(path) as writer, Catalogue(path, read_only=True) as reader:
        writer.store([service(1)])
        assert len(reader) == 1
        with pytest.raises(sqlite.Error, match="readonly"):
            reader.store([service(2)])


def test_another_thread_may_use_it_when_that_was_asked_for(tmp_path: Path) -> None:
    with Catalogue(tmp_path / "catalogue.db", any_thread=True) as opened:
        opened.store([service(1)])
        found: list[int] = []
        thread = threading.Thread(target=lambda: found.append(len(opened)))
        thread.start()
        thread.join()
        assert found == [1]


def test_opening_and_reading_load_neither_sqlite_utils_nor_pydantic(tmp_path: Path) -> None:
    path = tmp_path / "catalogue.db"
    Catalogue(path).close()
    code = (
        "import sys; from pathlib import Path;"
        "from hyteterm.local_cache.catalogue import Catalogue;"
        f"c = Catalogue(Path({str(path)!r}), read_only=True); len(c); c.updated_at();"
        "print([m for m in ('sqlite_utils', 'pydantic', 'httpx') if m in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60
    )
    assert done.stdout.strip() == "[]"


_WRITER = """
import sys
from pathlib import Path
sys.path.insert(0, sys.argv[3])
from tests.local_cache.test_catalogue import service
from hyteterm.local_cache.catalogue import Catalogue
with Catalogue(Path(sys.argv[1])) as catalogue:
    start = int(sys.argv[2])
    for page in range(5):
        catalogue.store(service(start + page * 20 + n) for n in range(20))
"""


def test_several_processes_write_and_read_one_catalogue(tmp_path: Path) -> None:
    path = tmp_path / "catalogue.db"
    root = str(Path(__file__).resolve().parents[2])
    writers = [
        subprocess.Popen(
            [sys.executable, "-c", _WRITER, str(path), str(start), root],
            stderr=subprocess.PIPE,
            text=True,
        )
        for start in (1000, 2000, 3000)
    ]
    with Catalogue(path) as catalogue:
        for number in range(5):
            catalogue.store([service(number)])
        for writer in writers:
            _, errors = writer.communicate(timeout=120)
            assert writer.returncode == 0, errors
        assert len(catalogue) == 305
        rows = catalogue.connection.execute("SELECT COUNT(*) FROM search_rows").fetchone()[0]
        assert rows == 305
        assert catalogue.connection.execute("PRAGMA integrity_check").fetchone()[0] == "ok"


def test_a_writer_killed_in_the_middle_loses_no_stored_page(tmp_path: Path) -> None:
    path = tmp_path / "catalogue.db"
    root = str(Path(__file__).resolve().parents[2])
    code = _WRITER.replace("range(5)", "range(10_000)").replace(
        "catalogue.store(service", "print(page, flush=True); catalogue.store(service"
    )
    writer = subprocess.Popen(
        [sys.executable, "-c", code, str(path), "0", root], stdout=subprocess.PIPE, text=True
    )
    assert writer.stdout is not None
    stored = 0
    for line in writer.stdout:
        stored = int(line)
        if stored == 7:
            break
    writer.kill()
    writer.wait(timeout=60)
    writer.stdout.close()
    with Catalogue(path) as catalogue:
        assert len(catalogue) % 20 == 0
        assert len(catalogue) >= stored * 20


# --- Figures ------------------------------------------------------------------


def test_the_figures_count_what_the_counties_counted_by_hand(
    catalogue: Catalogue, clock: Clock
) -> None:
    phone = Channel(kind=ChannelKind.PHONE, value="+358 50 1")
    lahella = Channel(kind=ChannelKind.WEB, value="https://www.lahella.fi/palvelu/1")
    fake = Channel(kind=ChannelKind.WEB, value="https://lahella.fi.example/")
    town = Provider(names={"fi": "Kouvolan kaupunki"}, type=ProviderType.MUNICIPALITY)
    catalogue.store(
        [
            service(1, modified=clock.time, channels=(phone,), provider=town, themes=(Theme.MIND,)),
            service(2, modified=clock.time - timedelta(days=400), channels=(lahella,)),
            service(3, modified=clock.time - timedelta(days=364), channels=(fake,)),
            service(4, names={"sv": "Rådgivning"}, target_groups=(TargetGroup.MEN,)),
            service(5, summaries={"fi": "Tekstiä"}, municipalities=("285", "286")),
            service(6, "csv", municipalities=(), nationwide=True),
        ]
    )
    catalogue.note_paths(3)
    figures = catalogue.status().figures
    assert figures.services == 6
    assert figures.sources == {"ptv": 4, "csv": 1, "lahella": 1}
    assert figures.provider_types == {"other": 5, "municipality": 1}
    assert figures.municipalities == {"286": 5, "285": 1}
    assert figures.themes == {"mind": 1}
    assert figures.target_groups == {"men": 1}
    assert figures.languages == {"fi": 5, "sv": 1}
    assert (figures.stale, figures.undated) == (1, 3)
    assert figures.without_contact == 3
    assert figures.without_finnish == 5
    assert (figures.nationwide, figures.paths) == (1, 3)


def test_the_change_since_each_month_end_is_told(catalogue: Catalogue, clock: Clock) -> None:
    catalogue.store([service(1), service(2)])
    assert catalogue.status().months == ()
    clock.time = datetime(2026, 10, 20, tzinfo=UTC)
    # Nothing has been written in October yet: September ended as things stand.
    (september,) = catalogue.status().months
    assert (september.month, september.figures.services) == ("2026-09", 2)
    assert september.change.services == 0
    catalogue.store([service(3, municipalities=("285",))])
    clock.time = datetime(2027, 1, 2, tzinfo=UTC)
    gone = Tombstone(source="ptv", source_id=service(1).source_id)
    catalogue.store([gone])
    months = {each.month: each for each in catalogue.status().months}
    assert list(months) == ["2026-12", "2026-11", "2026-10", "2026-09"]
    assert [each.figures.services for each in months.values()] == [3, 3, 3, 2]
    assert [each.change.services for each in months.values()] == [-1, -1, -1, 0]
    assert months["2026-09"].change.municipalities == {"285": 1, "286": -1}
    assert months["2026-10"].change.municipalities == {"286": -1}


def test_a_clock_set_back_changes_no_kept_month(catalogue: Catalogue, clock: Clock) -> None:
    catalogue.store([service(1)])
    clock.time = datetime(2026, 10, 2, tzinfo=UTC)
    catalogue.store([service(2)])
    clock.time = datetime(2026, 1, 1, tzinfo=UTC)
    catalogue.store([service(3)])
    clock.time = datetime(2026, 10, 3, tzinfo=UTC)
    catalogue.store([service(4)])
    assert [(each.month, each.figures.services) for each in catalogue.status().months] == [
        ("2026-09", 1)
    ]


def test_the_status_tells_size_age_and_the_last_runs(catalogue: Catalogue, clock: Clock) -> None:
    empty = catalogue.status()
    assert (empty.updated, empty.age_seconds, empty.runs) == (None, None, ())
    finished = clock.time
    whole = ImportRun("ptv", "palvelut.json", finished, finished, Counts(added=3), 2)
    broken = ImportRun("csv", "lista.csv", finished, finished, Counts(), 0, "truncated")
    for run in (whole, broken):
        catalogue.record_run(run)
    clock.time += timedelta(hours=3)
    status = catalogue.status()
    assert status.size > 0
    assert status.updated == catalogue.updated_at() == finished
    assert status.age_seconds == 3 * 3600
    assert status.runs == (broken, whole)


def test_many_services_are_stored_quickly(tmp_path: Path) -> None:
    with Catalogue(tmp_path / "catalogue.db") as catalogue:
        for start in range(0, 3000, 1000):
            catalogue.store(service(start + number) for number in range(1000))
        before = datetime.now(UTC)
        for start in range(0, 3000, 1000):
            counts = catalogue.store(service(start + number) for number in range(1000))
            assert counts == Counts(unchanged=1000)
        assert datetime.now(UTC) - before < timedelta(seconds=10)

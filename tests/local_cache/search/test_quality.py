"""The judged queries of bench/ over the shared sample, through the PTV reader."""

import importlib.util
import json
from collections import defaultdict
from pathlib import Path
from types import ModuleType

import pytest

from hyteterm.catalogue_sources import ptv
from hyteterm.domain.service import Service
from hyteterm.domain.service_hit import ServiceQuery
from tests.local_cache.search.catalogue import index_of

BENCH = Path(__file__).resolve().parents[3] / "bench"
LEAST = {"all": 0.80, "need": 0.65, "infl": 0.80, "typo": 0.85, "sv": 0.85, "en": 0.85}
"""nDCG@10 that must not be lost."""


def bench() -> ModuleType:
    spec = importlib.util.spec_from_file_location("bench_search", BENCH / "search.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.proof
def test_people_find_what_they_mean(shared_data: Path, tmp_path: Path) -> None:
    measure = bench().measure
    items = ptv.read(str(shared_data / "search" / "services.json"))
    index = index_of(tmp_path, (item for item in items if isinstance(item, Service)))
    gained: dict[str, list[float]] = defaultdict(list)
    for query in json.loads((BENCH / "judgements.json").read_text(encoding="utf-8")):
        asked = ServiceQuery(words=query["query"], municipality=query["municipality"], limit=10)
        found = [hit.source_id for hit in index.search(asked).hits]
        assert found, query["query"]
        score = measure(found, query["relevant"])[0]
        gained["all"].append(score)
        gained[query["category"]].append(score)
    means = {category: sum(scores) / len(scores) for category, scores in gained.items()}
    assert all(means[category] >= least for category, least in LEAST.items()), means

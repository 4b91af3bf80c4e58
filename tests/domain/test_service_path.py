"""Service paths, and those of the demo."""

import json
from pathlib import Path

import pytest
from pydantic import TypeAdapter, ValidationError

import hyteterm
from hyteterm.domain.service_path import ServicePath
from hyteterm.domain.vocabulary import Theme

DEMO = Path(hyteterm.__file__).parent / "demo" / "service_paths.json"


def test_the_demo_has_five_paths_in_three_languages() -> None:
    paths = TypeAdapter(list[ServicePath]).validate_json(DEMO.read_text(encoding="utf-8"))
    assert len({path.id for path in paths}) == 5
    for path in paths:
        for text in (path.names, path.summaries, *(step.titles for step in path.steps)):
            assert set(text) == {"fi", "sv", "en"}
        assert all(step.services for step in path.steps)


def test_a_path_without_a_theme_or_a_step_is_refused() -> None:
    path = {"id": "p", "names": {"fi": "Polku"}, "themes": ["sleep"], "steps": [{"titles": {}}]}
    assert ServicePath.model_validate_json(json.dumps(path)).themes == (Theme.SLEEP,)
    for missing in ("themes", "steps"):
        with pytest.raises(ValidationError):
            ServicePath.model_validate_json(json.dumps({**path, missing: []}))

"""Which service path a search is about."""

from hypothesis import given
from hypothesis import strategies as st

from hyteterm.domain.service_path import PathStep, ServicePath, path_meant
from hyteterm.domain.vocabulary import TargetGroup, Theme


def path(
    id: str, theme: Theme, *services: str, groups: tuple[TargetGroup, ...] = ()
) -> ServicePath:
    """A path of one step for each service."""
    steps = tuple(PathStep(titles={"fi": name}, services=(name,)) for name in services)
    return ServicePath(id=id, names={"fi": id}, themes=(theme,), target_groups=groups, steps=steps)


SLEEP = path("uni", Theme.SLEEP, "uniryhma", "farmaseutti", "kavely")
FALLS = path(
    "kaatuminen", Theme.EXERCISE, "tasapaino", "farmaseutti", "kavely",
    groups=(TargetGroup.OLDER_PEOPLE,),
)  # fmt: skip
PATHS = (SLEEP, FALLS)


def test_the_best_hit_on_one_path_alone_is_about_that_path() -> None:
    assert path_meant(PATHS, ["uniryhma", "kuoro"]) is SLEEP
    assert path_meant(PATHS, ["kuoro", "tasapaino"]) is FALLS


def test_a_service_of_many_paths_or_far_down_means_none() -> None:
    three = (*PATHS, path("t2d", Theme.HEALTH, "kavely"))
    assert path_meant(three, ["kavely", "kuoro"]) is None
    assert path_meant(PATHS, ["kuoro", "bingo", "uniryhma"]) is None
    assert path_meant(PATHS, []) is None


def test_the_filters_bar_paths_of_other_themes_and_people() -> None:
    assert path_meant(PATHS, ["uniryhma"], theme="exercise") is None
    assert path_meant(PATHS, ["tasapaino"], target_group="young-people") is None
    assert path_meant(PATHS, ["uniryhma"], target_group="young-people") is SLEEP


def test_without_words_a_theme_offers_its_own_path() -> None:
    assert path_meant(PATHS, ["tasapaino"], theme="sleep", words=False) is SLEEP
    assert path_meant(PATHS, ["uniryhma"], words=False) is None


@given(
    st.lists(st.sampled_from(["uniryhma", "farmaseutti", "kavely", "tasapaino", "kuoro"])),
    st.sampled_from([None, *Theme]),
    st.booleans(),
)
def test_a_path_is_offered_only_where_its_theme_fits(
    found: list[str], theme: Theme | None, words: bool
) -> None:
    meant = path_meant(PATHS, found, theme=theme, words=words)
    assert meant is None or theme is None or theme in meant.themes

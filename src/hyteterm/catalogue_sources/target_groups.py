"""From the target groups of other catalogues to ours: tables."""

from collections.abc import Iterable
from typing import Final

from hyteterm.domain.vocabulary import TARGET_GROUP_LABELS, TargetGroup

_G = TargetGroup

EVERYBODY: Final[frozenset[str]] = frozenset({"KR1", "kansalaiset", "medborgare", "citizens"})
"""A service for everybody carries no group of ours."""

_CODES: Final[dict[str, tuple[TargetGroup, ...]]] = {
    # PTV target groups (ptvkohderyhmat).
    "KR1.1": (_G.OLDER_PEOPLE,),
    "KR1.2": (_G.CHILDREN_FAMILIES,),
    "KR1.3": (_G.YOUNG_PEOPLE,),
    "KR1.4": (_G.LONG_TERM_ILLNESS,),
    "KR1.6": (_G.DISABLED_PEOPLE,),
    "KR2": (_G.ORGANISATIONS,),
    "KR3": (_G.PROFESSIONALS,),
}

_NAMES: Final[dict[str, tuple[TargetGroup, ...]]] = {
    "ikäihmiset": (_G.OLDER_PEOPLE,),
    "iäkkäät": (_G.OLDER_PEOPLE,),
    "seniorit": (_G.OLDER_PEOPLE,),
    "eläkeläiset": (_G.OLDER_PEOPLE,),
    "vanhukset": (_G.OLDER_PEOPLE,),
    "de äldre": (_G.OLDER_PEOPLE,),
    "seniors": (_G.OLDER_PEOPLE,),
    "older people": (_G.OLDER_PEOPLE,),
    "aikuiset": (_G.WORKING_AGE,),
    "lapset ja lapsiperheet": (_G.CHILDREN_FAMILIES,),
    "lapset": (_G.CHILDREN_FAMILIES,),
    "lapsiperheet": (_G.CHILDREN_FAMILIES,),
    "perheet": (_G.CHILDREN_FAMILIES,),
    "barn och barnfamiljer": (_G.CHILDREN_FAMILIES,),
    "children and families with children": (_G.CHILDREN_FAMILIES,),
    "de unga": (_G.YOUNG_PEOPLE,),
    "young people": (_G.YOUNG_PEOPLE,),
    "pitkäaikaissairaat": (_G.LONG_TERM_ILLNESS,),
    "långtidssjuka": (_G.LONG_TERM_ILLNESS,),
    "people with long-term illnesses": (_G.LONG_TERM_ILLNESS,),
    "handikappade": (_G.DISABLED_PEOPLE,),
    "disabled people": (_G.DISABLED_PEOPLE,),
    "kehitysvammaiset": (_G.DISABLED_PEOPLE,),
    "omaiset": (_G.CARERS,),
    "omaishoitajat": (_G.CARERS,),
    "läheiset": (_G.CARERS,),
    "anhörigvårdare": (_G.CARERS,),
    "carers": (_G.CARERS,),
    "mielenterveyskuntoutujat": (_G.MENTAL_HEALTH,),
    "päihdekuntoutujat": (_G.SUBSTANCE_USERS,),
    "päihteiden käyttäjät": (_G.SUBSTANCE_USERS,),
    "työttömät työnhakijat": (_G.UNEMPLOYED,),
    "unemployed": (_G.UNEMPLOYED,),
    "arbetslösa": (_G.UNEMPLOYED,),
    "immigrants": (_G.IMMIGRANTS,),
    "invandrare": (_G.IMMIGRANTS,),
    "students": (_G.STUDENTS,),
    "studerande": (_G.STUDENTS,),
    "viranomaiset": (_G.PROFESSIONALS,),
    "myndigheter": (_G.PROFESSIONALS,),
    "kansainvälistyvät yritykset": (_G.ORGANISATIONS,),
    "keksijät": (_G.ORGANISATIONS,),
    "kotimarkkinoilla toimivat yritykset": (_G.ORGANISATIONS,),
    "suomeen ulkomailta tulevat yrittäjät": (_G.ORGANISATIONS,),
    "suuryritykset": (_G.ORGANISATIONS,),
    "työnantajat": (_G.ORGANISATIONS,),
    "yhdistykset ja järjestöt": (_G.ORGANISATIONS,),
    "yrityksen perustajat kotimaassa": (_G.ORGANISATIONS,),
    **{label: (group,) for group, label in TARGET_GROUP_LABELS.items()},
    **{group.value: (group,) for group in TargetGroup},
}

_TERMS: Final[dict[str, TargetGroup]] = {
    # Ontology terms that name people.
    "omaishoitajat": _G.CARERS,
    "omaishoito": _G.CARERS,
    "läheiset": _G.CARERS,
    "työttömät": _G.UNEMPLOYED,
    "maahanmuuttajat": _G.IMMIGRANTS,
    "kotoutuminen": _G.IMMIGRANTS,
    "miehet": _G.MEN,
    "naiset": _G.WOMEN,
    "mielenterveyskuntoutujat": _G.MENTAL_HEALTH,
    "päihdeongelmaiset": _G.SUBSTANCE_USERS,
    "kehitysvammaiset": _G.DISABLED_PEOPLE,
    "kuulovammaiset": _G.DISABLED_PEOPLE,
    "näkövammaiset": _G.DISABLED_PEOPLE,
    "opiskelijat": _G.STUDENTS,
}

_ORDER: Final = {group: place for place, group in enumerate(TargetGroup)}


def target_group(code: str, name: str) -> tuple[TargetGroup, ...]:
    """Our groups for one of another catalogue.

    The name goes before the code: bodies are seen where “Työikäiset” carries the code of
    everybody (KR1).
    """
    named = name.strip().lower()
    if named in _NAMES:
        return _NAMES[named]
    if named in EVERYBODY:
        return ()
    while code:
        if code in _CODES:
            return _CODES[code]
        code = code.rpartition(".")[0]
    return ()


def target_groups_of(
    groups: Iterable[tuple[str, str]], terms: Iterable[str] = ()
) -> tuple[TargetGroup, ...]:
    """Groups of a service from (code, name) pairs and ontology terms, in TargetGroup's order."""
    found: set[TargetGroup] = set()
    for code, name in groups:
        found.update(target_group(code, name))
    for term in terms:
        if (group := _TERMS.get(term.strip().lower())) is not None:
            found.add(group)
    return tuple(sorted(found, key=_ORDER.__getitem__))

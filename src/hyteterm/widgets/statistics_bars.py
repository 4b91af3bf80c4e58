"""The month's figures as bars: which rows stand on which page of F7, and how each is named."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from rich.cells import cell_len

from hyteterm.domain.brief_advice import SUBJECT_LABELS
from hyteterm.domain.calculators import INSTRUMENT_NAMES
from hyteterm.domain.feedback import CODE, SMILE, SMILES, SOURCE, SOURCE_LABELS, shown_code
from hyteterm.domain.message import N_
from hyteterm.domain.referral_status import OUTCOME_LABELS, STATUS_LABELS
from hyteterm.domain.segmentation import SEGMENT_LABELS
from hyteterm.domain.statistics import (
    CLIENT_FEEDBACK,
    FEEDBACK_GIVEN,
    NO,
    RECORDED,
    REFERRALS,
    USE,
    WORD,
    YES,
    MonthlyStatistics,
    StatisticsRow,
    share,
)
from hyteterm.domain.suppression import SUM
from hyteterm.domain.use_counts import (
    ADVICE,
    RISK_TEST,
    SEGMENT,
    USE_LABELS,
)
from hyteterm.domain.use_counts import RECORDED as RECORDED_SUM
from hyteterm.domain.vocabulary import THEME_LABELS
from hyteterm.translation import gettext as _
from hyteterm.widgets.bars import Bar, counted, heading
from hyteterm.widgets.service_text import referral_type_text

MONTHS: Final = "months"
FEEDBACK: Final = "feedback"
USE_PAGE: Final = "use"
OWN: Final = "own"
PAGES: Final[dict[str, str]] = {
    # page: its name; pages between months and use are dimensions of the referrals
    MONTHS: N_("kuukaudet"),
    "type": N_("tyyppi"),
    "municipality": N_("kunta"),
    "unit": N_("lähettäjä"),
    "receiver": N_("vastaanottaja"),
    "theme": N_("teema"),
    "status": N_("tilanne"),
    "outcome": N_("tulos"),
    USE_PAGE: N_("käyttö"),
    FEEDBACK: N_("palaute"),
    OWN: N_("tämä pääte"),
}
DIMENSIONS: Final = ("type", "municipality", "unit", "receiver", "theme", "status", "outcome")


@dataclass(frozen=True, slots=True)
class Names:
    """How codes are shown."""

    municipality: Callable[[str], str]
    units: Mapping[str, str]

    def of(self, dimension: str, code: str) -> str:
        """The name of a value of a dimension."""
        if dimension == "type":
            return referral_type_text(code)
        if dimension == "municipality":
            return self.municipality(code) if code else _("ei tiedossa")
        if dimension in ("unit", "receiver"):
            return self.units.get(code, code)
        if dimension == "theme" and not code:
            return _("ei teemaa")
        if dimension == "outcome" and not code:
            return _("kesken")
        labels: dict[str, Mapping[str, str]] = {
            "theme": {str(key): text for key, text in THEME_LABELS.items()},
            "status": {str(key): text for key, text in STATUS_LABELS.items()},
            "outcome": {str(key): text for key, text in OUTCOME_LABELS.items()},
        }
        return _(labels[dimension].get(code, code))


def month_text(month: str) -> str:
    """“11/2026”."""
    return f"{int(month[5:])}/{month[:4]}"


def days_text(days: float) -> str:
    """“4,5 pv”."""
    return _("{days} pv").format(days=f"{days:g}".replace(".", ","))


def summary(figures: MonthlyStatistics, width: int) -> str:
    """The month in one line, or in two where one of ``width`` cells is too short."""
    total = next((row for row in figures.rows if _is_total(row)), None)
    if total is None:
        return _("Ei lähetteitä tässä kuussa.")
    if total.count is None:
        return _("Lähetteitä alle 5: tarkempia lukuja ei näytetä.")
    parts = [_("Lähetteitä {count}").format(count=total.count)]
    if total.median_days is not None:
        parts.append(_("ensiyhteys {days} (mediaani)").format(days=days_text(total.median_days)))
    for measure, text in (
        (FEEDBACK_GIVEN, _("vastattu {percent} %")),
        (RECORDED, _("kirjattu {percent} %")),
    ):
        part = share(figures.rows, measure)
        if part is not None:
            parts.append(text.format(percent=round(100 * part)))
    line = " · ".join(parts)
    if cell_len(line) <= width:
        return line
    return " · ".join(parts[:2]) + "\n" + " · ".join(parts[2:])


def bars(page: str, figures: MonthlyStatistics, names: Names) -> list[Bar]:
    """The bars of a page of the county's figures."""
    if page == MONTHS:
        return [counted(month_text(one.month), one.count) for one in reversed(figures.months)]
    if page == USE_PAGE:
        return _use_bars(figures)
    if page == FEEDBACK:
        return _feedback_bars(figures)
    rows = [row for row in figures.rows if _is_of(row, page)]
    shown = [
        counted(
            names.of(page, getattr(row, page)),
            row.count,
            f"({days_text(row.median_days)})" if row.median_days is not None else "",
        )
        for row in rows
    ]
    return sorted(shown, key=lambda bar: -1.0 if bar.value is None else bar.value, reverse=True)


def own_bars(sums: Mapping[str, int], words: Mapping[str, int]) -> list[Bar]:
    """What was counted on this terminal; nobody else's, so nothing is left untold."""
    found = [counted(use_text(name), count) for name, count in sorted(sums.items())]
    if words:
        found += [heading(), heading(_("Haut, joilla ei löytynyt mitään (kaikki kuukaudet)"))]
        found += [counted(word, count) for word, count in words.items()]
    return found


def use_text(name: str) -> str:
    """The name of a count of use in words."""
    for known, label in USE_LABELS.items():
        if name == known:
            return _(label)
    prefix, _dot, item = name.partition(".")
    texts: dict[str, tuple[str, Mapping[str, str]]] = {
        RISK_TEST: (_("riskitesti: {name}"), {str(k): v for k, v in INSTRUMENT_NAMES.items()}),
        ADVICE: (_("mini-interventio: {name}"), {str(k): v for k, v in SUBJECT_LABELS.items()}),
        SEGMENT: ("{name}", {str(k): v for k, v in SEGMENT_LABELS.items()}),
        RECORDED_SUM: (
            _("lähetteet, {name}"),
            {YES: N_("kirjattu"), NO: N_("ei kirjattu")},
        ),
    }
    text, labels = texts.get(f"{prefix}.", ("{name}", {}))
    return text.format(name=_(labels[item]) if item in labels else item)


def _use_bars(figures: MonthlyStatistics) -> list[Bar]:
    found = [counted(use_text(row.item), row.count) for row in figures.rows if row.measure == USE]
    words = sorted(
        (row for row in figures.rows if row.measure == WORD), key=lambda row: -(row.count or 0)
    )
    if words:
        found += [heading(), heading(_("Haut, joilla ei löytynyt mitään"))]
        found += [counted(row.item, row.count) for row in words]
    return found


def _feedback_bars(figures: MonthlyStatistics) -> list[Bar]:
    rows = [row for row in figures.rows if row.measure == CLIENT_FEEDBACK]
    spread = {row.item: row for row in rows}
    found: list[Bar] = []
    smile = spread.get(SMILE)
    if smile is not None:
        mean = "" if smile.mean is None else f"({f'{smile.mean:.1f}'.replace('.', ',')})"
        found.append(counted(_("Vastauksia (keskiarvo)"), smile.count, mean))
        for answer, (face, word) in SMILES.items():
            row = spread.get(f"{SMILE}.{answer}")
            if row is not None:
                found.append(counted(f"  {answer} {face} {_(word)}", row.count))
    for row in rows:
        if row.item != SMILE and not row.item.startswith(f"{SMILE}."):
            found.append(_feedback_bar(row))
    return found


def _feedback_bar(row: StatisticsRow) -> Bar:
    kind, _dot, item = row.item.partition(".")
    if kind == SOURCE:
        label = next((_(text) for key, text in SOURCE_LABELS.items() if key == item), item)
        return counted(label, row.count)
    if kind == CODE:
        item = _("esite {code}").format(code=shown_code(item))
    if row.mean is None:
        return counted(item, row.count)
    return counted(item, row.count, f"({f'{row.mean:g}'.replace('.', ',')})")


def _is_total(row: StatisticsRow) -> bool:
    return row.measure == REFERRALS and all(getattr(row, name) == SUM for name in DIMENSIONS)


def _is_of(row: StatisticsRow, dimension: str) -> bool:
    """Whether the row tells of one value of ``dimension`` and of nothing narrower."""
    return row.measure == REFERRALS and [
        name for name in DIMENSIONS if getattr(row, name) != SUM
    ] == [dimension]

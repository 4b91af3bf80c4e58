"""Languages of clients: the names of their codes, those that are asked for most first."""

from typing import Final

from hyteterm.domain.message import N_

LANGUAGE_NAMES: Final = {
    "fi": N_("suomi"),
    "sv": N_("ruotsi"),
    "en": N_("englanti"),
    "ru": N_("venäjä"),
    "uk": N_("ukraina"),
    "ar": N_("arabia"),
    "so": N_("somali"),
    "et": N_("viro"),
    "fa": N_("persia"),
    "ku": N_("kurdi"),
    "vi": N_("vietnam"),
    "zh": N_("kiina"),
    "th": N_("thai"),
    "tr": N_("turkki"),
    "sq": N_("albania"),
    "es": N_("espanja"),
    "fr": N_("ranska"),
    "de": N_("saksa"),
    "se": N_("pohjoissaame"),
    "smn": N_("inarinsaame"),
    "sms": N_("koltansaame"),
    "fse": N_("viittomakieli"),
    "rom": N_("romani"),
    "prs": N_("dari"),
    "ps": N_("paštu"),
    "ckb": N_("sorani"),
    "ti": N_("tigrinja"),
    "am": N_("amhara"),
    "sw": N_("swahili"),
    "it": N_("italia"),
    "pt": N_("portugali"),
    "pl": N_("puola"),
    "ro": N_("romania"),
    "bg": N_("bulgaria"),
    "hu": N_("unkari"),
    "lv": N_("latvia"),
    "lt": N_("liettua"),
    "bs": N_("bosnia"),
    "hr": N_("kroatia"),
    "sr": N_("serbia"),
    "bn": N_("bengali"),
    "hi": N_("hindi"),
    "ur": N_("urdu"),
    "ne": N_("nepali"),
    "tl": N_("tagalog"),
    "my": N_("burma"),
    "ja": N_("japani"),
}
CLIENT_LANGUAGES: Final = tuple(LANGUAGE_NAMES)
"""In the order in which a form offers them."""


def language_name(code: str) -> str:
    """The name of a client's language as a message id; an unknown code as it is."""
    return LANGUAGE_NAMES.get(code, code)

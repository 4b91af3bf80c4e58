"""Consent in words: the sentence to read aloud, and what each item means."""

from collections.abc import Callable
from typing import Final

from hyteterm.domain.consent import BASIC_ITEMS, NGO_ITEMS, ConsentGiven, ConsentItem
from hyteterm.domain.message import N_
from hyteterm.domain.referral_types import kind_of
from hyteterm.domain.vocabulary import ProviderType

ITEM_LABELS: Final[dict[ConsentItem, str]] = {
    ConsentItem.CONTACT: N_("nimi ja yhteystiedot"),
    ConsentItem.BIRTH_YEAR: N_("syntymävuosi"),
    ConsentItem.IDENTITY_CODE: N_("henkilötunnus"),
    ConsentItem.MUNICIPALITY: N_("kotikunta"),
    ConsentItem.REASON: N_("syy"),
    ConsentItem.GOAL: N_("oma tavoite"),
    ConsentItem.RESTRICTIONS: N_("rajoitteet"),
    ConsentItem.CARD_SUMMARY: N_("hyvinvointikortin yhteenveto"),
    ConsentItem.VIOLENCE: N_("väkivaltaan liittyvät asiat"),
}
GIVEN_LABELS: Final[dict[ConsentGiven, str]] = {
    ConsentGiven.SPOKEN: N_("suullisesti"),
    ConsentGiven.WRITTEN: N_("kirjallisesti"),
    ConsentGiven.BY_GUARDIAN: N_("huoltajan antama"),
}

ASK: Final = N_("Saanko lähettää yhteystietosi ja kertoa, miksi ohjaan sinua?")
ASK_WITH_CODE: Final = N_(
    "Saanko lähettää yhteystietosi ja henkilötunnuksesi ja kertoa, miksi ohjaan sinua?"
)
ASK_FOR_NGO: Final = N_("Saanko antaa nimesi, puhelinnumerosi ja toiveesi?")
ASK_DESPITE_NON_DISCLOSURE: Final = N_(
    "Sinulla on turvakielto. Saanko silti lähettää nimesi ja turvallisen yhteystavan ja kertoa, "
    "miksi ohjaan sinua?"
)
ASK_DESPITE_FOR_NGO: Final = N_(
    "Sinulla on turvakielto. Saanko silti antaa nimesi, turvallisen yhteystavan ja toiveesi?"
)
NEXT: Final = N_("Sinuun otetaan yhteyttä.")
RECEIVER: Final = N_("Vastaanottaja: {receiver}.")

IN_OTHER_LANGUAGES: Final[dict[str, dict[str, str]]] = {
    # language of the client → message id → text; for showing to the client on the screen
    "ru": {
        ASK: "Могу ли я отправить ваши контактные данные и сообщить, почему я вас направляю?",
        ASK_WITH_CODE: "Могу ли я отправить ваши контактные данные и личный код и сообщить, "
        "почему я вас направляю?",
        ASK_FOR_NGO: "Могу ли я передать ваше имя, номер телефона и ваше пожелание?",
        ASK_DESPITE_NON_DISCLOSURE: "Ваши данные защищены (turvakielto). Могу ли я всё же отправить "
        "ваше имя и безопасный способ связи и сообщить, почему я вас направляю?",
        ASK_DESPITE_FOR_NGO: "Ваши данные защищены (turvakielto). Могу ли я всё же передать ваше "
        "имя, безопасный способ связи и ваше пожелание?",
        NEXT: "С вами свяжутся.",
        RECEIVER: "Получатель: {receiver}.",
    },
    "uk": {
        ASK: "Чи можу я надіслати ваші контактні дані й повідомити, чому я вас направляю?",
        ASK_WITH_CODE: "Чи можу я надіслати ваші контактні дані та особистий код і повідомити, "
        "чому я вас направляю?",
        ASK_FOR_NGO: "Чи можу я передати ваше ім’я, номер телефону та ваше побажання?",
        ASK_DESPITE_NON_DISCLOSURE: "Ваші дані захищені (turvakielto). Чи можу я все ж надіслати "
        "ваше ім’я та безпечний спосіб зв’язку й повідомити, чому я вас направляю?",
        ASK_DESPITE_FOR_NGO: "Ваші дані захищені (turvakielto). Чи можу я все ж передати ваше ім’я, "
        "безпечний спосіб зв’язку та ваше побажання?",
        NEXT: "З вами зв’яжуться.",
        RECEIVER: "Одержувач: {receiver}.",
    },
    "et": {
        ASK: "Kas ma tohin saata teie kontaktandmed ja öelda, miks ma teid suunan?",
        ASK_WITH_CODE: "Kas ma tohin saata teie kontaktandmed ja isikukoodi ning öelda, miks ma "
        "teid suunan?",
        ASK_FOR_NGO: "Kas ma tohin anda teie nime, telefoninumbri ja soovi?",
        ASK_DESPITE_NON_DISCLOSURE: "Teie andmed on kaitstud (turvakielto). Kas ma tohin siiski saata "
        "teie nime ja turvalise suhtlusviisi ning öelda, miks ma teid suunan?",
        ASK_DESPITE_FOR_NGO: "Teie andmed on kaitstud (turvakielto). Kas ma tohin siiski anda teie "
        "nime, turvalise suhtlusviisi ja soovi?",
        NEXT: "Teiega võetakse ühendust.",
        RECEIVER: "Saaja: {receiver}.",
    },
}
"""Where the interface has no translation.  Other languages need an interpreter: Finnish is shown."""


def basic_items(provider: ProviderType | None, type: str = "") -> frozenset[ConsentItem]:
    """What the one-key permission covers with this kind of receiver and type of referral."""
    if provider in (ProviderType.NGO, ProviderType.PARISH):
        return NGO_ITEMS
    kind = kind_of(type)
    return kind.consent_items if kind else BASIC_ITEMS


def sentence(
    receiver: str,
    provider: ProviderType | None,
    translate: Callable[[str], str],
    *,
    language: str = "fi",
    type: str = "",
    non_disclosure: bool = False,
) -> str:
    """What to read aloud: the question, what happens next, and who the receiver is.

    In the client's ``language`` where we have it, else by ``translate``.
    """
    items = basic_items(provider, type)
    if non_disclosure:
        message = ASK_DESPITE_FOR_NGO if items == NGO_ITEMS else ASK_DESPITE_NON_DISCLOSURE
    elif items == NGO_ITEMS:
        message = ASK_FOR_NGO
    else:
        message = ASK_WITH_CODE if ConsentItem.IDENTITY_CODE in items else ASK
    own = IN_OTHER_LANGUAGES.get(language)
    kind = kind_of(type)
    following = kind.text("next_step", translate, language) if kind and own is None else ""
    say = translate if own is None else own.__getitem__
    parts = (say(message), following or say(NEXT), say(RECEIVER).format(receiver=receiver))
    return " ".join(parts)


def covered(items: frozenset[ConsentItem], translate: Callable[[str], str]) -> str:
    """The items in words, in the order of the form."""
    return ", ".join(translate(ITEM_LABELS[item]) for item in ConsentItem if item in items)

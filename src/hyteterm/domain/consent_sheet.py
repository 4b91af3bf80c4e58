"""The client's consent on paper: to keep, or to sign.  In the leaflet's languages and shape."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from hyteterm.domain.consent import ConsentGiven, ConsentItem
from hyteterm.domain.finnish_time import day_text
from hyteterm.domain.leaflet import Block, BlockKind, Leaflet
from hyteterm.domain.leaflet_phrases import LeafletVersion
from hyteterm.domain.phone_number import shown
from hyteterm.domain.referral import Referral

_I = ConsentItem


@dataclass(frozen=True, slots=True)
class SheetPhrases:
    """One version's words; ``{…}`` is what is put in."""

    title: str
    client: str
    """``{name}``"""
    born: str
    """``{year}``"""
    receiver: str
    """``{receiver}``"""
    told: str
    """``{items}``"""
    feedback: str
    no_feedback: str
    given: Mapping[ConsentGiven, str]
    """``{day}``"""
    guardian: str
    """``{name}``"""
    asked_by: str
    """``{sender}``"""
    withdraw: str
    """``{phone}``"""
    withdrawn: str
    """``{day}``"""
    sign: str
    printed: str
    """``{day}``"""
    items: Mapping[ConsentItem, str]


PHRASES: Final[dict[LeafletVersion, SheetPhrases]] = {
    LeafletVersion.FINNISH: SheetPhrases(
        title="Suostumus tietojen lähettämiseen",
        client="Asiakas: {name}",
        born="Syntymävuosi: {year}",
        receiver="Vastaanottaja: {receiver}",
        told="Vastaanottajalle lähetetään: {items}.",
        feedback="Lähettäjä saa tietää, miten asia eteni.",
        no_feedback="Lähettäjälle ei kerrota, miten asia eteni.",
        given={
            ConsentGiven.SPOKEN: "Suostumus on annettu suullisesti {day}.",
            ConsentGiven.WRITTEN: "Suostumus on annettu kirjallisesti {day}.",
            ConsentGiven.BY_GUARDIAN: "Suostumuksen on antanut huoltaja tai edunvalvoja {day}.",
        },
        guardian="Huoltaja tai edunvalvoja: {name}",
        asked_by="Suostumuksen kysyi: {sender}",
        withdraw="Voit perua suostumuksen milloin tahansa. Puhelin: {phone}",
        withdrawn="Suostumus on peruttu {day}.",
        sign="Päiväys ja allekirjoitus:",
        printed="Tulostettu {day}.",
        items={
            _I.CONTACT: "nimi ja yhteystiedot",
            _I.BIRTH_YEAR: "syntymävuosi",
            _I.IDENTITY_CODE: "henkilötunnus",
            _I.MUNICIPALITY: "kotikunta",
            _I.REASON: "syy ohjaamiseen",
            _I.GOAL: "oma tavoite",
            _I.RESTRICTIONS: "mitä liikkuessa tai osallistuessa pitää varoa",
            _I.CARD_SUMMARY: "hyvinvointikortin yhteenveto",
        },
    ),
    LeafletVersion.EASY_FINNISH: SheetPhrases(
        title="Saamme lähettää tietojasi",
        client="Nimesi: {name}",
        born="Syntymävuotesi: {year}",
        receiver="Tiedot lähetetään tänne: {receiver}",
        told="Nämä tiedot lähetetään: {items}.",
        feedback="He kertovat meille, miten sinulla menee.",
        no_feedback="He eivät kerro meille, miten sinulla menee.",
        given={
            ConsentGiven.SPOKEN: "Sanoit, että saamme lähettää tiedot. Päivä: {day}.",
            ConsentGiven.WRITTEN: "Kirjoitit, että saamme lähettää tiedot. Päivä: {day}.",
            ConsentGiven.BY_GUARDIAN: "Huoltajasi antoi luvan lähettää tiedot. Päivä: {day}.",
        },
        guardian="Huoltajasi: {name}",
        asked_by="Luvan kysyi: {sender}",
        withdraw="Voit muuttaa mielesi. Soita silloin: {phone}",
        withdrawn="Lupa on peruttu. Päivä: {day}.",
        sign="Kirjoita tähän päivä ja nimesi:",
        printed="Paperi on tehty {day}.",
        items={
            _I.CONTACT: "nimesi ja puhelinnumerosi",
            _I.BIRTH_YEAR: "vuosi, jona synnyit",
            _I.IDENTITY_CODE: "henkilötunnuksesi",
            _I.MUNICIPALITY: "kunta, jossa asut",
            _I.REASON: "miksi ohjaamme sinua",
            _I.GOAL: "mitä itse haluat",
            _I.RESTRICTIONS: "mitä sinun pitää varoa",
            _I.CARD_SUMMARY: "mitä puhuimme hyvinvoinnistasi",
        },
    ),
    LeafletVersion.SWEDISH: SheetPhrases(
        title="Samtycke till att uppgifter skickas",
        client="Klient: {name}",
        born="Födelseår: {year}",
        receiver="Mottagare: {receiver}",
        told="Till mottagaren skickas: {items}.",
        feedback="Avsändaren får veta hur det gick.",
        no_feedback="Avsändaren får inte veta hur det gick.",
        given={
            ConsentGiven.SPOKEN: "Samtycket har getts muntligt {day}.",
            ConsentGiven.WRITTEN: "Samtycket har getts skriftligt {day}.",
            ConsentGiven.BY_GUARDIAN: "Samtycket har getts av vårdnadshavaren eller "
            "intressebevakaren {day}.",
        },
        guardian="Vårdnadshavare eller intressebevakare: {name}",
        asked_by="Samtycket begärdes av: {sender}",
        withdraw="Du kan återta samtycket när som helst. Telefon: {phone}",
        withdrawn="Samtycket har återtagits {day}.",
        sign="Datum och underskrift:",
        printed="Utskrivet {day}.",
        items={
            _I.CONTACT: "namn och kontaktuppgifter",
            _I.BIRTH_YEAR: "födelseår",
            _I.IDENTITY_CODE: "personbeteckning",
            _I.MUNICIPALITY: "hemkommun",
            _I.REASON: "orsaken till remissen",
            _I.GOAL: "ditt eget mål",
            _I.RESTRICTIONS: "vad du behöver vara försiktig med",
            _I.CARD_SUMMARY: "en sammanfattning av välfärdskortet",
        },
    ),
    LeafletVersion.ENGLISH: SheetPhrases(
        title="Consent to send information",
        client="Client: {name}",
        born="Year of birth: {year}",
        receiver="Recipient: {receiver}",
        told="The recipient is sent: {items}.",
        feedback="The sender will hear how it went.",
        no_feedback="The sender will not hear how it went.",
        given={
            ConsentGiven.SPOKEN: "Consent was given in words on {day}.",
            ConsentGiven.WRITTEN: "Consent was given in writing on {day}.",
            ConsentGiven.BY_GUARDIAN: "Consent was given by a guardian on {day}.",
        },
        guardian="Guardian: {name}",
        asked_by="Consent was asked by: {sender}",
        withdraw="You can withdraw your consent at any time. Telephone: {phone}",
        withdrawn="Consent was withdrawn on {day}.",
        sign="Date and signature:",
        printed="Printed on {day}.",
        items={
            _I.CONTACT: "name and contact details",
            _I.BIRTH_YEAR: "year of birth",
            _I.IDENTITY_CODE: "personal identity code",
            _I.MUNICIPALITY: "home municipality",
            _I.REASON: "why you are referred",
            _I.GOAL: "your own goal",
            _I.RESTRICTIONS: "what you need to be careful with",
            _I.CARD_SUMMARY: "a summary of the wellbeing card",
        },
    ),
    LeafletVersion.RUSSIAN: SheetPhrases(
        title="Согласие на отправку данных",
        client="Клиент: {name}",
        born="Год рождения: {year}",
        receiver="Получатель: {receiver}",
        told="Получателю отправляются: {items}.",
        feedback="Отправитель узнает, как продвинулось дело.",
        no_feedback="Отправителю не сообщат, как продвинулось дело.",
        given={
            ConsentGiven.SPOKEN: "Согласие дано устно {day}.",
            ConsentGiven.WRITTEN: "Согласие дано письменно {day}.",
            ConsentGiven.BY_GUARDIAN: "Согласие дал опекун {day}.",
        },
        guardian="Опекун: {name}",
        asked_by="Согласие запросил(а): {sender}",
        withdraw="Вы можете отозвать согласие в любое время. Телефон: {phone}",
        withdrawn="Согласие отозвано {day}.",
        sign="Дата и подпись:",
        printed="Распечатано {day}.",
        items={
            _I.CONTACT: "имя и контактные данные",
            _I.BIRTH_YEAR: "год рождения",
            _I.IDENTITY_CODE: "личный код",
            _I.MUNICIPALITY: "муниципалитет проживания",
            _I.REASON: "причина направления",
            _I.GOAL: "ваша цель",
            _I.RESTRICTIONS: "с чем вам нужно быть осторожнее",
            _I.CARD_SUMMARY: "сводка карты благополучия",
        },
    ),
}
"""`ConsentItem.VIOLENCE` has no word: it never stands on paper."""

LINE_TO_SIGN: Final = "_" * 34


def consent_sheet(
    referral: Referral,
    items: frozenset[ConsentItem],
    receiver: str,
    version: LeafletVersion,
    at: datetime,
) -> Leaflet:
    """The sheet: a record of the consent that stands or stood, else a form to be signed.

    ``items``: what is, or would be, told.  What concerns violence stays out: the paper goes
    home.  Without `Consent.given_at` it ends in a line to sign.
    """
    words = PHRASES[version]
    client, consent, sender = referral.client, referral.consent, referral.sender
    named = ", ".join(words.items[item] for item in ConsentItem if item in items & set(words.items))
    about = [words.client.format(name=client.name or "")]
    if client.year_of_birth and ConsentItem.BIRTH_YEAR in items:
        about.append(words.born.format(year=client.year_of_birth))
    if client.guardian is not None:
        about.append(words.guardian.format(name=client.guardian.name))
    agreed = [
        words.receiver.format(receiver=receiver),
        words.told.format(items=named),
        words.feedback if consent.feedback_to_sender else words.no_feedback,
    ]
    who = ", ".join(part for part in (sender.name, sender.role, sender.unit) if part)
    ends = [words.asked_by.format(sender=who)]
    if consent.given_at is not None:
        ends.insert(0, words.given[consent.how].format(day=day_text(consent.given_at)))
    if consent.withdrawn_at is not None:
        ends.append(words.withdrawn.format(day=day_text(consent.withdrawn_at)))
    elif sender.phone:
        ends.append(words.withdraw.format(phone=shown(sender.phone)))
    if consent.given_at is None:
        ends += [words.sign, LINE_TO_SIGN]
    language = version.language
    heading = Block(BlockKind.NAME, words.title, language)
    return Leaflet(
        version=version,
        title=words.title,
        sections=(
            (heading, *(Block(BlockKind.LINE, text, language) for text in about)),
            tuple(Block(BlockKind.LINE, text, language) for text in agreed),
            tuple(Block(BlockKind.LINE, text, language) for text in ends),
        ),
        footer=Block(BlockKind.FOOTER, words.printed.format(day=day_text(at)), language),
    )

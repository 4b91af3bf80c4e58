"""Words that carry no need by themselves (folded), in the three languages of the catalogue."""

from typing import Final


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


FINNISH: Final = _words(
    """
    ei en et emme ette eivat ala alkaa alka eika enka emma etta jotta koska kun kuin jos vaikka
    ja tai seka eli vai joko mutta vaan niin kuten myos viela jo vain aina enaa edes ihan aivan
    se sen sita siita siina siihen silla sille silta sina sinun sinua sinulle ne niita niiden
    niihin niille nille tama taman tata tasta tassa tahan talla talle nama naita naiden tuo
    tuon tuota han hanen hanta hanelle hanella minä mina minun minua minulla minulle minusta
    mulla mulle mun mua ma sa sun sulla sulle me meidan meita meilla meille te teidan teita
    teille teilla he heidan heita heille heilla joka jonka jota josta jossa johon jolla jolle
    jotka joita joiden joille joilla joista mika mita minka mista missa mihin milla mille kuka
    ketka kenen keta kenelle itse oma oman omaa on oli ole olla olen olet olemme ovat olisi
    olisin ollut oltava olleet oo oon oot ois olis nyt sitten sit siis tosi kyl kylla noin
    nyttemmin yli alle kanssa ilman varten mukaan jalkeen ennen aikana kautta koko kaikki
    kaikkea kaikille muu muut muita joku jokin jotain jotakin jokaisen ettei eikö eiko onko
    voiko voi voivat voidaan saa saada saavat minne mihinkaan missaan mitaan mikaan kukaan
    ketaan kenellekaan mistaan minnekaan kuinka miten miksi mielellaan eroon milloin tulee
    tulla pitaa pitaisi taytyy meinaa sekä tms ym esim mm jne
    """
)

SWEDISH: Final = _words(
    """
    och eller men att som den det de dem en ett av for i pa till med om vid fran hos inte ej
    jag du han hon vi ni man min mitt mina din ditt dina sin sitt sina hans hennes var vart
    vara er ert era ar varit blir bli har hade ha kan kunde ska skulle vill ville far fick sa
    da nar dar hur vad vem vilka vilken mig dig sig oss ocksa sedan mycket mer nu inga ingen
    inget
    """
)

ENGLISH: Final = _words(
    """
    the a an and or but of to in on at for with from by about as is are was were be been am do
    does did not no i you he she it we they my your his her its our their me him us them this
    that these those there here what which who how where when can could will would shall should
    may might must have has had so too very just if then than dont doesnt cant didnt wont isnt couldnt im ive
    """
)

ALL: Final = FINNISH | SWEDISH | ENGLISH

WEAK: Final = _words(
    """
    asiakas asiakkaani potilas potilaani ihminen henkilo haluta haluaa haluaisi haluais tarvita
    tarvitsee tarvitsisi kaivata kaipaa apu apua tuki palvelu paikka asia juttu paljon vahan
    usein joskus hyvin huonosti tehda tekee menna kayda kay ottaa antaa loytya loytaa etsia
    etsii hakea kysya sanoa sanoo kertoa kertoo tietaa neuvo lahtea paasta alkaa jaada eras
    yksi kaksi olo vuosi paiva ilta yo viikko koti koto paa help need needs want wants looking
    find hjalp behov behover soker vill nagon nagot nagonstans someone somewhere something
    client patient klient
    """
)
"""Words of nearly every need phrase; they count, but little."""

"""Surnames: common ones, endings that give one away, and the particles before them."""

from typing import Final

from hyteterm.domain.quick_entry.words import fold

_NAMES: Final = """
Aalto Aaltonen Aho Ahokas Ahola Ahonen Ahlgren Ahlqvist Ahmed Ahtiainen Airaksinen Ala-Mäki Alanen Alanko
Alatalo Ali Andersson Anttila Anttonen Arola Aro Aronen Asikainen Autio Backman Berg Berglund Bergström Björkman
Blomqvist Carlsson Dahl Dahlström Ekholm Eklund Ekman Elo Enqvist Eriksson Erkkilä Eskelinen Eskola Fagerström Forsman Forsberg
Forsström Gustafsson Haapala Haapaniemi Haapanen Haapasalo Haatainen Haavisto Hakala Hakkarainen Halme Halonen Hanhinen
Hannula Harju Harjula Hartikainen Hassan Hassinen Hautala Hautamäki Heikkilä Heikkinen Heino Heinonen Helenius Helin
Helminen Herranen Hietala Hietanen Hiltunen Hirvonen Hirvelä Hokkanen Holm Holmberg Holmström Holopainen Honkanen Honkala Huhtala Huovinen
Huttunen Huuskonen Hyttinen Hyvärinen Hyvönen Häkkinen Hämäläinen Hänninen Härkönen Ikonen Ihalainen Immonen Isotalo Ivanov Ivanova Jaakkola
Jalonen Jansson Jauhiainen Johansson Jokela Jokinen Jokiranta Jokisalo Juntunen Jussila Juvonen Juhola
Jämsä Jääskeläinen Järvelä Järvenpää Järvi Järvinen Kaartinen Kallio Kalliokoski Kangas Kankaanpää Kannisto Kanerva Karhu Kari Karjalainen
Karlsson Karppinen Karvinen Karvonen Kauppi Kauppila Kauppinen Keinänen Keränen Kemppainen Keskinen Keskitalo Ketola Kettunen
Kinnunen Kiiskinen Kivelä Kivi Kivinen Kiviniemi Kivimäki Klemetti Knuuttila Koivisto Koivula Koivunen Koivu Kokkonen Kokko Kolehmainen
Komulainen Kononen Kontio Kontinen Korhonen Koponen Korpela Korpi Koskela Koskelo Koskinen Koskenniemi Koski Kosonen Kotila Kovanen
Kovalainen Krook Kujala Kuitunen Kulmala Kuosmanen Kuisma Kukkonen Kuparinen Kurki Kuusela Kuusisto Kytölä Kärkkäinen
Kähkönen Laakso Laaksonen Laakkonen Lahti Lahtela Lahtinen Laine Laitinen Lampinen Lappalainen Lassila Latvala Laukkanen Laurila Lauronen Lehmus Lehtimäki Lehtinen Lehto
Lehtola Lehtonen Lehtoranta Lehtovaara Leino Leinonen Leppälä Leppänen Leskinen Liikanen Liimatainen Lilja Lind Lindberg Lindblom Lindfors
Lindgren Lindholm Lindqvist Lindroos Lindström Linna Lipponen Lohi Luoma Luostarinen Lundberg Lundqvist Lundström Luukkonen Luukkainen
Malinen Malmberg Manninen Mannila Marttila Marttinen Markkanen Martikainen Mattila Mattsson Mikkola Mikkonen Miettinen Minkkinen Moilanen
Mohamed Mononen Mustonen Mutanen Muurinen Myllymäki Myllylä Mäenpää Mäkelä Mäki Mäkinen Mäntylä Mäntynen Määttä Nevala Nguyen Nevalainen
Niemelä Niemi Nieminen Nikkinen Nikula Niskala Niskanen Nissinen Nordlund Nordman Norrgård Nousiainen Nurmela Nurmi Nurminen Nyberg Nygård Nyholm Nykänen
Nylund Nyman Nyström Oja Ojala Ojanen Oksanen Ollikainen Ollila Olsson Ovaska Paakkanen Paananen Paavola Pajunen Pakarinen Palomäki
Parkkinen Partanen Parviainen Pasanen Pelkonen Peltola Peltonen Peltoniemi Pelto Penttinen Penttilä Perälä Pesonen Petrov Petrova Petersson Piippo Pirinen Pihlajamäki
Piirainen Pitkänen Pietilä Pohjola Pohjonen Puhakka Pulkkinen Puranen Puustinen Pylkkänen Pöllänen Pöyhönen Raatikainen Raitanen Rajala Ranta Rantala Rantanen
Rasi Rautiainen Rauhala Rautio Reinikainen Repo Riihimäki Riikonen Rinne Rintala Rissanen Ristola Rosenberg Ronkainen Roos Rosendahl Ruotsalainen Ruohonen Ruuska Räsänen
Räisänen Röppänen Saari Saarela Saarelainen Saarinen Saarni Saarikoski Saastamoinen Sainio Salin Salmela Salmelainen Salmi Salminen Salo Salonen Salmenkivi Saloranta Sandberg
Sandström Savolainen Saukkonen Seppä Seppälä Seppänen Setälä Sihvonen Siivonen Siltala Silvennoinen Sillanpää Similä Simola Sinisalo Simonen Sipilä Sippola Sirola Sjöberg
Sjöblom Sjöholm Smirnov Smirnova Soini Soininen Sorsa Sorvari Ståhl Strand Ström Sundberg Sundqvist Sundström Suhonen Suikkanen Suomalainen Suomela Suomi Suominen
Svensson Syrjälä Syrjänen Söderholm Söderlund Söderström Taipale Takala Talvitie Tamminen Tanskanen Tanner Tapio Tarvainen Taskinen Tervo Tervonen Tiainen
Tiihonen Tikka Tikkanen Timonen Tirkkonen Tolonen Toivanen Toivonen Toiviainen Toivola Torvinen Tran Tuomi Tuominen Tuomisto Tuomela Tuomainen Turpeinen Turunen
Tuovinen Turkki Törmänen Törrönen Uusitalo Uotila Vainio Valkonen Valtonen Vanhala Vanhanen Vaara Varis Vartiainen Vehviläinen
Venäläinen Vesala Vesterinen Viitala Viitanen Viitasalo Vilen Viljanen Vilkki Vilkman Virta Virtala Virtanen Virolainen Viljakainen Vuorela Vuori Vuorinen Vuorio Vuolle
Vänskä Väänänen Väisänen Väyrynen Wallin Westerlund Wikström Winberg Wirtanen Yli-Mäki Ylitalo Ylinen Ylönen Åberg Åkerlund Öhman Österberg Österman Östman
Kuhmo Kotka Kemi Lieksa Loppi Lohja Hanko Rauma Pori Puumala Kolari Perho Pello Sauvo Somero Sysmä Tornio Vihti Kannus Karvia Kitee Kokemäki
Laitila Lapua Nakkila Nurmijärvi Nurmes Padasjoki Rantasalmi Rautavaara Ruokolahti Saarijärvi Salla Simo Taivalkoski Tervola
Urjala Vesilahti Hattula Kärkölä Parkkari Iitti Juva Pihtipudas Toholampi Paimio
Kaarina Kauhajoki Kiuruvesi Kurikka Lappi Rusko Masku Kaustinen Muurame Sodankylä Ähtäri
"""

SURNAMES: Final = frozenset(fold(name) for name in _NAMES.split())
"""Folded; those that are places too are here because people have them as names."""

_PARTICLES: Final = "von af de da di du van der den ter la le el al bin binti ben ibn abu zu zur av"
PARTICLES: Final = frozenset(_PARTICLES.split())
"""Stand before a surname and stay in small letters."""

_ENDING_LIST: Final = "nen ström qvist kvist gren sson blom lund holm berg roos fors ova eva enko"
_ENDINGS: Final = tuple(fold(_ENDING_LIST).split())


def is_surname(key: str) -> bool:
    """Whether a folded word is a known surname, or each part of a double one is."""
    if key in SURNAMES:
        return True
    parts = key.split("-")
    return len(parts) > 1 and all(
        part in SURNAMES or (len(part) > 4 and part.endswith("nen")) for part in parts
    )


def looks_like_surname(key: str) -> bool:
    """Whether a folded word is a surname or ends like one; beside a given name only."""
    return is_surname(key) or (len(key) > 4 and key.endswith(_ENDINGS))

"""The municipalities of Finland in 2025, by wellbeing services county: facts, no code.

Codes and names are those of Statistics Finland's classification of municipalities
(kunta_1_20250101); counties are those of the act on wellbeing services counties.
One municipality a line: code, Finnish name, and after “=” the Swedish name where it
differs, after “|” other names that people use.
"""

from typing import Final

COUNTIES: Final[dict[str, tuple[str, str]]] = {
    "helsinki": ("Helsinki", "Helsingfors"),
    "ita-uusimaa": ("Itä-Uusimaa", "Östra Nyland"),
    "keski-uusimaa": ("Keski-Uusimaa", "Mellersta Nyland"),
    "lansi-uusimaa": ("Länsi-Uusimaa", "Västra Nyland"),
    "vantaa-kerava": ("Vantaa ja Kerava", "Vanda och Kervo"),
    "varsinais-suomi": ("Varsinais-Suomi", "Egentliga Finland"),
    "satakunta": ("Satakunta", "Satakunta"),
    "kanta-hame": ("Kanta-Häme", "Egentliga Tavastland"),
    "pirkanmaa": ("Pirkanmaa", "Birkaland"),
    "paijat-hame": ("Päijät-Häme", "Päijänne-Tavastland"),
    "kymenlaakso": ("Kymenlaakso", "Kymmenedalen"),
    "etela-karjala": ("Etelä-Karjala", "Södra Karelen"),
    "etela-savo": ("Etelä-Savo", "Södra Savolax"),
    "pohjois-savo": ("Pohjois-Savo", "Norra Savolax"),
    "pohjois-karjala": ("Pohjois-Karjala", "Norra Karelen"),
    "keski-suomi": ("Keski-Suomi", "Mellersta Finland"),
    "etela-pohjanmaa": ("Etelä-Pohjanmaa", "Södra Österbotten"),
    "pohjanmaa": ("Pohjanmaa", "Österbotten"),
    "keski-pohjanmaa": ("Keski-Pohjanmaa", "Mellersta Österbotten"),
    "pohjois-pohjanmaa": ("Pohjois-Pohjanmaa", "Norra Österbotten"),
    "kainuu": ("Kainuu", "Kajanaland"),
    "lappi": ("Lappi", "Lappland"),
    "ahvenanmaa": ("Ahvenanmaa", "Åland"),
}
"""County key → Finnish and Swedish name.  Helsinki and Åland stand beside the 21 counties."""

REGIONS: Final[dict[str, tuple[str, ...]]] = {
    "01": ("helsinki", "ita-uusimaa", "keski-uusimaa", "lansi-uusimaa", "vantaa-kerava"),
    "02": ("varsinais-suomi",),
    "04": ("satakunta",),
    "05": ("kanta-hame",),
    "06": ("pirkanmaa",),
    "07": ("paijat-hame",),
    "08": ("kymenlaakso",),
    "09": ("etela-karjala",),
    "10": ("etela-savo",),
    "11": ("pohjois-savo",),
    "12": ("pohjois-karjala",),
    "13": ("keski-suomi",),
    "14": ("etela-pohjanmaa",),
    "15": ("pohjanmaa",),
    "16": ("keski-pohjanmaa",),
    "17": ("pohjois-pohjanmaa",),
    "18": ("kainuu",),
    "19": ("lappi",),
    "21": ("ahvenanmaa",),
}
"""Region (maakunta) code → the counties in it."""

MUNICIPALITIES: Final[dict[str, str]] = {
    "helsinki": """
        091 Helsinki = Helsingfors | Stadi
        """,
    "ita-uusimaa": """
        018 Askola
        407 Lapinjärvi = Lappträsk
        434 Loviisa = Lovisa
        504 Myrskylä = Mörskom
        616 Pukkila
        638 Porvoo = Borgå
        753 Sipoo = Sibbo
        """,
    "keski-uusimaa": """
        106 Hyvinkää = Hyvinge
        186 Järvenpää = Träskända
        505 Mäntsälä
        543 Nurmijärvi
        611 Pornainen = Borgnäs
        858 Tuusula = Tusby
        """,
    "lansi-uusimaa": """
        049 Espoo = Esbo
        078 Hanko = Hangö
        149 Inkoo = Ingå
        224 Karkkila = Högfors
        235 Kauniainen = Grankulla
        257 Kirkkonummi = Kyrkslätt
        444 Lohja = Lojo
        710 Raasepori = Raseborg | Tammisaari, Ekenäs
        755 Siuntio = Sjundeå
        927 Vihti = Vichtis
        """,
    "vantaa-kerava": """
        092 Vantaa = Vanda
        245 Kerava = Kervo
        """,
    "varsinais-suomi": """
        019 Aura
        202 Kaarina = S:t Karins | Sankt Karins
        284 Koski Tl = Koski Åbo l | Koski
        304 Kustavi = Gustavs
        322 Kemiönsaari = Kimitoön
        400 Laitila | Letala
        423 Lieto = Lundo
        430 Loimaa
        445 Parainen = Pargas
        480 Marttila | S:t Mårtens
        481 Masku | Masko
        503 Mynämäki | Virmo
        529 Naantali = Nådendal
        538 Nousiainen = Nousis
        561 Oripää
        577 Paimio = Pemar
        631 Pyhäranta
        636 Pöytyä
        680 Raisio = Reso
        704 Rusko
        734 Salo
        738 Sauvo = Sagu
        761 Somero
        833 Taivassalo = Tövsala
        853 Turku = Åbo
        895 Uusikaupunki = Nystad
        918 Vehmaa | Vemo
        """,
    "satakunta": """
        050 Eura
        051 Eurajoki = Euraåminne
        079 Harjavalta
        102 Huittinen | Vittis
        181 Jämijärvi
        214 Kankaanpää
        230 Karvia
        271 Kokemäki = Kumo
        484 Merikarvia = Sastmola
        531 Nakkila
        608 Pomarkku = Påmark
        609 Pori = Björneborg
        684 Rauma = Raumo
        747 Siikainen
        783 Säkylä
        886 Ulvila = Ulvsby
        """,
    "kanta-hame": """
        061 Forssa
        082 Hattula
        086 Hausjärvi
        103 Humppila
        109 Hämeenlinna = Tavastehus
        165 Janakkala
        169 Jokioinen = Jockis
        433 Loppi
        694 Riihimäki
        834 Tammela
        981 Ypäjä
        """,
    "pirkanmaa": """
        020 Akaa
        108 Hämeenkyrö = Tavastkyro
        143 Ikaalinen = Ikalis
        177 Juupajoki
        211 Kangasala
        250 Kihniö
        291 Kuhmoinen
        418 Lempäälä
        508 Mänttä-Vilppula | Mänttä
        536 Nokia
        562 Orivesi
        581 Parkano
        604 Pirkkala = Birkala
        619 Punkalaidun
        635 Pälkäne
        702 Ruovesi
        790 Sastamala
        837 Tampere = Tammerfors | Manse
        887 Urjala
        908 Valkeakoski
        922 Vesilahti
        936 Virrat = Virdois
        980 Ylöjärvi
        """,
    "paijat-hame": """
        016 Asikkala
        081 Hartola
        098 Hollola
        111 Heinola
        142 Iitti
        316 Kärkölä
        398 Lahti = Lahtis | Nastola
        560 Orimattila
        576 Padasjoki
        781 Sysmä
        """,
    "kymenlaakso": """
        075 Hamina = Fredrikshamn | Vehkalahti
        285 Kotka | Karhula
        286 Kouvola | Kuusankoski, Anjalankoski, Myllykoski, Elimäki, Valkeala, Jaala, Inkeroinen
        489 Miehikkälä
        624 Pyhtää = Pyttis
        935 Virolahti | Vederlax
        """,
    "etela-karjala": """
        153 Imatra
        405 Lappeenranta = Villmanstrand | Lpr, Joutseno, Ylämaa, Lauritsala
        416 Lemi
        441 Luumäki
        580 Parikkala
        689 Rautjärvi
        700 Ruokolahti
        739 Savitaipale
        831 Taipalsaari
        """,
    "etela-savo": """
        046 Enonkoski
        097 Hirvensalmi
        178 Juva
        213 Kangasniemi
        491 Mikkeli = S:t Michel | Sankt Michel
        507 Mäntyharju
        593 Pieksämäki
        623 Puumala
        681 Rantasalmi
        740 Savonlinna = Nyslott
        768 Sulkava
        """,
    "pohjois-savo": """
        140 Iisalmi = Idensalmi
        171 Joroinen = Jorois
        204 Kaavi
        239 Keitele
        263 Kiuruvesi
        297 Kuopio
        402 Lapinlahti
        420 Leppävirta
        595 Pielavesi
        686 Rautalampi
        687 Rautavaara
        749 Siilinjärvi
        762 Sonkajärvi
        778 Suonenjoki
        844 Tervo
        857 Tuusniemi
        915 Varkaus
        921 Vesanto
        925 Vieremä
        """,
    "pohjois-karjala": """
        090 Heinävesi
        146 Ilomantsi = Ilomants
        167 Joensuu
        176 Juuka
        260 Kitee
        276 Kontiolahti
        309 Outokumpu
        422 Lieksa
        426 Liperi
        541 Nurmes
        607 Polvijärvi
        707 Rääkkylä
        848 Tohmajärvi
        """,
    "keski-suomi": """
        077 Hankasalmi
        172 Joutsa
        179 Jyväskylä
        182 Jämsä
        216 Kannonkoski
        226 Karstula
        249 Keuruu
        256 Kinnula
        265 Kivijärvi
        275 Konnevesi
        312 Kyyjärvi
        410 Laukaa
        435 Luhanka
        495 Multia
        500 Muurame
        592 Petäjävesi
        601 Pihtipudas
        729 Saarijärvi
        850 Toivakka
        892 Uurainen
        931 Viitasaari
        992 Äänekoski
        """,
    "etela-pohjanmaa": """
        005 Alajärvi
        010 Alavus | Alavo
        052 Evijärvi
        145 Ilmajoki
        151 Isojoki = Storå
        152 Isokyrö = Storkyro
        218 Karijoki = Bötom
        232 Kauhajoki
        233 Kauhava
        300 Kuortane
        301 Kurikka
        403 Lappajärvi
        408 Lapua = Lappo
        743 Seinäjoki
        759 Soini
        846 Teuva = Östermark
        934 Vimpeli | Vindala
        989 Ähtäri = Etseri
        """,
    "pohjanmaa": """
        231 Kaskinen = Kaskö
        280 Korsnäs
        287 Kristiinankaupunki = Kristinestad
        288 Kruunupyy = Kronoby
        399 Laihia = Laihela
        440 Luoto = Larsmo
        475 Maalahti = Malax
        499 Mustasaari = Korsholm
        545 Närpiö = Närpes
        598 Pietarsaari = Jakobstad
        599 Pedersöre
        893 Uusikaarlepyy = Nykarleby
        905 Vaasa = Vasa
        946 Vöyri = Vörå
        """,
    "keski-pohjanmaa": """
        074 Halsua
        217 Kannus
        236 Kaustinen = Kaustby
        272 Kokkola = Karleby
        421 Lestijärvi
        584 Perho
        849 Toholampi
        924 Veteli = Vetil
        """,
    "pohjois-pohjanmaa": """
        009 Alavieska
        069 Haapajärvi
        071 Haapavesi
        072 Hailuoto = Karlö
        139 Ii
        208 Kalajoki
        244 Kempele
        305 Kuusamo
        317 Kärsämäki
        425 Liminka = Limingo
        436 Lumijoki
        483 Merijärvi
        494 Muhos
        535 Nivala
        563 Oulainen
        564 Oulu = Uleåborg
        615 Pudasjärvi
        625 Pyhäjoki
        626 Pyhäjärvi
        630 Pyhäntä
        678 Raahe = Brahestad
        691 Reisjärvi
        746 Sievi
        748 Siikajoki
        785 Vaala
        791 Siikalatva
        832 Taivalkoski
        859 Tyrnävä
        889 Utajärvi
        977 Ylivieska
        """,
    "kainuu": """
        105 Hyrynsalmi
        205 Kajaani = Kajana
        290 Kuhmo
        578 Paltamo
        620 Puolanka
        697 Ristijärvi
        765 Sotkamo
        777 Suomussalmi
        """,
    "lappi": """
        047 Enontekiö = Enontekis
        148 Inari = Enare
        240 Kemi
        241 Keminmaa
        261 Kittilä
        273 Kolari
        320 Kemijärvi
        498 Muonio
        583 Pelkosenniemi
        614 Posio
        683 Ranua
        698 Rovaniemi
        732 Salla
        742 Savukoski
        751 Simo
        758 Sodankylä
        845 Tervola
        851 Tornio = Torneå
        854 Pello
        890 Utsjoki
        976 Ylitornio = Övertorneå
        """,
    "ahvenanmaa": """
        035 Brändö
        043 Eckerö
        060 Finström
        062 Föglö
        065 Geta
        076 Hammarland
        170 Jomala
        295 Kumlinge
        318 Kökar
        417 Lemland
        438 Lumparland
        478 Maarianhamina = Mariehamn
        736 Saltvik
        766 Sottunga
        771 Sund
        941 Vårdö
        """,
}
"""County key → its municipalities."""

MERGED: Final[dict[str, str]] = {
    "099": "214",  # Honkajoki → Kankaanpää, 2021
    "164": "301",  # Jalasjärvi → Kurikka, 2016
    "174": "297",  # Juankoski → Kuopio, 2017
    "283": "098",  # Hämeenkoski → Hollola, 2016
    "319": "783",  # Köyliö → Säkylä, 2016
    "413": "609",  # Lavia → Pori, 2015
    "442": "051",  # Luvia → Eurajoki, 2017
    "476": "297",  # Maaninka → Kuopio, 2015
    "532": "398",  # Nastola → Lahti, 2016
    "588": "507",  # Pertunmaa → Mäntyharju, 2025
    "838": "423",  # Tarvasjoki → Lieto, 2015
    "911": "541",  # Valtimo → Nurmes, 2020
}
"""Codes that ended since 2015 and still stand in catalogues → the code today."""

NEIGHBOURS: Final[dict[str, str]] = {
    # Kymenlaakso
    "075": "285 286 441 489 935",
    "285": "286 624",
    "286": "111 142 407 434 441 507 624 739",
    "489": "405 441 935",
    "624": "434",
    "935": "405",
    # Päijät-Häme
    "016": "098 109 111 398 576 781",
    "081": "111 172 435 507 781",
    "098": "109 316 398 560",
    "111": "142 398 507 781",
    "142": "398 407 560",
    "316": "086 109 505 560",
    "398": "560",
    "560": "407 504 505 616",
    "576": "109 291 635 781",
    "781": "291 435",
    # Kainuu
    "105": "290 620 697 777",
    "205": "578 630 762 765 785 925",
    "290": "422 541 697 765 777",
    "578": "620 697 765 785",
    "620": "615 697 777 785 889",
    "697": "765",
    "765": "541 687 762",
    "777": "305 615 832",
    # Etelä-Karjala
    "153": "405 689 700",
    "405": "416 441 700 831",
    "416": "441 739 831",
    "441": "739",
    "580": "260 689 700 740",
    "689": "700",
    "700": "623 740 831",
    "739": "491 507 831",
    "831": "491 623",
}
"""Municipality → those it borders, each pair once; for the counties of the demo."""

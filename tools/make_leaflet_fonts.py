"""Makes the leaflet's fonts: Noto Sans (OFL), the letters of Latin and Cyrillic alone.

Run once, with the dependency group ``fonts``: ``python tools/make_leaflet_fonts.py``.  What it
writes is shipped, so that a terminal needs neither fonttools nor a font of its own.
"""

from importlib.resources import files
from pathlib import Path
from typing import Final

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont

FOLDER: Final = Path(__file__).resolve().parents[1] / "src" / "hyteterm" / "fonts"
WEIGHTS: Final = {"NotoSans-Regular.ttf": 400, "NotoSans-Bold.ttf": 700}
LETTERS: Final = (
    *range(0x20, 0x7F),
    *range(0xA0, 0x250),  # Latin-1, Extended-A and -B: Finnish, Swedish, Sámi, Estonian
    *range(0x400, 0x460),  # Cyrillic: Russian, Ukrainian
    *(0x490, 0x491, 0x292),
    *(0x2010, 0x2011, 0x2013, 0x2014, 0x2018, 0x2019, 0x201C, 0x201D, 0x201E),
    *(0x2022, 0x2026, 0x20AC, 0x2116, 0x2212),
)
UNUSED: Final = ("GSUB", "GPOS", "GDEF", "STAT", "MVAR", "HVAR", "gasp", "meta", "prep")


def main() -> None:
    """Write both weights and the licence."""
    package = files("fontpkg_noto_sans")
    source = package / "files" / "NotoSans[wdth,wght].ttf"
    for name, weight in WEIGHTS.items():
        with source.open("rb") as file:
            font = TTFont(file)
            font = instantiateVariableFont(
                font, {"wght": weight, "wdth": 100}, updateFontNames=True
            )
            options = Options(layout_features=[], hinting=False, notdef_outline=True)
            options.drop_tables += UNUSED
            options.name_IDs = [0, 1, 2, 3, 4, 5, 6, 13, 14]
            subsetter = Subsetter(options)
            subsetter.populate(unicodes=LETTERS)
            subsetter.subset(font)
            font.save(FOLDER / name)
    (FOLDER / "OFL.txt").write_bytes((package / "LICENSE").read_bytes())


if __name__ == "__main__":
    main()

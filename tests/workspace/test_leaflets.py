"""Leaflets as files: what is in them, that they are tagged, and where they go."""

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pypdf
import pytest

from hyteterm.domain.leaflet import Detail, leaflet
from hyteterm.domain.leaflet_phrases import LeafletVersion
from hyteterm.domain.service import Service, service_id
from hyteterm.domain.service_hit import ServiceQuery
from hyteterm.local_cache.home import Home
from hyteterm.workspace import Workspace
from hyteterm.workspace.leaflets import MadeLeaflet, NothingToPrint, half_blocks
from hyteterm.workspace.paper import leaflet_pages
from hyteterm.workspace.paper.files import CannotSave
from hyteterm.workspace.paper.font import BOLD, REGULAR, NoGlyph, font
from tests.homes import NOW


def found(workspace: Workspace, source_id: str) -> str:
    """The id of a demo service."""
    return service_id("demo", source_id)


def reader(workspace: Workspace, made: MadeLeaflet) -> pypdf.PdfReader:
    return pypdf.PdfReader(io.BytesIO(workspace.leaflets.pdf(made)), strict=True)


def leaves(element: Any) -> Iterator[Any]:
    """The leaves of a structure tree in reading order."""
    kids = element["/K"].get_object() if hasattr(element["/K"], "get_object") else element["/K"]
    if isinstance(kids, list):
        for kid in kids:
            yield from leaves(kid.get_object())
    elif isinstance(kids, dict):
        yield from leaves(kids)
    else:
        yield element


@pytest.mark.parametrize("version", LeafletVersion)
def test_the_pdf_has_text_language_title_and_structure(
    workspace: Workspace, version: LeafletVersion
) -> None:
    ids = [found(workspace, "kouvola-liikuntaneuvonta"), found(workspace, "kouvola-digituki")]
    ids = [each for each in ids if workspace.catalogue.service(each)]
    made = workspace.leaflets.make(ids, version)
    document = reader(workspace, made)
    root = document.trailer["/Root"]
    assert root["/Lang"] == version.language
    assert root["/MarkInfo"]["/Marked"] is True or root["/MarkInfo"]["/Marked"].value is True
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert document.metadata is not None
    assert document.metadata.title == made.content.title
    assert document.metadata.author is None
    shown = " ".join("".join(page.extract_text() for page in document.pages).split())
    for block in made.content.blocks:
        assert " ".join(block.text.split()) in shown
    tags = [leaf["/S"] for leaf in leaves(root["/StructTreeRoot"])]
    assert tags.count("/H1") == len(made.services)
    assert len(tags) == len(made.content.blocks)


def test_every_mark_on_the_page_is_in_the_structure(workspace: Workspace) -> None:
    made = workspace.leaflets.make(
        [found(workspace, "kouvola-liikuntaneuvonta")], LeafletVersion.RUSSIAN
    )
    document = reader(workspace, made)
    (page,) = document.pages
    content = page.get_contents()
    assert content is not None
    data = content.get_data()
    marks = [leaf["/K"] for leaf in leaves(document.trailer["/Root"]["/StructTreeRoot"])]
    assert marks == list(range(len(marks)))
    assert data.count(b"BDC") == data.count(b"EMC") == len(marks)
    # Nothing is drawn outside a mark.
    outside = b"".join(part.rpartition(b"EMC")[2] for part in data.split(b"BDC")[1:])
    assert b"Tj" not in outside
    parents = document.trailer["/Root"]["/StructTreeRoot"]["/ParentTree"]["/Nums"]
    assert len(parents[1].get_object()) == len(marks)
    foreign = [
        leaf for leaf in leaves(document.trailer["/Root"]["/StructTreeRoot"]) if "/Lang" in leaf
    ]
    assert [leaf["/Lang"] for leaf in foreign] == ["fi"]  # the service's Finnish name


def test_fonts_are_embedded_with_cyrillic_and_nordic_letters() -> None:
    for name in (REGULAR, BOLD):
        face = font(name)
        assert face.width("äöåÄÖÅšžđŋŧ ПриветЁё", 18) > 0
        assert face.data[:4] == b"\x00\x01\x00\x00"
    assert font(BOLD).width("m", 10) > font(REGULAR).width("i", 10) > 0
    with pytest.raises(NoGlyph):
        font(REGULAR).width("日", 18)


def test_many_services_take_less_room_each_rather_than_a_second_page(workspace: Workspace) -> None:
    hits = workspace.catalogue.services_for_referrals("286", "")
    ids = [hit.id for hit in hits]
    one = workspace.leaflets.make(ids[:1], LeafletVersion.FINNISH)
    six = workspace.leaflets.make(ids[:6], LeafletVersion.FINNISH)
    twenty = workspace.leaflets.make(ids[:20], LeafletVersion.FINNISH)
    assert (one.pages, six.pages) == (1, 1)
    assert twenty.pages > 1
    assert len(reader(workspace, twenty).pages) == twenty.pages
    assert len(twenty.services) == len(twenty.content.sections)


def test_nothing_runs_over_the_edge_of_the_page(workspace: Workspace) -> None:
    hits = workspace.catalogue.services_for_referrals("286", "")
    made = workspace.leaflets.make([hit.id for hit in hits[:20]], LeafletVersion.EASY_FINNISH)
    for page in leaflet_pages.pages_of(made.content):
        for section in page:
            for element in section:
                for line in element.lines:
                    assert line.size >= 18
                    right = line.x + font(line.font).width(line.text, line.size)
                    assert right <= leaflet_pages.A4[0] - leaflet_pages.MARGIN + 0.01
                    assert line.y >= leaflet_pages.MARGIN


def test_a_web_address_longer_than_the_line_is_cut_into_pieces(workspace: Workspace) -> None:
    service = workspace.catalogue.service(found(workspace, "kouvola-liikuntaneuvonta"))
    assert service is not None
    web = service.channels[-1].model_copy(update={"value": "https://example.fi/" + "pitkä" * 30})
    long = service.model_copy(update={"channels": (web,)})
    content = leaflet([long], LeafletVersion.FINNISH, NOW)
    (page,) = leaflet_pages.pages_of(content)
    assert sum(len(element.lines) for section in page for element in section) > 4


def test_safety_services_are_left_out_and_named(workspace: Workspace) -> None:
    shelter = next(
        hit.id
        for hit in workspace.catalogue.search(ServiceQuery(words="turvakoti")).hits
        if "turvakoti" in hit.name.casefold()
    )
    ids = [found(workspace, "kouvola-liikuntaneuvonta"), shelter]
    made = workspace.leaflets.make(ids, LeafletVersion.FINNISH)
    assert made.left_out == ("Saimaan turvakoti",)
    assert b"turvakoti" not in workspace.leaflets.pdf(made)
    assert "turvakoti" not in workspace.leaflets.text(made)
    with pytest.raises(NothingToPrint):
        workspace.leaflets.make([shelter], LeafletVersion.FINNISH)


def test_withdrawn_services_are_no_leaflet(workspace: Workspace) -> None:
    with pytest.raises(NothingToPrint):
        workspace.leaflets.make(["no-such-service"], LeafletVersion.FINNISH)


def test_letters_without_a_glyph_leave_the_text(workspace: Workspace) -> None:
    service = workspace.catalogue.service(found(workspace, "kouvola-liikuntaneuvonta"))
    assert service is not None
    foreign = service.model_copy(update={"names": {"fi": "運動"}})
    content = leaflet([foreign], LeafletVersion.FINNISH, NOW, Detail.LEAST)
    made = MadeLeaflet(content, (foreign,), (), 0)
    with pytest.raises(NoGlyph):
        workspace.leaflets.pdf(made)
    assert "運動" in workspace.leaflets.text(made)


def test_pictures_in_a_name_are_left_off_the_paper(workspace: Workspace) -> None:
    service = workspace.catalogue.service(found(workspace, "kouvola-liikuntaneuvonta"))
    assert service is not None
    merry = service.model_copy(update={"names": {"fi": "Hyvä 😀 mieli\u00ad"}})
    made = MadeLeaflet(leaflet([merry], LeafletVersion.FINNISH, NOW), (merry,), (), 1)
    assert "Hyvä mieli" in reader(workspace, made).pages[0].extract_text()


def saved_service(workspace: Workspace) -> MadeLeaflet:
    return workspace.leaflets.make(
        [found(workspace, "kouvola-liikuntaneuvonta")], LeafletVersion.FINNISH
    )


def test_the_usual_place_is_in_the_home_and_its_name_tells_nothing(
    workspace: Workspace, home: Home
) -> None:
    path = workspace.leaflets.save(saved_service(workspace), workspace.leaflets.usual_path())
    assert path.parent == home.path / "leaflets"
    assert path.name.startswith("esite-20")
    assert path.read_bytes().startswith(b"%PDF-1.7")
    again = workspace.leaflets.save(saved_service(workspace), workspace.leaflets.usual_path())
    assert again != path
    assert path.exists()


def test_a_typed_path_a_folder_and_text(workspace: Workspace, tmp_path: Path) -> None:
    made = saved_service(workspace)
    assert workspace.leaflets.save(made, tmp_path / "liikunta").name == "liikunta.pdf"
    assert workspace.leaflets.save(made, tmp_path).parent == tmp_path
    text = workspace.leaflets.save(made, tmp_path / "liikunta.txt")
    assert text.read_text(encoding="utf-8").startswith("Soita 05 000 2462\n")
    with pytest.raises(CannotSave):
        workspace.leaflets.save(made, tmp_path / "ei" / "ole.pdf")


def modules(rows: list[str]) -> list[list[bool]]:
    found: list[list[bool]] = []
    for row in rows:
        found.append([cell in "▀█" for cell in row])
        found.append([cell in "▄█" for cell in row])
    return found


def test_the_code_on_the_screen_is_the_code_of_the_number(workspace: Workspace) -> None:
    import segno

    (service,) = saved_service(workspace).services
    rows = modules(workspace.leaflets.scan_code(service))
    wanted = [
        [bool(module) for module in row]
        for row in segno.make("tel:+35850002462", error="m", micro=False).matrix_iter(border=3)
    ]
    assert rows[: len(wanted)] == wanted
    assert all(not any(row) for row in rows[len(wanted) :])
    assert len(half_blocks("tel:+35850002462")) <= 16


def test_a_service_without_number_or_address_has_no_code(workspace: Workspace) -> None:
    service = Service(id="x", source="demo", source_id="x", names={"fi": "Kerho"})
    assert workspace.leaflets.scan_code(service) == []

"""The table of formats: whatever is offered somewhere follows from its rows."""

from __future__ import annotations

import pytest

from explorer.files.images import IMAGE_FORMATS
from graph.formats.format import Format
from graph.formats.table import FORMATS, SUFFIXES, openable, paths_of, writable, written_as


def test_every_suffix_belongs_to_one_format() -> None:
    suffixes = [suffix for format in FORMATS for suffix in format.suffixes]
    assert sorted(suffixes) == sorted(SUFFIXES)
    assert len({format.title for format in FORMATS}) == len(FORMATS)


@pytest.mark.parametrize("format", FORMATS, ids=lambda format: format.title)
def test_a_row_says_how_its_format_is_read_or_written(format: Format) -> None:
    reads = format.parser is not None or format.reader is not None
    assert reads or format.writer or format.table_writer
    assert format.parser is None or format.reader is None
    assert format.writer is None or format.table_writer is None
    assert (format.fits is None) == (format.cannot_hold == "")
    assert set(format.tolerates) <= set(format.suffixes)
    titles = {other.title for other in FORMATS}
    assert all(set(others) <= titles - {format.title} for others in format.tolerates.values())
    assert all(suffix in openable() for suffix in format.suffixes if reads)


def test_the_file_dialogs_offer_what_can_be_read_and_written() -> None:
    from ui.tasks.files.opener import openable_files

    assert openable_files() == f"RDF ({' '.join(f'*.{suffix}' for suffix in openable())});;All files (*)"
    assert {"turtle", "ntriples", "nquads", "rdfs", "gz"} <= set(openable())
    assert [written_as(format.suffixes[0]) for format in writable()] == list(writable())


def test_two_files_of_csv_are_known_before_they_are_written(tmp_path) -> None:
    assert [path.name for path in paths_of(tmp_path / "a.CSV")] == ["a-nodes.CSV", "a-edges.CSV"]
    assert paths_of(tmp_path / "a.unknown") == [tmp_path / "a.unknown"]


def test_every_image_format_has_an_encoder() -> None:
    from ui.canvas import images

    assert list(images._ENCODERS) and set(images._ENCODERS) == set(IMAGE_FORMATS)

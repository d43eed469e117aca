"""The office's logo: from a picture beside office.toml to the top of its slips."""

from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image, ImageDraw

from printer.profiles import PROFILES
from printer.slip import Logo
from server.errors import SetupError
from server.logo_file import logo_of
from server.slip_defaults import TICKET
from server.slip_layout import Words, compose

MODELS = [PROFILES["TM-T82"], PROFILES["generic-58"]]


def picture() -> bytes:
    image = Image.new("RGB", (200, 200), "white")
    ImageDraw.Draw(image).ellipse((10, 10, 190, 190), fill="black")
    data = BytesIO()
    image.save(data, "PNG")
    return data.getvalue()


def test_a_logo_fits_the_narrowest_printer_and_stands_on_the_slip(tmp_path: Path) -> None:
    (tmp_path / "logo.png").write_bytes(picture())
    logo = logo_of(tmp_path, "logo.png", MODELS)
    assert logo is not None and logo.row_bytes * 8 <= 384 // 2
    words = Words(fields={}, number="A001", qr="http://x", logo=logo)
    assert [part for part in compose(TICKET, words, "vi").lines if isinstance(part, Logo)] == [logo]


def test_an_office_without_a_logo_or_a_printer_has_none(tmp_path: Path) -> None:
    assert logo_of(tmp_path, "", MODELS) is None
    assert logo_of(tmp_path, "logo.png", []) is None


def test_a_file_that_is_no_logo_stops_the_start_with_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(SetupError, match=r"office\.logo: .*No such file"):
        logo_of(tmp_path, "logo.png", MODELS)
    (tmp_path / "logo.png").write_text("a letter", encoding="utf-8")
    with pytest.raises(SetupError, match="is no picture"):
        logo_of(tmp_path, "logo.png", MODELS)
    (tmp_path / "logo.png").write_bytes(bytes(2_000_001))
    with pytest.raises(SetupError, match="is larger than"):
        logo_of(tmp_path, "logo.png", MODELS)

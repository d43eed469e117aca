"""Contact sheets for the documentation, kept small: ``python -m tests.few_colours FOLDER``."""

import sys
from pathlib import Path

from PIL import Image

COLOURS = 256
"""Enough for letters and flat areas; a third of the bytes."""


def few_colours(sheet: Image.Image) -> Image.Image:
    """The same with a palette of its own; without dither, which is noise around letters."""
    return sheet.quantize(COLOURS, Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)


def main(folder: Path) -> None:
    for path in folder.glob("*.png"):
        with Image.open(path) as sheet:
            made = None if sheet.mode == "P" else few_colours(sheet)
        if made is not None:
            made.save(path, optimize=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]))

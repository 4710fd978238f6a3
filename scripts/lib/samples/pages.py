"""Labelled evaluation pages: invented letters by font, layout and condition, the truth beside each."""
import csv
import zlib

import numpy as np

from . import containers, degrade, raster
from .fonts import CATALOGUE
from .invent import LAYOUTS, invent
from .layout import Typesetter
from .plan import RECEIVED

# name: (what happens to the page, file kind, suffix)
CONDITIONS = {
    "clean": (degrade.clean, "png/full", "png"),
    "scan": (degrade.scan, "png/full", "png"), "skew3": (degrade.skew3, "png/full", "png"),
    "blur": (degrade.blur, "png/full", "png"), "jpeg": (degrade.jpeg, "jpeg/small", "jpg"),
    "photo": (degrade.photo, "jpeg", "jpg"),
    "faxfine": (degrade.fax_fine, "tiff/g4", "tif"), "faxstd": (degrade.fax_standard, "tiff/g3", "tif"),
    "lowcontrast": (degrade.low_contrast, "png/full", "png"), "speckle": (degrade.speckle, "tiff/g4", "tif"),
}
STAMP = [line.format(number="๐๔๑๒๘", day="๑๗ พ.ย. ๒๕๖๙", time="๑๐.๒๔") for line in RECEIVED]
COLUMNS = ["file", "truth", "font", "layout", "condition", "dpi_x", "dpi_y", "stamped"]


def chosen(wanted, known, what):
    names = list(known) if not wanted else wanted.split(",")
    unknown = [name for name in names if name not in known]
    if unknown:
        raise SystemExit(f"make-samples: no such {what}: {', '.join(unknown)}; there are {', '.join(known)}")
    return names


def render(folder, options, say):
    """Draws `count` letters, each in one font and layout, in every condition asked for."""
    fonts, layouts = chosen(options.fonts, CATALOGUE, "font"), chosen(options.layouts, LAYOUTS, "layout")
    conditions = chosen(options.conditions, CONDITIONS, "condition")
    folder.mkdir(parents=True, exist_ok=True)
    rows = []
    for number in range(options.count):
        font, layout = fonts[number % len(fonts)], layouts[(number + number // len(fonts)) % len(layouts)]
        key, stamped = f"{options.seed}-{number:04d}", number % 4 == 3
        laid = Typesetter(invent(key, layout), font, justified=number % 3 == 0).run()
        for sheet, page in enumerate(laid, 1):
            drawn, name = raster.draw_page(page), f"{key}-p{sheet}-{font}-{layout}"
            truth = "".join(line.text + "\n" for line in page.lines)
            if stamped and sheet == 1:
                raster.stamp(drawn, STAMP, 330, 60, 3)
            for condition in conditions:
                spoil, kind, suffix = CONDITIONS[condition]
                rng = np.random.default_rng(zlib.crc32(f"{name} {condition}".encode()))
                image, dpi = spoil(drawn, rng)
                stem = f"{name}-{condition}"
                (folder / f"{stem}.{suffix}").write_bytes(containers.pack(kind, [(image, dpi)]))
                (folder / f"{stem}.txt").write_text(truth, encoding="utf-8")
                rows.append([f"{stem}.{suffix}", f"{stem}.txt", font, layout, condition, *dpi,
                             "yes" if stamped and sheet == 1 else "no"])
        say(f"{number + 1} of {options.count}: {font}, {layout}")
    with open(folder / "pages.tsv", "w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, delimiter="\t", lineterminator="\n", quoting=csv.QUOTE_NONE)
        writer.writerows([COLUMNS, *rows])
    say(f"{len(rows)} pages in {folder}, listed in pages.tsv")

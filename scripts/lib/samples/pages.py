"""Labelled evaluation pages: invented letters by font, layout and condition, the truth beside each.

Half of the letters are in typefaces of offices that the reading model has seen, half in those that never enter its
training (scripts/training/held-out-fonts.txt). A page depends on the seed and its number, on nothing else.
"""
import csv
import math
import random
import zlib
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PIL import ImageChops

from . import containers, degrade, raster
from .fonts import CATALOGUE
from .invent import LAYOUTS, invent
from .layout import HEIGHT, Typesetter
from .plan import RECEIVED

# name: (what happens to the page, file kind, suffix)
CONDITIONS = {
    "clean": (degrade.clean, "png/full", "png"), "scan": (degrade.scan, "png/full", "png"),
    "skew3": (degrade.askew, "png/full", "png"), "jpeg": (degrade.jpeg, "jpeg/small", "jpg"),
    "photo": (degrade.photo, "jpeg", "jpg"), "faint": (degrade.low_contrast, "png/full", "png"),
    "faxfine": (degrade.fax_fine, "tiff/g4", "tif"), "faxstd": (degrade.fax_standard, "tiff/g3", "tif"),
    "blur": (degrade.blur, "png/full", "png"), "speckle": (degrade.speckle, "tiff/g4", "tif"),
}
USUAL = list(CONDITIONS)[:8]
OFFICE = ["THSarabunNew", "Laksaman", "NotoSansThai", "THSarabunNew", "Garuda", "Loma", "Kinnari", "THNiramitAS",
          "NotoLoopedThai", "THKrub"]
HELD_OUT = ["Norasi", "NotoSerifThai", "ArundinaSans", "THSarabun", "Sawasdee"]
HELD_OUT_LIST = Path(__file__).resolve().parents[2] / "training" / "held-out-fonts.txt"
COLUMNS = ["file", "truth", "letter", "font", "held_out", "layout", "condition", "dpi_x", "dpi_y", "stamp"]


@dataclass(frozen=True)
class Task:
    """One letter in one font and layout, to be drawn in several conditions."""
    folder: Path
    key: str
    turn: int
    font: str
    layout: str
    conditions: tuple


def chosen(wanted, known, usual, what):
    names = list(usual) if not wanted else wanted.split(",")
    unknown = [name for name in names if name not in known]
    if unknown:
        raise SystemExit(f"make-samples: no such {what}: {', '.join(unknown)}; there are {', '.join(known)}")
    return names


def is_held_out(font):
    """By the file, as the training does."""
    lines = HELD_OUT_LIST.read_text(encoding="utf-8").split("\n")
    prefixes = [line.strip() for line in lines if line.strip() and not line.startswith("#")]
    return any(Path(CATALOGUE[font][0]).name.startswith(prefix) for prefix in prefixes)


def tasks(folder, options):
    """Fonts and layouts go round at different paces, so that every layout meets every font in the end."""
    layouts = chosen(options.layouts, LAYOUTS, LAYOUTS, "layout")
    conditions = tuple(chosen(options.conditions, CONDITIONS, USUAL, "condition"))
    groups = [chosen(options.fonts, CATALOGUE, [], "font")] if options.fonts else [OFFICE, HELD_OUT]
    step = 3 if math.gcd(3, len(layouts)) == 1 else 1
    for number in range(options.count):
        turn, side = divmod(number, len(groups))
        fonts = groups[side]
        place = step * turn + turn // len(fonts) + side * (len(layouts) // 2)
        yield Task(folder, f"{options.seed}-{number:03d}", turn, fonts[turn % len(fonts)], layouts[place % len(layouts)],
                   conditions)


def stamped(image, key):
    """The page with a received stamp somewhere on it, and the words of the stamp."""
    rng = random.Random(f"place {key}")
    words = [line.format(number=f"{rng.randrange(1, 9999):04d}", day=f"{rng.randrange(1, 30)} พ.ย. 2569",
                         time=f"{rng.randrange(9, 16):02d}.{rng.randrange(10, 59)}") for line in RECEIVED]
    y = 60 if rng.random() < 0.5 else rng.randrange(300, HEIGHT // 2)
    inked = raster.stamp(image.copy(), words, rng.randrange(250, 1300), y, rng.uniform(-6, 6))
    return ImageChops.darker(image, inked), " ".join(words)


def draw(task):
    """Writes the pages of one letter and gives their rows of the list."""
    letter = invent(task.key, task.layout)
    rng = random.Random(f"setting {task.key}")
    setting = Typesetter(letter, task.font, justified=task.turn % 3 == 0, dot_drop=rng.choice([2, 8, 15]))
    held_out, rows = "yes" if is_held_out(task.font) else "no", []
    for sheet, page in enumerate(setting.run(), 1):
        image, name, stamp = raster.draw_page(page), f"{task.key}-p{sheet}-{task.font}-{task.layout}", ""
        if task.turn % 3 == 1 and sheet == 1:
            image, stamp = stamped(image, task.key)
        (task.folder / f"{name}.txt").write_text("".join(line.text + "\n" for line in page.lines), encoding="utf-8")
        for condition in task.conditions:
            spoil, kind, suffix = CONDITIONS[condition]
            spoilt, dpi = spoil(image, np.random.default_rng(zlib.crc32(f"{name} {condition}".encode())))
            file = f"{name}-{condition}.{suffix}"
            (task.folder / file).write_bytes(containers.pack(kind, [(spoilt, dpi)]))
            rows.append([file, f"{name}.txt", task.key, task.font, held_out, task.layout, condition, *dpi, stamp or "-"])
    return rows


def render(folder, options, say):
    """Draws `count` letters, each in one font and layout, in every condition asked for."""
    todo, rows = list(tasks(folder, options)), []
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "pages.tsv").unlink(missing_ok=True)
    with ProcessPoolExecutor(options.jobs) as pool:
        for number, (task, drawn) in enumerate(zip(todo, pool.map(draw, todo)), 1):
            rows += drawn
            say(f"{number} of {len(todo)}: {task.font}, {task.layout}")
    with open(folder / "pages.tsv.part", "w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, delimiter="\t", lineterminator="\n", quoting=csv.QUOTE_NONE)
        writer.writerows([COLUMNS, *rows])
    (folder / "pages.tsv.part").rename(folder / "pages.tsv")
    say(f"{len(rows)} pages in {folder}, listed in pages.tsv")

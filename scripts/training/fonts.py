"""The fonts lines are drawn with, and those that never may be."""
from __future__ import annotations

import csv
import importlib.util
import itertools
import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
from fontTools.ttLib import TTFont
from PIL import ImageFont

HERE = Path(__file__).parent
SYSTEM = Path("/usr/share/fonts/truetype")
FALLBACKS = [SYSTEM / "tlwg/Loma.ttf", SYSTEM / "dejavu/DejaVuSans.ttf"]
DPI = 300


@dataclass(frozen=True)
class Font:
    path: Path
    weight: float
    points: float


def roots() -> dict[str, Path]:
    def package(name: str, inside: str) -> Path:
        spec = importlib.util.find_spec(name)
        if spec is None or not spec.submodule_search_locations:
            raise FileNotFoundError(f"The Python package {name} is missing; run scripts/train-model setup.")
        return Path(spec.submodule_search_locations[0]) / inside
    return {"tlwg": SYSTEM / "tlwg", "noto": SYSTEM / "noto",
            "th": package("odoo", "addons/l10n_th_base_utils/static/fonts/thai"),
            "sarabun": package("fontpkg_sarabun", "files"), "kanit": package("fontpkg_kanit", "files"),
            "prompt": package("fontpkg_prompt", "files"), "chakra": package("fontpkg_chakra_petch", "files")}


def held_out_prefixes() -> list[str]:
    lines = (HERE / "held-out-fonts.txt").read_text().splitlines()
    return [line.strip() for line in lines if line.strip() and not line.startswith("#")]


def is_held_out(path: Path) -> bool:
    return any(path.name.startswith(prefix) for prefix in held_out_prefixes())


def _expand(pattern: str) -> list[str]:
    """Shell braces: `a{b,c}` to `ab`, `ac`."""
    parts = re.findall(r"\{[^}]*\}|[^{]+", pattern)
    pieces = [part[1:-1].split(",") if part.startswith("{") else [part] for part in parts]
    return ["".join(choice) for choice in itertools.product(*pieces)]


@lru_cache(maxsize=None)
def training() -> tuple[Font, ...]:
    """All training fonts; the weight of a table row is shared by its files."""
    places, found = roots(), []
    with (HERE / "fonts.tsv").open(encoding="utf-8") as table:
        for row in csv.DictReader(table, delimiter="\t"):
            paths = sorted({p for pattern in _expand(row["pattern"]) for p in places[row["root"]].glob(pattern)})
            if not paths:
                raise FileNotFoundError(f"No font matches {row['pattern']} under {places[row['root']]}; "
                                        "run scripts/train-model setup.")
            found += [Font(p, float(row["weight"]) / len(paths), float(row["points"])) for p in paths]
    forbidden = [font.path.name for font in found if is_held_out(font.path)]
    if forbidden:
        raise ValueError(f"Held-out fonts in fonts.tsv: {', '.join(forbidden)}. Take them out.")
    return tuple(found)


@lru_cache(maxsize=None)
def held_out() -> tuple[Font, ...]:
    """The regular faces of the held-out families that are installed, for validation only."""
    names = {SYSTEM / "tlwg/Norasi.ttf": 14, SYSTEM / "tlwg/Sawasdee.ttf": 11.5,
             SYSTEM / "noto/NotoSerifThai-Regular.ttf": 11.5, SYSTEM / "arundina/ArundinaSans.ttf": 12,
             roots()["th"] / "THSarabun/THSarabun-Regular.ttf": 16}
    return tuple(Font(path, 1.0, points) for path, points in names.items() if path.exists())


@lru_cache(maxsize=512)
def coverage(path: Path) -> frozenset[int]:
    with TTFont(path, fontNumber=0, lazy=True) as font:
        return frozenset(font.getBestCmap())


@lru_cache(maxsize=256)
def face(path: Path, pixels: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(path), pixels, layout_engine=ImageFont.Layout.RAQM)


class Face:
    """One font at one size, with fallbacks for characters it lacks."""

    def __init__(self, path: Path, pixels: int):
        self.paths = [path, *FALLBACKS]
        self.faces = [face(p, pixels) for p in self.paths]
        self.ascent, descent = self.faces[0].getmetrics()
        self.height = self.ascent + descent

    def runs(self, text: str) -> list[tuple[int, str]]:
        out: list[list] = []
        for c in text:
            which = next((i for i, p in enumerate(self.paths) if ord(c) in coverage(p)), 0)
            if out and (out[-1][0] == which or c == " "):
                out[-1][1] += c
            else:
                out.append([which, c])
        return [(which, run) for which, run in out]

    def width(self, text: str) -> float:
        return sum(self.faces[i].getlength(run, language="th") for i, run in self.runs(text))

    def draw(self, canvas, x: float, baseline: float, text: str, ink: int, space: float = 1.0) -> None:
        for i, run in self.runs(text):
            for piece in re.findall(r" +|[^ ]+", run) if space != 1.0 else [run]:
                if piece.strip():
                    canvas.text((x, baseline), piece, font=self.faces[i], fill=ink, language="th", anchor="ls")
                x += self.faces[i].getlength(piece, language="th") * (1.0 if piece.strip() else space)


def pick(r: np.random.Generator, fonts: tuple[Font, ...]) -> Font:
    weights = np.array([font.weight for font in fonts])
    return fonts[int(r.choice(len(fonts), p=weights / weights.sum()))]

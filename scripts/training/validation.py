"""How well a model reads seeded lines of text kept from training, in training fonts and in held-out ones."""
from __future__ import annotations

import csv
import json
import shutil
import subprocess
from collections import defaultdict
from pathlib import Path

import cv2
from rapidfuzz.distance import Levenshtein

import batches
import corpus
import fonts
import training
import wear
from line_text import LineWriter

SETS = {"seen": 901, "unseen": 902}
FONT_SEED = 903
OFFICE = ("THSarabunNew", "Laksaman", "Sarabun-")
UNIFIED = str.maketrans({"–": "-", "—": "-", "“": '"', "”": '"', "‘": "'", "’": "'"})
CLASSES = {"thai_digit": set("๐๑๒๓๔๕๖๗๘๙"), "digit": set("0123456789"), "tone": set("่้๊๋็์"), "sara_am": {"ำ"},
           "latin": set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz")}


def draw(folder: Path, known: set[str], count: int) -> None:
    """The validation pictures, made once: `count` lines a set and condition group."""
    writer = LineWriter(known, validation=True)
    for name, seed in SETS.items():
        target = folder / name
        if (target / "lines.tsv").exists():
            continue
        faces = fonts.training() if name == "seen" else fonts.held_out()
        _write(target, writer, seed, count, faces)


def _write(target: Path, writer: LineWriter, seed: int, count: int, faces: tuple[fonts.Font, ...]) -> None:
    """A folder of pictures, `count` of each condition, and their list."""
    target.mkdir(parents=True, exist_ok=True)
    rows = []
    for group, condition in enumerate(wear.SHARES):
        for index, line in enumerate(batches.lines(writer, seed, group, count, faces, condition)):
            path = target / f"{condition}-{index:03}.png"
            cv2.imwrite(str(path), line.image)
            rows.append([path.name, line.condition, line.font, line.label])
    with (target / "lines.tsv").open("w", encoding="utf-8", newline="") as out:
        csv.writer(out, delimiter="\t", quoting=csv.QUOTE_NONE, quotechar=None, escapechar="\\").writerows(rows)


def errors_in_font(folder: Path, known: set[str], name: str, models: list[Path]) -> list[int]:
    """The errors of each model in 200 lines of one family of fonts."""
    faces = tuple(font for font in fonts.training() + fonts.held_out() if font.path.stem.split("-")[0] == name)
    target = folder / f"font-{name}"
    _write(target, LineWriter(known, validation=True), FONT_SEED, 20, faces)
    return [tally(read(target, model))["all"]["wrong"] for model in models]


def read(folder: Path, model: Path) -> list[tuple[str, str, str, str]]:
    """(condition, font, truth, reading) for each line of a set."""
    tessdata = folder.parent / "tessdata"
    tessdata.mkdir(exist_ok=True)
    link = tessdata / f"{model.stem}.traineddata"
    if link.is_symlink() or link.exists():
        link.unlink()
    link.symlink_to(model.absolute())
    with (folder / "lines.tsv").open(encoding="utf-8") as table:
        rows = list(csv.reader(table, delimiter="\t", quoting=csv.QUOTE_NONE, escapechar="\\"))
    listing = folder / "list.txt"
    listing.write_text("".join(f"{folder / row[0]}\n" for row in rows))
    command = ["tesseract", listing, "-", "--psm", "13", "--dpi", "300", "--tessdata-dir", tessdata, "-l", model.stem,
               "-c", "preserve_interword_spaces=1", "-c", "page_separator=\f"]
    done = subprocess.run(command, capture_output=True, text=True, env=training.ENVIRONMENT)
    pages = done.stdout.split("\f")
    if len(pages) != len(rows):
        raise RuntimeError(f"{model} read {len(pages)} of {len(rows)} lines: {done.stderr[-500:]}")
    return [(row[1], row[2], row[3], page) for row, page in zip(rows, pages)]


def canonical(text: str) -> str:
    return corpus.canonical(text).translate(UNIFIED)


def tally(readings) -> dict[str, dict[str, float]]:
    """Edits and characters by condition, font group and character class."""
    counts: dict[str, list[int]] = defaultdict(lambda: [0, 0])

    def add(key: str, wrong: int, of: int):
        counts[key][0] += wrong
        counts[key][1] += of
    for condition, font, truth, reading in readings:
        truth, reading = canonical(truth), canonical(reading)
        edits = Levenshtein.editops(truth, reading)
        office = "office" if font.startswith(OFFICE) else "other"
        for key in ("all", f"condition {condition}", f"font {font.split('-')[0]}", f"fonts {office}"):
            add(key, len(edits), len(truth))
        dense = truth.replace(" ", "")
        add("without spaces", Levenshtein.distance(dense, reading.replace(" ", "")), len(dense))
        add("lines", int(bool(edits)), 1)
        wrong = {edit.src_pos for edit in edits if edit.tag != "insert"}
        for name, members in CLASSES.items():
            places = [i for i, c in enumerate(truth) if c in members]
            add(f"class {name}", sum(i in wrong for i in places), len(places))
            for i in places if name == "thai_digit" else []:
                add(f"digit {truth[i]}", int(i in wrong), 1)
    return {key: {"wrong": wrong, "of": of, "percent": round(100 * wrong / of, 2)}
            for key, (wrong, of) in sorted(counts.items()) if of}


def confusions(readings, most: int = 25) -> list[tuple[str, int]]:
    found: dict[str, int] = defaultdict(int)
    for _, _, truth, reading in readings:
        truth, reading = canonical(truth), canonical(reading)
        for edit in Levenshtein.editops(truth, reading):
            gone = truth[edit.src_pos] if edit.tag != "insert" else ""
            came = reading[edit.dest_pos] if edit.tag != "delete" else ""
            found[f"{gone or '∅'}→{came or '∅'}"] += 1
    return sorted(found.items(), key=lambda pair: -pair[1])[:most]


def report(folder: Path, models: list[Path]) -> dict:
    """One table a set: error per cent of each model, by condition, font and class."""
    out = {}
    for name in SETS:
        columns, mistakes = {}, {}
        for model in models:
            readings = read(folder / name, model)
            columns[model.stem], mistakes[model.stem] = tally(readings), confusions(readings)
        print(f"\n{name} fonts, error %   " + "   ".join(columns))
        for key in next(iter(columns.values())):
            print(f"  {key:28}" + "".join(f"{column[key]['percent']:10.2f}" for column in columns.values())
                  + f"   of {next(iter(columns.values()))[key]['of']}")
        print("  commonest:", "  ".join(f"{pair} {count}" for pair, count in mistakes[models[-1].stem]))
        out[name] = columns
    (folder / "report.json").write_text(json.dumps(out, ensure_ascii=False, indent=1))
    shutil.rmtree(folder / "tessdata", ignore_errors=True)
    return out

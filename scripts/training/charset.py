"""The characters the model can emit: Debian's script/Thai in its old order, then those it lacks."""
from __future__ import annotations

import csv
import re
import unicodedata
from pathlib import Path

NEW_CHARACTERS = Path(__file__).with_name("new-characters.tsv")
SPECIAL = {"NULL": " "}                            # Tesseract writes the space as NULL
NULL = 2                                           # the class "no character" of Tesseract's models
NO_SHAPE = "0,255,0,255,0,0,0,0,0,0"               # combine_lang_model needs no glyph sizes for an LSTM


def characters(unicharset: str) -> list[str]:
    """The entries of a unicharset file in order of their ids."""
    lines = unicharset.splitlines()
    return [SPECIAL.get(name, name) for name in (line.split(" ")[0] for line in lines[1:int(lines[0]) + 1])]


def additions() -> list[tuple[str, str]]:
    """What script/Thai lacks, each with the old character whose weights it starts from."""
    with NEW_CHARACTERS.open(encoding="utf-8") as table:
        return [(row["character"], row["starts_as"]) for row in csv.DictReader(table, delimiter="\t")]


def extended(unicharset: str) -> tuple[str, list[int | None]]:
    """The unicharset with all additions, and for each one added the id of the character it starts from."""
    known = characters(unicharset)
    lines, sources = unicharset.rstrip("\n").splitlines(), []
    for character, model in additions():
        if character in known:
            continue
        identity = len(known)
        kind = unicodedata.category(character)
        flags = "8" if kind == "Nd" else "1" if kind == "Lo" else "10" if kind.startswith("P") else "0"
        script = "Thai" if "\u0e01" <= character <= "\u0e5b" and character != "฿" else "Common"
        lines.append(f"{character} {flags} {NO_SHAPE} {script} {identity} 0 {identity} {character}")
        sources.append(known.index(model) if model else None)
        known.append(character)
    lines[0] = str(len(known))
    return "\n".join(lines) + "\n", sources


def composed(text: str) -> str:
    """SARA AM as one character, wherever its halves and a tone mark stand."""
    text = re.sub("\u0e4d([\u0e48-\u0e4b]?)\u0e32", "\\1\u0e33", text)
    return re.sub("([\u0e48-\u0e4b])\u0e4d\u0e32", "\\1\u0e33", text)

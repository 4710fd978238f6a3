"""Text for training lines: government news, words, places, invented people."""
from __future__ import annotations

import importlib.util
import json
import lzma
import unicodedata
import zlib
from pathlib import Path

from charset import composed

DATA = Path(__file__).with_name("data")
MARKS = set("ัิีึืฺุู็่้๊๋์ํ๎")                        # stand over or under the letter before them
UPPER = {mark: rank for rank, marks in enumerate(["ัิีึืฺุู็", "่้๊๋", "์ํ"]) for mark in marks}
VALIDATION_PERCENT = 5


def canonical(text: str) -> str:
    """NFC, vowel before tone mark, SARA AM whole, no invisible characters."""
    text = unicodedata.normalize("NFC", text).replace("\u0e40\u0e40", "\u0e41")
    text = "".join(" " if c.isspace() else c for c in text if unicodedata.category(c) not in ("Cf", "Co", "Cc")
                   or c.isspace())
    out: list[str] = []
    for c in composed(text):
        if c in UPPER and out and out[-1] in UPPER:
            if out[-1] == c:
                continue
            if UPPER[c] < UPPER[out[-1]]:
                out.insert(-1, c)
                continue
        out.append(c)
    return " ".join("".join(out).split())


def breakable(text: str, at: int) -> bool:
    """Whether a line may begin at this offset: never inside a cluster."""
    if not 0 < at < len(text):
        return True
    return text[at] not in MARKS and text[at] not in "าำะๆฯ" and text[at - 1] not in "เแโใไ"


def is_validation(paragraph: str) -> bool:
    return zlib.crc32(paragraph.encode()) % 100 < VALIDATION_PERCENT


def news(validation: bool) -> list[str]:
    """Paragraphs of public-domain government news; those kept for validation are never trained on."""
    with lzma.open(DATA / "thaigov-lines.txt.xz", "rt", encoding="utf-8") as lines:
        paragraphs = (canonical(line) for line in lines)
        return [p for p in paragraphs if len(p) >= 60 and is_validation(p) == validation]


def _package_file(package: str, path: str) -> Path:
    spec = importlib.util.find_spec(package)
    if spec is None or not spec.submodule_search_locations:
        raise FileNotFoundError(f"The Python package {package} is missing; run scripts/train-model setup.")
    return Path(spec.submodule_search_locations[0]) / path


def words(least: int = 20, most: int = 30000) -> list[str]:
    """Frequent Thai words (Thai National Corpus counts as PyThaiNLP carries them, CC0)."""
    found = []
    for line in _package_file("pythainlp", "corpus/tnc_freq.txt").read_text(encoding="utf-8").splitlines():
        word, _, count = line.partition("\t")
        word = canonical(word)
        if count.strip().isdigit() and int(count) >= least and len(word) > 1 and all(
                "\u0e01" <= c <= "\u0e4e" for c in word) and word[0] not in MARKS:
            found.append((int(count), word))
    return [word for _, word in sorted(found, key=lambda pair: (-pair[0], pair[1]))[:most]]


def places() -> list[tuple[str, str, str, str]]:
    """Sub-district, district, province, postcode of all Thailand (geothai, CC-BY-4.0)."""
    def rows(name: str):
        return json.loads(_package_file("geothai", f"_data/{name}.json").read_text(encoding="utf-8"))
    provinces = {row[0]: row[1] for row in rows("provinces")}
    districts = {row[0]: row[1].removeprefix("เขต") for row in rows("districts")}
    out = []
    for code, name, _, postcode, *_ in rows("subdistricts"):
        postcode = postcode[0] if isinstance(postcode, list) else str(postcode)
        out.append((name, districts[code[:4]], provinces[code[:2]], postcode[:5]))
    return out

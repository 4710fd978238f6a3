"""Fills the templates of data/patterns.tsv.

`[a|b|]` is a choice, `{1..31}` a number, `{#3-5}` three to five digits, `{name}` a method below or a list of
data/vocabulary.txt. Numbers come in Arabic digits, but for `thai_digit_groups`.
"""
from __future__ import annotations

import re
from collections.abc import Callable

import numpy as np

import corpus

LETTERS = "abcdefghijklmnopqrstuvwxyz"
CONSONANTS = "กขคฆงจฉชซฌญฎฏฐฑฒณดตถทธนบปผฝพฟภมยรลวศษสหฬอฮ"
OFTEN_CONFUSED = "ซชขสลนมบปดตคศผพฝฟถภกงจวรทหอย"
RARE = set("ซชขฌฆฎฏฐฑฒฬษฮำญฤฯๆํฟฝฉ")
VOWELS = ["", "า", "ำ", "ะ", "ี", "ิ", "ึ", "ื", "ุ", "ู", "ั", "็", "์"]
# 4 and 8 more often than chance: in Thai digits they are the pair most easily confused.
DIGIT_ODDS = np.array([1, 1, 1, 1, 2, 1, 1.1, 1.1, 2.4, 1.1]) / 12.7
THAI_DIGITS = str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙")


class Filler:
    def __init__(self, window: Callable[[np.random.Generator, int], str]):
        self.window = window
        self.lists = _vocabulary()
        self.words = corpus.words()
        self.rare_words = [word for word in self.words if any(c in RARE for c in word)]
        self.places = corpus.places()

    def pick(self, r, items):
        return items[int(r.integers(len(items)))]

    def fill(self, r, template: str) -> str:
        choice = re.compile(r"\[([^\[\]]*)\]")
        while choice.search(template):
            template = choice.sub(lambda found: self.pick(r, found.group(1).split("|")), template, count=1)
        return re.sub(r"\{([^}]*)\}", lambda found: self._field(r, found.group(1)), template)

    def _field(self, r, name: str) -> str:
        if name.startswith("#"):
            least, _, most = name[1:].partition("-")
            return self.digits(r, int(least), int(most or least))
        if ".." in name:
            first, last = name.split("..")
            return str(int(r.integers(int(first), int(last) + 1)))
        if name in self.lists:
            return self.pick(r, self.lists[name])
        return getattr(self, name)(r)

    def digits(self, r, least: int, most: int) -> str:
        return "".join(map(str, r.choice(10, int(r.integers(least, most + 1)), p=DIGIT_ODDS)))

    def letters(self, r, alphabet: str, least: int, most: int) -> str:
        return "".join(r.choice(list(alphabet), int(r.integers(least, most + 1))))

    # Fields

    def year(self, r) -> str:
        return str(int(r.integers(2490, 2585)))

    def clock(self, r) -> str:
        return f"{int(r.integers(24)):02}.{int(r.integers(60)):02}"

    def news(self, r) -> str:
        return self.window(r, int(r.integers(6, 50)))

    def word(self, r) -> str:
        return self.pick(r, self.words)

    def letter(self, r) -> str:
        return self.pick(r, CONSONANTS)

    def province(self, r) -> str:
        return self.pick(r, self.places)[2]

    def dots(self, r) -> str:
        return "." * int(r.integers(4, 30))

    def amount(self, r) -> str:
        whole = int(self.digits(r, 2, 8))
        return self.pick(r, [f"{whole:,}", f"{whole:,}.{self.digits(r, 2, 2)}", str(whole)])

    def citizen_id(self, r) -> str:
        """Begins with 9, which no one's does, and has a valid check digit."""
        values = [9, *map(int, self.digits(r, 11, 11))]
        values.append((11 - sum(v * (13 - i) for i, v in enumerate(values)) % 11) % 10)
        s = "".join(map(str, values))
        parts = [s[0], s[1:5], s[5:10], s[10:12], s[12]]
        return self.pick(r, ["-", "-", "", " "]).join(parts)

    def person(self, r) -> str:
        surname = "".join(self.pick(r, self.lists["name_part"]) for _ in range(int(r.integers(2, 4))))
        return f"{self.pick(r, self.lists['title'])}{self.pick(r, self.lists['first_name'])} {surname}"

    def address(self, r) -> str:
        """A real sub-district, district, province and postcode behind an invented house."""
        subdistrict, district, province, postcode = self.pick(r, self.places)
        parts = [self.fill(r, "[บ้านเลขที่ |เลขที่ |]{1..999}[|/{1..99}|/{1..999}]")]
        parts += [self.fill(r, "[หมู่ที่ |หมู่ |ม.|ม. ]{1..18}")] if r.random() < 0.6 else []
        parts += [self.fill(r, "[ซอย|ซ.|ตรอก]{word}[| {1..90}]")] if r.random() < 0.35 else []
        parts += [self.fill(r, "[ถนน|ถ.]{word}[|{word}]")] if r.random() < 0.35 else []
        if province == "กรุงเทพมหานคร":
            parts += [f"แขวง{subdistrict}", f"เขต{district}", self.pick(r, [province, "กรุงเทพฯ", "กทม."])]
        else:
            names = self.pick(r, [("ตำบล", "อำเภอ", "จังหวัด"), ("ต.", "อ.", "จ.")])
            parts += [names[0] + subdistrict, names[1] + district, names[2] + province]
        parts.append(postcode)
        first = int(r.integers(0, 4)) if r.random() < 0.5 else 0
        last = int(r.integers(first + 1, len(parts) + 1))
        return " ".join(parts[first:max(last, first + 2)])

    def latin_words(self, r) -> str:
        words = [self.pick(r, self.lists["latin"]) for _ in range(int(r.integers(1, 5)))]
        if r.random() < 0.3:
            words.append(self.letters(r, LETTERS, 2, 9))
        return self.pick(r, [str, str, str, str.upper, str.lower])(" ".join(words))

    def handle(self, r) -> str:
        return self.letters(r, LETTERS + "0123456789._-", 4, 11).strip("._-") or "a"

    def host(self, r) -> str:
        return self.letters(r, LETTERS, 3, 8) + self.pick(r, [".com", ".co.th", ".go.th", ".or.th", ".ac.th", ".net"])

    def capitals(self, r) -> str:
        return self.letters(r, LETTERS.upper() + "0123456789-", 3, 13).strip("-") or "A1"

    def symbols(self, r) -> str:
        return self.letters(r, "#$%&*+<=>@_{|}~£¥§©®°»€™¢—–;:!?", 1, 3)

    def digit_groups(self, r) -> str:
        """Numbers only, as in tables and forms."""
        groups = [self.digits(r, 1, 7) for _ in range(int(r.integers(1, 7)))]
        return "".join(g + self.pick(r, [" ", "  ", "/", "-", ".", ",", ""]) for g in groups).strip(" /-.,")

    def thai_digit_groups(self, r) -> str:
        return self.digit_groups(r).translate(THAI_DIGITS)

    def vocabulary(self, r) -> str:
        pool = self.rare_words if r.random() < 0.5 else self.words
        return self.pick(r, ["", "", " "]).join(self.pick(r, pool) for _ in range(int(r.integers(2, 9))))

    def clusters(self, r) -> str:
        """Consonants with marks no language model can guess, so that shapes alone decide."""
        out = []
        for _ in range(int(r.integers(3, 16))):
            base = self.pick(r, OFTEN_CONFUSED if r.random() < 0.8 else CONSONANTS)
            vowel = self.pick(r, VOWELS)
            tone = "" if vowel in ("็", "์") else self.pick(r, ["", "", "่", "้", "๊", "๋"])
            lead = self.pick(r, "เแโใไ") if not vowel and r.random() < 0.4 else ""
            out.append(lead + base + (tone + vowel if vowel in ("า", "ำ", "ะ") else vowel + tone))
        return self.pick(r, ["", "", " "]).join(out)


def _vocabulary() -> dict[str, list[str]]:
    lists: dict[str, list[str]] = {}
    name = ""
    for line in (corpus.DATA / "vocabulary.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            name = line.strip("[]")
            lists[name] = []
        elif line and not line.startswith("#"):
            lists[name] += [item.strip() for item in line.split("|")]
    return lists

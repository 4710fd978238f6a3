"""What the lines say: windows of government text, and the patterns letters to an office are full of."""
from __future__ import annotations

import csv
import re
from collections import defaultdict

import numpy as np

import corpus
from filler import THAI_DIGITS, Filler

LONGEST = 110


class LineWriter:
    """Draws the text of lines; the same generator state gives the same lines."""

    def __init__(self, known: set[str], validation: bool = False):
        self.known = known
        self.news = corpus.news(validation)
        self.filler = Filler(self.window)
        self.templates: dict[str, list[str]] = defaultdict(list)
        weights: dict[str, float] = {}
        with (corpus.DATA / "patterns.tsv").open(encoding="utf-8") as table:
            for row in csv.DictReader(table, delimiter="\t", quoting=csv.QUOTE_NONE):
                self.templates[row["kind"]].append(row["template"])
                weights[row["kind"]] = weights.get(row["kind"], 0) + float(row["weight"] or 0)
        self.kinds = list(weights)
        self.odds = np.array(list(weights.values())) / sum(weights.values())

    def line(self, r: np.random.Generator) -> tuple[str, str]:
        """The text as drawn (spaces may be wide) and its label (single spaces)."""
        while True:
            drawn = self._compose(r)
            label = corpus.canonical(drawn)
            if 2 <= len(label) <= LONGEST and all(c in self.known for c in label):
                return corpus.composed(drawn.strip()), label

    def _compose(self, r) -> str:
        length, kind = int(r.triangular(8, 40, 100)), r.random()
        if kind < 0.42:
            return self.window(r, length)
        if kind < 0.68:
            return self.pattern(r)
        parts: list[str] = []
        while length > 0:
            news = r.random() < 0.4
            parts.append(self.window(r, min(length + 4, int(r.integers(8, 40)))) if news else self.pattern(r))
            length -= len(parts[-1]) + 1
        return (" " * int(r.choice([1, 1, 1, 2]))).join(parts)[:LONGEST]

    def window(self, r, length: int) -> str:
        """A stretch of news, half of it in Thai digits as officials write them."""
        paragraph = self.news[int(r.integers(len(self.news)))]
        start = int(r.integers(max(1, len(paragraph) - length)))
        while not corpus.breakable(paragraph, start):
            start += 1
        end = min(len(paragraph), start + length)
        while not corpus.breakable(paragraph, end):
            end += 1
        text = paragraph[start:end].strip()
        return text.translate(THAI_DIGITS) if r.random() < 0.5 else text

    def pattern(self, r) -> str:
        """A template filled in; most of its numbers in Thai digits, never those inside Latin words."""
        kind = self.kinds[int(r.choice(len(self.kinds), p=self.odds))]
        text = self.filler.fill(r, self.filler.pick(r, self.templates[kind]))
        if r.random() < 0.6:
            text = re.sub(r"(?<![A-Za-z])[0-9]+(?![A-Za-z])", lambda found: found.group().translate(THAI_DIGITS), text)
        return text

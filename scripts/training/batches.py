"""Batches of training lines, each made from the run's seed and its own number alone."""
from __future__ import annotations

from pathlib import Path

import numpy as np

import fonts
import line_image
import lstmf
import network_input
from line_text import LineWriter

LINES = 400


def lines(writer: LineWriter, seed: int, number: int, count: int, faces: tuple[fonts.Font, ...],
          condition: str | None = None) -> list[line_image.Line]:
    out: list[line_image.Line] = []
    for index in range(count):
        r = np.random.default_rng([seed, number, index])
        text, label = writer.line(r)
        neighbours = [writer.line(r)[0], writer.line(r)[0]] if r.random() < 0.4 else []
        out.append(line_image.make(r, text, label, fonts.pick(r, faces), neighbours, condition))
    return out


def write(path: Path, writer: LineWriter, seed: int, number: int) -> None:
    made = lines(writer, seed, number, LINES, fonts.training())
    lstmf.write(path, [(network_input.as_read(line.image), line.label) for line in made])

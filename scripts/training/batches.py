"""Batches of training lines, each made from the run's seed and its own number alone."""
from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

import fonts
import line_image
import network_input
from charset import NULL
from line_text import LineWriter
from network_input import HEIGHT, STEP

LINES = 400
MINIBATCH = 25
STEPS_APART = 32                    # minibatches are padded to a multiple of this, so that few programs are compiled


@dataclass
class Minibatch:
    """Lines of similar length as the network takes them; what is beyond a line's end is padding."""

    images: np.ndarray              # (B, 48, 3·T) int8, 127 is white
    steps: np.ndarray               # (B) time steps of each line
    labels: np.ndarray              # (B, T / 2) classes
    lengths: np.ndarray             # (B) characters of each label


def lines(writer: LineWriter, seed: int, number: int, count: int, faces: tuple[fonts.Font, ...],
          condition: str | None = None) -> list[line_image.Line]:
    out: list[line_image.Line] = []
    for index in range(count):
        r = np.random.default_rng([seed, number, index])
        text, label = writer.line(r)
        neighbours = [writer.line(r)[0], writer.line(r)[0]] if r.random() < 0.4 else []
        out.append(line_image.make(r, text, label, fonts.pick(r, faces), neighbours, condition))
    return out


def minibatches(characters: list[str], seed: int, number: int) -> list[Minibatch]:
    """The batch's lines in groups of similar length, the groups in random order."""
    cv2.setNumThreads(1)
    classes = {character: index for index, character in enumerate(characters)}
    made = lines(LineWriter(set(characters)), seed, number, LINES, fonts.training())
    fed = [(network_input.as_fed(line.image), [classes[c] for c in line.label]) for line in made]
    fed = [pair for pair in fed if _fits(*pair)]
    # Groups are of one size, so that few programs are compiled: a few lines come twice rather than the longest never.
    fed = sorted(fed + fed[:-len(fed) % MINIBATCH], key=lambda pair: pair[0].shape[1])
    groups = [fed[first:first + MINIBATCH] for first in range(0, len(fed), MINIBATCH)]
    np.random.default_rng([seed, number, LINES]).shuffle(groups)
    return [_stacked(group) for group in groups]


def _fits(image: np.ndarray, label: list[int]) -> bool:
    """Whether the line has time steps enough for its label: one a character, one more between equal ones."""
    return len(label) + sum(a == b for a, b in zip(label, label[1:])) <= image.shape[1] // STEP


def _stacked(group: list[tuple[np.ndarray, list[int]]]) -> Minibatch:
    steps = np.array([image.shape[1] // STEP for image, _ in group], np.int32)
    longest = -(-int(steps.max()) // STEPS_APART) * STEPS_APART
    images = np.zeros((len(group), HEIGHT, STEP * longest), np.int8)
    labels = np.full((len(group), max(longest // 2, max(len(label) for _, label in group))), NULL, np.int32)
    for row, (image, label) in enumerate(group):
        width = STEP * steps[row]
        images[row, :, :width] = image[:, :width]
        labels[row, :len(label)] = label
    return Minibatch(images, steps, labels, np.array([len(label) for _, label in group], np.int32))

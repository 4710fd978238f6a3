"""One line of text as the recogniser will meet it: drawn, warped, worn by paper and machine, prepared, cut out."""
from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from PIL import Image, ImageDraw

import fonts
import wear

STAMPED = ["ศูนย์รับเรื่อง", "เลขรับ", "เลขที่", "วันที่", "เวลา", "รับแล้ว", "ลงรับ", "สำเนา", "ด่วน", "ผู้รับ"]


@dataclass
class Line:
    image: np.ndarray                              # grey, as cut from a 300 dpi page (fax: 204 dpi)
    label: str
    font: str
    condition: str


def make(r: np.random.Generator, text: str, label: str, font: fonts.Font, neighbours: list[str],
         condition: str | None = None) -> Line:
    """The picture of `text`; neighbouring lines are drawn into the crop when given."""
    ink, others = _draw(r, text, font, neighbours)
    ink, others = _warp(r, ink, others)
    ink, others = _stroke(r, ink, others)
    rows, columns = np.nonzero(ink.max(axis=1) > 90)[0], np.nonzero(ink.max(axis=0) > 90)[0]
    if not len(rows):
        raise ValueError(f"{font.path.name} draws nothing for U+{ord(text[0]):04X}.")
    box = (columns[0], rows[0], columns[-1] + 1, rows[-1] + 1)
    page = np.maximum(ink, others).astype(np.float32)
    page = _clutter(r, page, box)
    condition = condition or wear.pick(r)
    worn, across, down = wear.apply(condition, r, page)
    return Line(_crop(r, worn, box, across, down), label, font.path.stem, condition)


def _draw(r, text: str, font: fonts.Font, neighbours: list[str]) -> tuple[np.ndarray, np.ndarray]:
    """Ink (255 is full) of the line and of its neighbours, at 300 dpi."""
    size = r.choice([r.uniform(0.84, 1.22), r.uniform(0.68, 0.84), r.uniform(1.22, 1.6)], p=[0.8, 0.15, 0.05])
    face = fonts.Face(font.path, max(24, round(font.points * fonts.DPI / 72 * size)))
    space = float(r.uniform(0.7, 2.2)) if r.random() < 0.25 else 1.0
    pitch = face.height * float(r.uniform(0.92, 1.25))
    pad = int(face.height * 0.35) + 8
    width = int(face.width(text) + text.count(" ") * max(0.0, space - 1) * face.height * 0.4) + 2 * 40 + 20
    height = int(face.height + 2 * pad)
    layers = [Image.new("L", (width, height), 0) for _ in range(2)]
    baseline = pad + face.ascent
    face.draw(ImageDraw.Draw(layers[0]), 40, baseline, text, 255, space)
    for offset, other in zip((-pitch, pitch), neighbours):
        if other:
            face.draw(ImageDraw.Draw(layers[1]), 40 - float(r.uniform(0, 300)), baseline + offset, other, 255)
    return np.asarray(layers[0]), np.asarray(layers[1])


def _field(r, shape: tuple[int, int], pixels: float, cell: int) -> np.ndarray:
    """A smooth random displacement of at most about `pixels`, varying over `cell` pixels."""
    coarse = r.normal(0, pixels / 2, (shape[0] // cell + 3, shape[1] // cell + 3)).astype(np.float32)
    return cv2.resize(coarse, (shape[1], shape[0]), interpolation=cv2.INTER_CUBIC)


def _warp(r, ink: np.ndarray, others: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Rotation, slant, width and elastic bending in one resampling."""
    height, width = ink.shape
    stretch = float(r.uniform(0.8, 1.25)) if r.random() < 0.5 else 1.0
    wide = int(width * stretch)
    y, x = np.mgrid[0:height, 0:wide].astype(np.float32)
    slope = np.tan(np.radians(r.uniform(-0.5, 0.5))) if r.random() < 0.75 else 0.0
    slant = float(r.uniform(-0.18, 0.18)) if r.random() < 0.12 else 0.0
    bend = float(r.uniform(-3, 3)) * np.sin(np.pi * x / wide + r.uniform(0, 3)) if r.random() < 0.2 else 0.0
    source_x, source_y = (x + slant * (y - height / 2)) / stretch, y + slope * (x - wide / 2) + bend
    if r.random() < 0.5:
        cell, strength = int(r.integers(14, 60)), float(r.uniform(0.4, 1.0))
        source_x += _field(r, (height, wide), strength * cell / 18, cell)
        source_y += _field(r, (height, wide), strength * cell / 22, cell)
    if r.random() < 0.3:                               # other proportions of marks, body and tails
        rows = np.linspace(0, height, 6)
        source_y += np.interp(y, rows, r.normal(0, height / 45, 6)).astype(np.float32)
    layers = np.dstack([ink, others])
    both = cv2.remap(layers, source_x.astype(np.float32), source_y.astype(np.float32), cv2.INTER_LINEAR)
    return both[:, :, 0], both[:, :, 1]


def _stroke(r, ink: np.ndarray, others: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Strokes of another pen, then a little fatter or thinner, as toner and paper do."""
    if r.random() < 0.2:
        nib = _nib(r)
        ink, others = cv2.dilate(ink, nib), cv2.dilate(others, nib)
    if r.random() < 0.55:
        return ink, others
    shift, sigma = float(r.uniform(-0.22, 0.30)), float(r.uniform(0.7, 1.4))

    def reweigh(layer):
        soft = cv2.GaussianBlur(layer.astype(np.float32) / 255, (0, 0), sigma)
        return (np.clip((soft - 0.5 + shift) * 2.2 + 0.5, 0, 1) * 255 * (soft > 0.02)).astype(np.uint8)
    heavier = reweigh(ink)
    if heavier.mean() < 0.6 * ink.mean():              # hairlines would vanish
        return ink, others
    return heavier, reweigh(others)


def _nib(r) -> np.ndarray:
    """A broad pen: what it adds lies in one direction, so that strokes get the contrast of fonts nobody has here."""
    reach, kind = int(r.integers(2, 5)), r.random()
    if kind < 0.5:
        return np.ones((1, reach), np.uint8)
    if kind < 0.7:
        return np.ones((min(reach, 3), 1), np.uint8)
    slanted = np.eye(min(reach, 3), dtype=np.uint8)
    return slanted if kind < 0.85 else np.ascontiguousarray(slanted[::-1])


def _clutter(r, page: np.ndarray, box) -> np.ndarray:
    """Now and then what forms and hands add: a rule under the line, dots to write on, a box edge, a stroke, a stamp."""
    kind, (left, top, right, bottom) = r.random(), box
    page = np.ascontiguousarray(page)
    shade, thick = float(r.uniform(90, 240)), int(r.integers(1, 5))
    if kind < 0.03:
        y = int(bottom + r.integers(0, 9))
        cv2.line(page, (0, y), (page.shape[1], y + int(r.integers(-2, 3))), shade, thick)
    elif kind < 0.1:
        page = _dotted(r, page, box)
    elif kind < 0.115:
        x = int(r.choice([left - r.integers(4, 16), right + r.integers(4, 16)]))
        cv2.line(page, (x, 0), (x, page.shape[0]), shade, thick)
    elif kind < 0.135:
        across = np.linspace(r.uniform(left, right), r.uniform(left, right), 24)
        points = np.stack([across, np.cumsum(r.normal(0, 12, 24)) + (top + bottom) / 2], 1).astype(np.int32)
        layer = np.zeros_like(page)
        cv2.polylines(layer, [points], False, float(r.uniform(40, 120)), int(r.integers(2, 6)), cv2.LINE_AA)
        page = np.maximum(page, layer)
    elif kind < 0.22:
        page = np.maximum(page, _stamped(r, page.shape, box))
    return page


def _dotted(r, page: np.ndarray, box) -> np.ndarray:
    """Dots to write on, about the foot of the letters; a line finder mostly leaves those alone that touch one."""
    left, top, right, bottom = box
    rows = page[top:bottom, left:right].sum(axis=1)
    foot = top + int(np.nonzero(rows > 0.5 * np.percentile(rows, 90))[0][-1])
    y, slope = foot + float(r.uniform(-5, 13)), float(r.uniform(-0.004, 0.004))
    pitch, radius, shade = float(r.uniform(7, 19)), float(r.uniform(1.2, 3.4)), float(r.uniform(120, 255))
    kept = 1.0 if r.random() < 0.1 else float(r.uniform(0, 0.15))
    layer = np.zeros(page.shape, np.uint8)
    for x in np.arange(left - r.uniform(0, 40), right + r.uniform(0, 40), pitch):
        place = int(x), int(y + slope * (x - left))
        near = page[max(0, place[1] - 3):place[1] + 4, max(0, place[0] - 3):max(0, place[0]) + 4]
        if (near.size and near.max() > 60) or r.random() < kept:
            centre = int(x * 16), int((y + slope * (x - left)) * 16)
            cv2.circle(layer, centre, int(radius * 16), shade, -1, cv2.LINE_AA, 4)
    return np.maximum(page, layer)


def _stamped(r, shape: tuple[int, int], box) -> np.ndarray:
    """Ink of an office's stamp pressed over the line: a tilted frame with writing, uneven, paler than print or as dark.

    A fax makes all of it dark; of a dark one the line finder mostly takes out the frame.
    """
    is_dark = r.random() < 0.5
    left, top, right, bottom = box
    face = fonts.Face(fonts.pick(r, fonts.training()).path, int(r.integers(45, 100)))
    words = [f"{STAMPED[int(r.integers(len(STAMPED)))]} {r.integers(1, 10_000)}" for _ in range(int(r.integers(1, 4)))]
    size = int(max(map(face.width, words))) + 90, int(face.height * len(words)) + 40
    mark = Image.new("L", size, 0)
    canvas = ImageDraw.Draw(mark)
    if r.random() < (0.3 if is_dark else 0.85):
        outline = canvas.rectangle if r.random() < 0.8 else canvas.ellipse
        outline((4, 4, size[0] - 5, size[1] - 5), outline=255, width=int(r.integers(4, 9)))
    for number, text in enumerate(words):
        face.draw(canvas, 45, 20 + number * face.height + face.ascent, text, 255)
    mark = mark.rotate(float(r.uniform(-8, 8)), Image.Resampling.BICUBIC, expand=True)
    layer = Image.new("L", shape[::-1], 0)
    layer.paste(mark, (int(r.integers(left - mark.width // 2, right)), int(r.integers(top - mark.height + 8, bottom - 8))))
    worn = cv2.resize(r.uniform(0.3 if is_dark else 0.6, 1, (shape[0] // 24 + 2, shape[1] // 24 + 2)), shape[::-1])
    return (np.asarray(layer) * worn * (r.uniform(0.8, 1.0) if is_dark else r.uniform(0.4, 0.95))).astype(np.float32)


def _crop(r, page: np.ndarray, box, across: float, down: float) -> np.ndarray:
    """The line's box with the few pixels of paper a line finder leaves around it."""
    left, top, right, bottom = box
    tight = r.random() < 0.35
    above, below = (r.uniform(0, 4), r.uniform(0, 4)) if tight else (r.uniform(2, 14), r.uniform(2, 16))
    x0, x1 = int((left - r.uniform(1, 20)) * across), int(np.ceil((right + r.uniform(1, 20)) * across))
    y0, y1 = int((top - above) * down), int(np.ceil((bottom + below) * down))
    return np.ascontiguousarray(page[max(0, y0):min(page.shape[0], y1), max(0, x0):min(page.shape[1], x1)])

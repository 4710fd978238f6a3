"""Tesseract's training file (.lstmf), as `tesseract … lstm.train` writes it: pictures of lines with their text."""
from __future__ import annotations

import struct
from pathlib import Path

import cv2
import numpy as np


def _text(value: str) -> bytes:
    data = value.encode()
    return struct.pack("<I", len(data)) + data


def _page(image: np.ndarray, label: str) -> bytes:
    ok, png = cv2.imencode(".png", image, [cv2.IMWRITE_PNG_COMPRESSION, 3])
    if not ok:
        raise ValueError("A line picture could not be written as PNG.")
    height, width = image.shape
    box = struct.pack("<I4h", 1, 0, 0, width, height) + struct.pack("<I", 1) + _text(label)
    picture = struct.pack("<I", png.size) + png.tobytes()
    return b"".join([_text(""), struct.pack("<i", 0), picture, _text(""), _text(label), box, b"\0"])


def write(path: Path, lines: list[tuple[np.ndarray, str]]) -> None:
    """All lines in one file; it appears under its name only when it is whole."""
    partial = path.with_suffix(".partial")
    with partial.open("wb") as out:
        out.write(struct.pack("<I", len(lines)))
        for image, label in lines:
            out.write(b"\1" + _page(image, label))
    partial.replace(path)

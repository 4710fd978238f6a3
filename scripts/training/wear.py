"""What paper, lens, scanner and fax do to a line, and what the pipeline's preparation then makes of it.

Every condition takes ink (float, 255 is full ink, 300 dpi) and gives a grey picture (255 is white) with its scale
across and down. The preparations are those the pipeline applies to such pages, at varied strength.
"""
from __future__ import annotations

import cv2
import numpy as np

SHARES = {"clean": 4, "scan": 18, "blur": 4, "jpeg": 9, "photo": 11, "faint": 6, "coarse": 5, "speckle": 4,
          "fax_fine": 25, "fax_standard": 24}


def pick(r) -> str:
    names, shares = zip(*SHARES.items())
    return names[int(r.choice(len(names), p=np.array(shares) / sum(shares)))]


GREY = {"scan", "blur", "jpeg", "photo", "faint", "coarse", "speckle"}


def apply(condition: str, r, ink: np.ndarray) -> tuple[np.ndarray, float, float]:
    grey, across, down = globals()["_" + condition](r, ink)
    if condition in GREY and r.random() < 0.85:
        grey = _levelled(grey, _between(r, 0.84, 0.98), _between(r, 0, 0.8))
    return grey, across, down


def _levelled(grey: np.ndarray, paper: float, ink: float) -> np.ndarray:
    """Paper made plain white, as the pipeline must: grain left in it makes Tesseract mistake its own black level."""
    low, high = float(np.percentile(grey, 0.5)) * ink, float(np.percentile(grey, 60)) * paper
    return _grey((grey.astype(np.float32) - low) * 255 / max(1.0, high - low))


def _between(r, low: float, high: float) -> float:
    return float(r.uniform(low, high))


def _grey(page: np.ndarray) -> np.ndarray:
    return np.clip(page, 0, 255).astype(np.uint8)


def _blurred(page: np.ndarray, sigma: float) -> np.ndarray:
    return cv2.GaussianBlur(page, (0, 0), sigma) if sigma > 0.2 else page


def _noise(r, shape, deviation: float) -> np.ndarray:
    noise = np.empty(shape, np.float32)
    cv2.setRNGSeed(int(r.integers(1 << 31)))
    return cv2.randn(noise, 0, deviation)


def _paper(r, ink, tone, strength, blur, grain) -> np.ndarray:
    """Ink on paper of one tone with large-scale mottling and fine grain."""
    page = tone - _blurred(ink, blur) * (tone / 255) * strength
    mottle = r.normal(0, 4, (page.shape[0] // 16 + 2, page.shape[1] // 16 + 2)).astype(np.float32)
    return page + cv2.resize(mottle, page.shape[::-1], interpolation=cv2.INTER_CUBIC) + _noise(r, page.shape, grain)


def _show_through(r, ink) -> np.ndarray:
    """The back of the sheet, mirrored and faint."""
    back = _blurred(cv2.flip(ink, 1), _between(r, 1.5, 3))
    back = np.roll(back, (int(r.integers(-30, 30)), int(r.integers(-60, 60))), (0, 1))
    return np.maximum(ink, back * _between(r, 0.08, 0.32))


def _flatten(grey: np.ndarray) -> np.ndarray:
    background = cv2.GaussianBlur(cv2.dilate(grey, np.ones((25, 25))), (0, 0), 20).astype(np.float32)
    return _grey(grey / np.maximum(background, 1) * 250)


def _stretch(grey: np.ndarray) -> np.ndarray:
    low, high = np.percentile(grey, (0.5, 60))
    return _grey((grey.astype(np.float32) - low) * 255 / max(1.0, high - low))


def _jpeg_of(grey: np.ndarray, quality: int) -> np.ndarray:
    return cv2.imdecode(cv2.imencode(".jpg", grey, [cv2.IMWRITE_JPEG_QUALITY, quality])[1], cv2.IMREAD_GRAYSCALE)


def _scaled(grey: np.ndarray, across: float, down: float, how=cv2.INTER_AREA) -> tuple[np.ndarray, float, float]:
    size = max(8, round(grey.shape[1] * across)), max(8, round(grey.shape[0] * down))
    return cv2.resize(grey, size, interpolation=how), size[0] / grey.shape[1], size[1] / grey.shape[0]


def _clean(r, ink):
    return _grey(255 - ink * _between(r, 0.75, 1.0)), 1.0, 1.0


def _scan(r, ink):
    if r.random() < 0.12:
        ink = _show_through(r, ink)
    page = _paper(r, ink, _between(r, 222, 254), _between(r, 0.6, 1.0), _between(r, 0.3, 1.1), _between(r, 0.5, 6))
    grey = _grey(page)
    if r.random() < 0.15:
        grey = _stretch(_flatten(grey))
    elif r.random() < 0.08:
        grey = cv2.threshold(grey, _between(r, 120, 200), 255, cv2.THRESH_BINARY)[1]
    return grey, 1.0, 1.0


def _blur(r, ink):
    grey = _grey(_paper(r, ink, _between(r, 225, 252), _between(r, 0.8, 1), _between(r, 1.6, 3.5), _between(r, 0.5, 4)))
    if r.random() < 0.6:
        grey = cv2.addWeighted(grey, 2.2, cv2.GaussianBlur(grey, (0, 0), 3), -1.2, 0)
    return grey, 1.0, 1.0


def _jpeg(r, ink):
    grey = _grey(_paper(r, ink, _between(r, 230, 254), _between(r, 0.75, 1), _between(r, 0.3, 1), _between(r, 0, 4)))
    small, across, down = _scaled(grey, *[_between(r, 0.45, 1.0)] * 2)
    return _jpeg_of(small, int(r.integers(12, 50))), across, down


def _photo(r, ink):
    page = _paper(r, ink, _between(r, 185, 240), _between(r, 0.7, 0.95), _between(r, 0.9, 2.3), _between(r, 2, 8))
    slope = np.linspace(*r.uniform(0.55, 1.0, 2), page.shape[1], dtype=np.float32)[None, :]
    grey, across, down = _scaled(_grey(page * slope), *[_between(r, 0.6, 1.0)] * 2)
    grey = _jpeg_of(grey, int(r.integers(35, 80)))
    if r.random() < 0.75:
        grey = _stretch(_flatten(cv2.medianBlur(grey, 3) if r.random() < 0.6 else grey))
    return grey, across, down


def _faint(r, ink):
    page = _paper(r, ink, _between(r, 170, 230), _between(r, 0.2, 0.45), _between(r, 0.4, 1.0), _between(r, 2, 8))
    grey = _grey(page + np.linspace(*r.uniform(-25, 25, 2), page.shape[1], dtype=np.float32)[None, :])
    if r.random() < 0.7:
        grey = cv2.medianBlur(grey, 3)
    return _stretch(_flatten(grey)), 1.0, 1.0


def _coarse(r, ink):
    """Scanned at 150 to 220 dpi, perhaps enlarged again."""
    grey = _grey(_paper(r, ink, _between(r, 230, 254), _between(r, 0.75, 1), _between(r, 0.3, 0.8), _between(r, 0, 4)))
    small, across, down = _scaled(grey, *[_between(r, 0.5, 0.74)] * 2)
    if r.random() < 0.4:
        small = cv2.resize(small, grey.shape[::-1], interpolation=cv2.INTER_CUBIC)
        return small, 1.0, 1.0
    return small, across, down


def _speckle(r, ink):
    page = _paper(r, ink, _between(r, 228, 252), _between(r, 0.8, 1), _between(r, 0.4, 0.8), _between(r, 1, 4))
    dirt, share = r.random(page.shape, dtype=np.float32), _between(r, 0.003, 0.03)
    page[dirt < share * 0.6] = 30
    page[dirt > 1 - share * 0.4] = 250
    grey = _grey(page)
    return (cv2.medianBlur(grey, 3) if r.random() < 0.8 else _despeckled(grey, 14)), 1.0, 1.0


def _despeckled(grey: np.ndarray, least: float) -> np.ndarray:
    """Dark blobs smaller than a tone mark taken out."""
    count, labels, stats, _ = cv2.connectedComponentsWithStats((grey < 140).astype(np.uint8), connectivity=8)
    small = stats[:, cv2.CC_STAT_AREA] < least
    small[0] = False
    grey = grey.copy()
    grey[small[labels]] = 255
    return grey


def _fax_fine(r, ink):
    return _fax(r, ink, 196)


def _fax_standard(r, ink):
    return _fax(r, ink, 98)


def _fax(r, ink, lines_per_inch: int):
    """Black and white at 204 dots an inch across; then despeckled, squared by cubic scaling and softened."""
    page = _paper(r, ink, _between(r, 228, 252), _between(r, 0.8, 1), _between(r, 0.5, 1.3), 0.3)
    small, across, down = _scaled(page, 204 / 300, lines_per_inch / 300)
    small = small + _noise(r, small.shape, _between(r, 3, 18))
    # A fax machine sets its threshold so as to keep the strokes.
    inked = float(ink.mean()) / 255 * _between(r, 0.6, 0.95)
    bits = small > max(_between(r, 125, 185), float(np.quantile(small, min(1.0, inked))))
    if r.random() < 0.8:
        bits = _line_noise(r, bits, _between(r, 0, 0.003))
    grey = (bits * 255).astype(np.uint8)
    if r.random() < 0.85:
        grey = _despeckled(grey, 204 * lines_per_inch / 90000 * _between(r, 9, 16))
    square = 204 / lines_per_inch
    if square > 1.5 or r.random() < 0.7:
        grey, _, more = _scaled(grey, 1.0, square, cv2.INTER_CUBIC)
        down *= more
    if r.random() < 0.88:
        grey = cv2.GaussianBlur(grey, (0, 0), _between(r, 0.8, 1.5))
    if r.random() < 0.15:
        grey, wider, taller = _scaled(grey, *[_between(r, 1.2, 1.47)] * 2, cv2.INTER_CUBIC)
        across, down = across * wider, down * taller
    return grey, across, down


def _line_noise(r, bits: np.ndarray, dirt: float) -> np.ndarray:
    """Transmission faults: stray dots, a scan line repeated or blackened, a dirty sensor's column."""
    bits, chance = bits.copy(), r.random(bits.shape, dtype=np.float32)
    bits[chance < dirt] = False
    bits[chance > 1 - dirt] = True
    height, width = bits.shape
    for _ in range(int(r.integers(0, 3))):
        row = int(r.integers(1, height))
        bits[row] = bits[row - 1]
    if r.random() < 0.12:
        row, start = int(r.integers(height)), int(r.integers(width))
        bits[row, start:start + int(r.integers(30, 400))] = False
    if r.random() < 0.06:
        bits[:, int(r.integers(width))] &= r.random(height) > 0.5
    return bits

"""A line exactly as the shipped (int8) network will see it.

Tesseract scales a line to the network's height and takes black and white from the middle row. On grainy paper that
row's minima are grain, not ink; a float network then sees ink thirty times blacker than black, while the int8 one
clips it. Training on the clipped picture closes that gap: what is learnt in floats is what int8 reads.
"""
from __future__ import annotations

import ctypes
import ctypes.util
from functools import lru_cache

import numpy as np

HEIGHT = 48
STEP = 3                            # pixels across of one time step


@lru_cache(maxsize=1)
def _leptonica() -> ctypes.CDLL:
    name = ctypes.util.find_library("lept")
    if name is None:
        raise OSError("Leptonica is missing; run scripts/train-model setup.")
    library = ctypes.CDLL(name)
    library.pixCreate.restype = library.pixScale.restype = library.pixGetData.restype = ctypes.c_void_p
    library.pixScale.argtypes = [ctypes.c_void_p, ctypes.c_float, ctypes.c_float]
    library.pixGetData.argtypes = library.pixGetWpl.argtypes = [ctypes.c_void_p]
    library.pixGetWidth.argtypes = library.pixGetHeight.argtypes = [ctypes.c_void_p]
    library.pixDestroy.argtypes = [ctypes.c_void_p]
    return library


def _words(library, pix) -> np.ndarray:
    shape = library.pixGetHeight(pix), library.pixGetWpl(pix)
    data = ctypes.cast(library.pixGetData(pix), ctypes.POINTER(ctypes.c_uint32))
    return np.ctypeslib.as_array(data, shape)


def scaled(grey: np.ndarray, height: int = HEIGHT) -> np.ndarray:
    """Leptonica's pixScale to the network's height, sharpening included."""
    library = _leptonica()
    source = ctypes.c_void_p(library.pixCreate(grey.shape[1], grey.shape[0], 8))
    words = _words(library, source)
    rows = np.full((grey.shape[0], words.shape[1] * 4), 255, np.uint8)
    rows[:, :grey.shape[1]] = grey
    words[:] = rows.view(">u4")
    factor = height / grey.shape[0]
    target = ctypes.c_void_p(library.pixScale(source, factor, factor))
    width = library.pixGetWidth(target)
    out = _words(library, target).astype(">u4").view(np.uint8)[:, :width].copy()
    library.pixDestroy(ctypes.byref(source))
    library.pixDestroy(ctypes.byref(target))
    return out


def _quantile(values: np.ndarray, share: float, otherwise: float) -> float:
    """STATS::ile of Tesseract: a histogram quantile, interpolated within its bin."""
    if not len(values):
        return otherwise
    counts = np.bincount(values, minlength=256)
    target = min(max(share * len(values), 1.0), float(len(values)))
    sums = np.cumsum(counts)
    index = int(np.searchsorted(sums, target))
    return index + 1 - (sums[index] - target) / counts[index]


def black_and_white(grey: np.ndarray) -> tuple[float, float]:
    """The levels Tesseract maps to -1 and 1: quartiles of the middle row's minima and maxima."""
    row = grey[grey.shape[0] // 2].astype(np.int16)
    before, here, after = row[:-2], row[1:-1], row[2:]
    low = ((here < before) & (here <= after)) | ((here <= before) & (here < after))
    high = ((here > before) & (here >= after)) | ((here >= before) & (here > after))
    return _quantile(here[low], 0.25, 0.0), _quantile(here[high], 0.75, 255.0)


def as_fed(grey: np.ndarray) -> np.ndarray:
    """The line at the network's height as int8, -127 (black) to 127 (white), everything beyond black and white cut off."""
    small = scaled(grey)
    black, white = black_and_white(small)
    contrast = max(1.0, (white - black) / 2)
    return np.clip(np.rint(((small - black) / contrast - 1) * 128), -127, 127).astype(np.int8)

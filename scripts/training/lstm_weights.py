"""Tesseract's LSTM component as numpy matrices: read (int8 or float), widen the output layer, write as float.

`lstmtraining` refuses Debian's int8 models. Their weights are int8 values times a scale per row, so multiplying out
gives a float model that differs from the int8 one only by the rounding it already has.
"""
from __future__ import annotations

import struct
from dataclasses import dataclass, field

import numpy as np

CONTAINERS = {"Series", "Parallel", "Replicated", "ParBidiLSTM", "DepParUDLSTM", "Par2dLSTM", "RTLReversed",
              "TTBReversed", "XYTranspose"}
DENSE = {"Logistic", "LinLogistic", "LinTanh", "Tanh", "Relu", "Linear", "Softmax", "SoftmaxNoCTC"}
RECURRENT = {"LSTM", "SummLSTM"}
FIXED_BYTES = {"Input": 20, "Convolve": 8, "Maxpool": 8, "Reconfig": 8}
LAYER_RATES, ADAM = 64, 128                       # network flags
INT_MODE = 1                                      # recogniser flag
TRAINING = 1                                      # layer state: optimiser arrays follow each matrix
INT8, ADAM_MATRIX, DOUBLE = 1, 4, 128             # weight matrix modes


class Cursor:
    """Little-endian reader that refuses to run past the end."""

    def __init__(self, data: bytes):
        self.data, self.at = data, 0

    def take(self, count: int) -> bytes:
        if self.at + count > len(self.data):
            raise ValueError(f"The model ends at byte {len(self.data)}, {count} more were expected at {self.at}.")
        self.at += count
        return self.data[self.at - count:self.at]

    def unpack(self, layout: str) -> tuple:
        return struct.unpack("<" + layout, self.take(struct.calcsize("<" + layout)))

    def text(self) -> str:
        return self.take(self.unpack("I")[0]).decode()


@dataclass
class Layer:
    """One network node; `matrices` holds float weights, one row an output, the last column the bias."""

    kind: str
    name: str
    training: int
    backprop: int
    flags: int
    inputs: int
    outputs: int
    weights: int
    children: list["Layer"] = field(default_factory=list)
    rates: bytes = b""
    extra: bytes = b""
    matrices: list[np.ndarray] = field(default_factory=list)

    def walk(self):
        yield self
        for child in self.children:
            yield from child.walk()


@dataclass
class Model:
    network: Layer
    spec: str
    flags: int
    rest: bytes


def read(data: bytes) -> Model:
    cursor = Cursor(data)
    network = _read_layer(cursor)
    spec = cursor.text()
    flags, = cursor.unpack("i")
    return Model(network, spec, flags, cursor.take(len(data) - cursor.at))


def write_float(model: Model) -> bytes:
    spec = model.spec.encode()
    return b"".join([_layer_bytes(model.network), struct.pack("<I", len(spec)), spec,
                     struct.pack("<i", model.flags & ~INT_MODE), model.rest])


def widen_output(model: Model, like: list[int | None]) -> None:
    """Adds one output per entry of `like`: a copy of that old output's row, or the mean row for None.

    A copied row starts below its model (bias -1), so what is read well today is still read the same.
    """
    layer = next(layer for layer in model.network.walk() if layer.kind.startswith("Softmax"))
    matrix = layer.matrices[0]
    rows = []
    for source in like:
        row = matrix.mean(axis=0) if source is None else matrix[source].copy()
        row[-1] -= 1.0
        rows.append(row)
    if not rows:
        return
    layer.matrices[0] = np.vstack([matrix, *rows])
    layer.outputs += len(rows)
    layer.weights = layer.matrices[0].size
    model.network.outputs = layer.outputs


def _read_layer(cursor: Cursor) -> Layer:
    if cursor.unpack("b")[0] != 0:
        raise ValueError("Network types by number are older than Tesseract 4; take a model of Tesseract 4 or 5.")
    kind = cursor.text()
    training, backprop = cursor.unpack("bb")
    flags, inputs, outputs, weights = cursor.unpack("iiii")
    layer = Layer(kind, cursor.text(), training, backprop, flags, inputs, outputs, weights)
    if training == TRAINING:
        raise ValueError("A training checkpoint was given; stop the training first to get a model.")
    if kind in CONTAINERS:
        layer.children = [_read_layer(cursor) for _ in range(cursor.unpack("I")[0])]
        if flags & LAYER_RATES:
            count, = cursor.unpack("I")
            layer.rates = struct.pack("<I", count) + cursor.take(4 * count)
    elif kind in FIXED_BYTES:
        layer.extra = cursor.take(FIXED_BYTES[kind])
    elif kind in DENSE:
        layer.matrices = [_read_matrix(cursor)]
    elif kind in RECURRENT:
        layer.extra = cursor.take(4)
        layer.matrices = [_read_matrix(cursor) for _ in range(4)]
    else:
        raise ValueError(f"Layer type {kind} is not one Tesseract's Thai models use.")
    return layer


def _read_matrix(cursor: Cursor) -> np.ndarray:
    mode, = cursor.unpack("B")
    if not mode & DOUBLE:
        raise ValueError("The weights are in the old single-precision layout; take a model of Tesseract 4 or 5.")
    rows, columns = cursor.unpack("ii")
    if mode & INT8:
        cursor.take(1)
        quantised = np.frombuffer(cursor.take(rows * columns), np.int8).reshape(rows, columns)
        scales = np.frombuffer(cursor.take(8 * cursor.unpack("I")[0]), "<f8")[:rows]
        return quantised * scales[:, None]
    cursor.take(8)
    return np.frombuffer(cursor.take(8 * rows * columns), "<f8").reshape(rows, columns).copy()


def _layer_bytes(layer: Layer) -> bytes:
    kind, name = layer.kind.encode(), layer.name.encode()
    parts = [struct.pack("<bI", 0, len(kind)), kind,
             struct.pack("<bbiiii", layer.training, layer.backprop, layer.flags, layer.inputs, layer.outputs,
                         layer.weights), struct.pack("<I", len(name)), name, layer.extra]
    if layer.kind in CONTAINERS:
        parts.append(struct.pack("<I", len(layer.children)))
        parts += [_layer_bytes(child) for child in layer.children]
        parts.append(layer.rates)
    for matrix in layer.matrices:
        mode = DOUBLE | (ADAM_MATRIX if layer.flags & ADAM else 0)
        parts.append(struct.pack("<Biid", mode, *matrix.shape, 0.0))
        parts.append(np.ascontiguousarray(matrix, "<f8").tobytes())
    return b"".join(parts)

"""Tesseract's line network in JAX: the same numbers as its C++, learnt in batches on all lanes of the processor.

`lstmtraining` takes one line at a time. In minibatches a processor second is worth more than twice as many.
Shapes: a batch is B lines of height 48 and width 3·T, T time steps; C classes.
Layers as in Tesseract's src/lstm: Ct3,3,16 Mp3,3 Lfys64 Lfx96 Lrx96 Lfx192 O1c.
"""
from __future__ import annotations

import jax
import jax.numpy as jnp
import numpy as np
import optax

import lstm_weights
from charset import NULL
from network_input import HEIGHT, STEP

POOL = STEP                                             # Mp3,3: one time step is one cell of the pooled picture
AT_ONCE = 128                                           # columns summarised at once: they stay in the cache
LAYERS = ("ConvNL", "Lfys64", "Lfx96", "Lrx96", "Lfx192", "Output")
Weights = dict[str, jax.Array]                          # a row an output (four gates one below another), bias last


def weights_of(model: lstm_weights.Model) -> Weights:
    """A model's matrices as one array a layer; gates in Tesseract's order: input, input gate, forget gate, output gate."""
    layers = {layer.name: layer for layer in model.network.walk() if layer.matrices}
    if set(layers) != set(LAYERS):
        raise ValueError(f"The network has the layers {sorted(layers)}; this trainer knows {sorted(LAYERS)}.")
    return {name: jnp.asarray(np.vstack(layers[name].matrices), jnp.float32) for name in LAYERS}


def put_weights(weights: Weights, model: lstm_weights.Model) -> None:
    """The reverse: the weights back into the model's layers."""
    for layer in model.network.walk():
        if layer.matrices:
            layer.matrices = np.split(np.asarray(weights[layer.name], np.float64), len(layer.matrices))


def as_int8(weights: Weights) -> Weights:
    """Weights rounded as Tesseract stores them (int8 and a scale a row); the gradient passes as if they were not."""
    def rounded(matrix):
        scale = jnp.abs(matrix).max(axis=1, keepdims=True) / 127 + 1e-12
        return matrix + jax.lax.stop_gradient(jnp.round(matrix / scale) * scale - matrix)
    return {name: rounded(matrix) for name, matrix in weights.items()}


def logits(weights: Weights, images: jax.Array, steps: jax.Array, key: jax.Array) -> jax.Array:
    """Class scores (B, T, C) of lines (B, 48, 3·T) in -1 (black) to 1; `steps` (B) says how many belong to each line."""
    columns = _convolved(weights["ConvNL"], _framed(images, steps, key))
    real = (jnp.arange(columns.shape[2])[:, None] < steps)[..., None].astype(jnp.float32)  # (T, B, 1)
    along = _summarised(weights["Lfys64"], columns)
    along = _lstm(weights["Lfx96"], along, real)
    along = _lstm(weights["Lrx96"], along, real, reverse=True)
    along = _lstm(weights["Lfx192"], along, real)
    return _dense(weights["Output"], along).swapaxes(0, 1)


def loss(weights: Weights, images, steps, labels, lengths, key) -> jax.Array:
    """Connectionist temporal classification, nats a line: Graves et al., ICML 2006."""
    scores = logits(as_int8(weights), images, steps, key)
    beyond = (jnp.arange(scores.shape[1])[None, :] >= steps[:, None]).astype(jnp.float32)
    unused = (jnp.arange(labels.shape[1])[None, :] >= lengths[:, None]).astype(jnp.float32)
    return optax.ctc_loss(scores, beyond, labels, unused, blank_id=NULL).mean()


def _dense(matrix, values):
    return values @ matrix[:, :-1].T + matrix[:, -1]


def _framed(images, steps, key):
    """The line in a frame of noise: Tesseract puts random values where the 3 x 3 window leaves the picture."""
    noise = jax.random.uniform(key, (images.shape[0], HEIGHT + 2, images.shape[2] + 2), minval=-1, maxval=1)
    inside = (jnp.arange(images.shape[2])[None, :] < POOL * steps[:, None])[:, None, :]
    return noise.at[:, 1:-1, 1:-1].set(jnp.where(inside, images, noise[:, 1:-1, 1:-1]))


def _convolved(matrix, framed):
    """Ct3,3,16 and Mp3,3: (16 rows, B, T, 16 features); the window's nine values lie column by column.

    The nine windows of a pooled cell share 5 x 5 pixels: one product of those with the nine shifted kernels.
    """
    width, seen = (framed.shape[2] - 2) // POOL, range(POOL + 2)
    kernel = matrix[:, :-1].reshape(-1, 3, 3)                                              # features, x, y
    shifted = [jnp.pad(kernel, ((0, 0), (x, 2 - x), (y, 2 - y))) for x in range(POOL) for y in range(POOL)]
    kernels = jnp.concatenate(shifted).reshape(-1, 25).T

    def row(number):
        five = jax.lax.dynamic_slice_in_dim(framed, POOL * number, POOL + 2, axis=1)
        pixels = jnp.stack([five[:, y, x:x + POOL * width - POOL + 1:POOL] for x in seen for y in seen], axis=-1)
        felt = (pixels @ kernels).reshape(*pixels.shape[:2], POOL * POOL, -1).max(axis=2)
        return jnp.tanh(felt + matrix[:, -1])
    # Row by row, and once more on the way back: what lies in the cache is quicker than what lies in memory.
    return jax.lax.map(jax.checkpoint(row), jnp.arange(HEIGHT // POOL))


def _summarised(matrix, columns):
    """Lfys: down each column of the picture, of which only the last output counts: (T, B, 64)."""
    rows, batch, width, features = columns.shape
    flat = columns.reshape(rows, batch * width, features)
    flat = jnp.pad(flat, ((0, 0), (0, -flat.shape[1] % AT_ONCE), (0, 0)))
    few = flat.reshape(rows, -1, AT_ONCE, features).swapaxes(0, 1)
    outputs = jax.lax.map(lambda some: _recurrent(matrix, some, jnp.ones((rows, 1, 1)))[-1], few)
    return outputs.reshape(-1, outputs.shape[-1])[:batch * width].reshape(batch, width, -1).swapaxes(0, 1)


def _lstm(matrix, inputs, real, reverse=False):
    """Along the line, (T, B, features) to (T, B, size); beyond a line's end the memory stays empty."""
    if reverse:
        return _recurrent(matrix, inputs[::-1], real[::-1])[::-1]
    return _recurrent(matrix, inputs, real)


@jax.custom_vjp
def _recurrent(matrix, inputs, real):
    """An LSTM layer over the first axis; where `real` is 0 state and output are 0."""
    return _run(matrix, inputs, real)[0]


def _parts(matrix):
    """Weights of the inputs, of the layer's own last outputs, and the bias."""
    size = matrix.shape[0] // 4
    return matrix[:, :-1 - size], matrix[:, -1 - size:-1], matrix[:, -1]


def _run(matrix, inputs, real):
    feed, back, bias = _parts(matrix)
    known = inputs @ feed.T + bias

    def step(carry, now):
        state, output = carry
        pre, here = now
        candidate, enter, keep, show = jnp.split(pre + output @ back.T, 4, axis=1)
        gates = jnp.tanh(candidate), jax.nn.sigmoid(enter), jax.nn.sigmoid(keep), jax.nn.sigmoid(show)
        state = (state * gates[2] + gates[0] * gates[1]) * here
        output = jnp.tanh(state) * gates[3]
        return (state, output), (output, state, jnp.concatenate(gates, axis=1))
    zero = jnp.zeros((inputs.shape[1], back.shape[1]))
    return jax.lax.scan(step, (zero, zero), (known, real))[1]


def _forward(matrix, inputs, real):
    outputs, states, gates = _run(matrix, inputs, real)
    return outputs, (matrix, inputs, real, outputs, states, gates)


def _backward(kept, wanted):
    """Back through time by hand: products with whole sequences at once, which automatic differentiation does not find."""
    matrix, inputs, real, outputs, states, gates = kept
    feed, back, _ = _parts(matrix)
    before = jnp.concatenate([jnp.zeros_like(states[:1]), states[:-1]])

    def step(carry, now):
        of_state, of_output = carry
        wanted, gates, state, before, here = now
        candidate, enter, keep, show = jnp.split(gates, 4, axis=1)
        squashed = jnp.tanh(state)
        of_output = wanted + of_output
        of_state = (of_state + of_output * show * (1 - squashed * squashed)) * here
        pre = jnp.concatenate([of_state * enter * (1 - candidate * candidate),
                               of_state * candidate * enter * (1 - enter),
                               of_state * before * keep * (1 - keep),
                               of_output * squashed * show * (1 - show)], axis=1)
        return (of_state * keep, pre @ back), pre
    zero = jnp.zeros_like(outputs[0])
    _, pre = jax.lax.scan(step, (zero, zero), (wanted, gates, states, before, real), reverse=True)
    last = jnp.concatenate([jnp.zeros_like(outputs[:1]), outputs[:-1]])
    flat = pre.reshape(-1, pre.shape[2])
    of_matrix = [flat.T @ inputs.reshape(flat.shape[0], -1), flat.T @ last.reshape(flat.shape[0], -1),
                 flat.sum(axis=0)[:, None]]
    return jnp.concatenate(of_matrix, axis=1), pre @ feed, jnp.zeros_like(real)


_recurrent.defvjp(_forward, _backward)

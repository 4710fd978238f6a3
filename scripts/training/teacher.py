"""One step of learning after another: Adam over minibatches, and the state it leaves to go on from."""
from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path

import jax
import jax.numpy as jnp
import numpy as np
import optax

import network
from batches import Minibatch

STEEPEST = 40.0                     # gradients longer than this are shortened to it; most are 10 to 30
WARM_UP = 200                       # steps over which the rate rises after Adam's memory was lost
OPTIMISER = optax.chain(optax.clip_by_global_norm(STEEPEST), optax.scale_by_adam(b2=0.999))


@dataclass
class Progress:
    """How far a model has come; kept with it."""

    seed: int = 1
    batches: int = 0
    lines: int = 0


@partial(jax.jit, donate_argnums=(0, 1))
def _learn(weights, memory, rate, images, steps, labels, lengths, key):
    nats, gradient = jax.value_and_grad(network.loss)(weights, images.astype(jnp.float32) / 127, steps, labels,
                                                      lengths, key)
    change, memory = OPTIMISER.update(gradient, memory)
    weights = jax.tree.map(lambda weight, by: weight - rate * by, weights, change)
    return weights, memory, nats


class Teacher:
    """Weights, the optimiser's memory and the progress they stand for."""

    def __init__(self, weights: network.Weights, progress: Progress):
        self.weights, self.progress = weights, progress
        self.memory = OPTIMISER.init(weights)
        self.steps = 0              # since the memory was empty

    def learn(self, batch: list[Minibatch], rate: float) -> float:
        """Goes through a batch; nats lost a character on the way."""
        nats = characters = 0
        for group in batch:
            self.steps += 1
            key = jax.random.fold_in(jax.random.key(self.progress.seed), self.progress.lines)
            slow = rate * min(1.0, self.steps / WARM_UP)
            self.weights, self.memory, lost = _learn(self.weights, self.memory, slow, group.images, group.steps,
                                                     group.labels, group.lengths, key)
            if not np.isfinite(lost):
                raise FloatingPointError("The loss is no number any more; go on from the last checkpoint at a lower rate.")
            self.progress.lines += len(group.steps)
            nats, characters = nats + float(lost) * len(group.steps), characters + int(group.lengths.sum())
        self.progress.batches += 1
        return nats / characters

    def save(self, path: Path) -> None:
        """All of it in one file, which appears only when it is whole."""
        arrays = {f"{index:02}": np.asarray(leaf) for index, leaf in enumerate(jax.tree.leaves(self._state()))}
        partial_file = path.with_suffix(".partial.npz")
        np.savez(partial_file, steps=self.steps, progress=json.dumps(asdict(self.progress)), **arrays)
        partial_file.replace(path)

    def load(self, path: Path) -> None:
        with np.load(path) as kept:
            shape = jax.tree.structure(self._state())
            leaves = [jnp.asarray(kept[f"{index:02}"]) for index in range(shape.num_leaves)]
            self.weights, self.memory = jax.tree.unflatten(shape, leaves)
            self.steps, self.progress = int(kept["steps"]), Progress(**json.loads(str(kept["progress"])))

    def _state(self):
        return self.weights, self.memory

"""From a training checkpoint to the shipped model: cool down, int8, judge, record."""
from __future__ import annotations

import json
import shutil
import time
from dataclasses import asdict
from pathlib import Path

import batches
import training
import validation

COOLING = [(5, 0.0004), (4, 0.00015), (3, 0.00005)]         # batches, rate
COOLING_SEED = 7700                                       # lines of their own, so that the run's numbers stay untouched
LINES_A_CONDITION = 40


def release(run: training.Run) -> int:
    """Puts a new model into models/ if it beats Debian's on every font and is no worse than the one there."""
    progress, _ = run.reached()
    progress.lines += sum(count for count, _ in COOLING) * batches.LINES
    model = cool(run)
    stock = training.TESSDATA / "Thai.traineddata"
    rivals = [stock] + ([training.SHIPPED] if training.SHIPPED.exists() else [])
    table = validate(run, [*rivals, model])
    beaten = losses(table, "Thai", model.stem)
    if beaten:
        print(f"Not shipped: Debian's model reads these better: {', '.join(beaten)}. The model is {model}.")
        return 1
    if training.SHIPPED.exists():
        old, new = (sum(columns[stem]["all"]["wrong"] for columns in table.values())
                    for stem in (training.SHIPPED.stem, model.stem))
        if new > old:
            print(f"Not shipped: {new} errors where the shipped model has {old}. The model is {model}.")
            return 1
    training.SHIPPED.parent.mkdir(exist_ok=True)
    shutil.copyfile(model, training.SHIPPED)
    record = {"progress": asdict(progress), "made": time.strftime("%F"),
              "errors_percent": summary(table, model.stem)}
    training.RECORD.write_text(json.dumps(record, ensure_ascii=False, indent=2) + "\n")
    print(f"{training.SHIPPED} is the new model.")
    return 0


def cool(run: training.Run) -> Path:
    """A branch off the run with falling rates; the run itself goes on at its own."""
    progress, branch = run.progress(), run.work / f"release/{time.strftime('%Y%m%d-%H%M')}"
    branch.mkdir(parents=True)
    origin = branch / "origin_checkpoint"
    current = run.leg(progress.legs) / "m_checkpoint"
    shutil.copyfile(current if current.exists() else run.latest(), origin)
    first = progress.batches
    for step, (count, rate) in enumerate(COOLING):
        files = run.produce(first, count, seed=COOLING_SEED + run.seed)
        listing = branch / f"list-{step}.txt"
        listing.write_text("".join(f"{path}\n" for path in files))
        run.lstmtraining(branch / f"step-{step}", origin, listing, rate, count * batches.LINES)
        origin, first = branch / f"step-{step}_checkpoint", first + count
        for path in [*files, *branch.glob("*.checkpoint")]:
            path.unlink(missing_ok=True)
    return run.convert(origin, branch / "candidate.traineddata")


def validate(run: training.Run, models: list[Path]) -> dict:
    folder = run.work / "validation"
    validation.draw(folder, run.known(), LINES_A_CONDITION)
    return validation.report(folder, models)


def losses(table: dict, stock: str, model: str) -> list[str]:
    """The fonts and conditions the model reads worse than Debian's."""
    return [f"{name} {key}" for name, columns in table.items() for key, value in columns[model].items()
            if key.startswith(("font ", "condition ")) and value["wrong"] > columns[stock][key]["wrong"]]


def summary(table: dict, model: str) -> dict:
    keys = ("all", "fonts office", "condition ", "class ")
    return {name: {key: value["percent"] for key, value in columns[model].items() if key.startswith(keys)}
            for name, columns in table.items()}

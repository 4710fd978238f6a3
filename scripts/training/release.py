"""From a training checkpoint to the shipped model: cool down, int8, judge, record."""
from __future__ import annotations

import json
import shutil
import time
from dataclasses import asdict
from pathlib import Path

import training
import validation
from teacher import Progress

COOLING = [(12, 0.00015), (12, 0.00006), (6, 0.00002)]      # batches, rate
COOLING_SEED = 7700                                       # lines of their own, so that the run's numbers stay untouched
LINES_A_CONDITION = 40
STOCK = training.TESSDATA / "Thai.traineddata"


def release(run: training.Run) -> int:
    """Cools the run's model down and judges it."""
    return judge(run, *cool(run))


def judge(run: training.Run, model: Path, progress: Progress) -> int:
    """Puts a new model into models/ if it beats Debian's on every font and is no worse than the one there."""
    rivals = [STOCK] + ([training.SHIPPED] if training.SHIPPED.exists() else [])
    table = validate(run, [*rivals, model])
    beaten = [key for key in losses(table, STOCK.stem, model.stem) if is_confirmed(run, key, model)]
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
    print(f"{training.SHIPPED} is the new model. Its confidences mean something else than the old one's; count them:")
    print("SEED=2026 scripts/bench --alone --calibrate models/rongthuk.risk.tsv")
    return 0


def cool(run: training.Run) -> tuple[Path, Progress]:
    """A branch off the run with falling rates; the run itself goes on at its own."""
    branch = run.work / f"release/{time.strftime('%Y%m%d-%H%M')}"
    branch.mkdir(parents=True, exist_ok=True)
    teacher = run.teacher()
    seed, first = COOLING_SEED + teacher.progress.seed, teacher.progress.batches
    drawn = run.drawn(seed, first)
    for count, rate in COOLING:
        for _ in range(count):
            teacher.learn(next(drawn), rate)
    drawn.close()
    teacher.progress.batches = first
    return run.convert(teacher, branch / "candidate.traineddata"), teacher.progress


def validate(run: training.Run, models: list[Path]) -> dict:
    folder = run.work / "validation"
    validation.draw(folder, run.known(), LINES_A_CONDITION)
    return validation.report(folder, models)


def losses(table: dict, stock: str, model: str) -> list[str]:
    """The fonts and conditions the model reads worse than Debian's."""
    return [f"{name} {key}" for name, columns in table.items() for key, value in columns[model].items()
            if key.startswith(("font ", "condition ")) and value["wrong"] > columns[stock][key]["wrong"]]


def is_confirmed(run: training.Run, loss: str, model: Path) -> bool:
    """Whether a loss is one: a font has few lines among all, so its own are looked at before it counts."""
    kind, name = loss.split(" ")[1:]
    if kind != "font":
        return True
    stock, ours = validation.errors_in_font(run.work / "validation", run.known(), name, [STOCK, model])
    print(f"{name} alone: {stock} errors, {ours} of the new model")
    return ours > stock


def summary(table: dict, model: str) -> dict:
    keys = ("all", "fonts office", "condition ", "class ")
    return {name: {key: value["percent"] for key, value in columns[model].items() if key.startswith(keys)}
            for name, columns in table.items()}

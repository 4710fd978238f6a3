"""The run: a start model in floats, then batches of fresh lines, stopped and taken up again at will."""
from __future__ import annotations

import csv
import json
import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import batches
import charset
import lstm_weights
import network
from teacher import Progress, Teacher

HERE = Path(__file__).parent
PROJECT = HERE.parent.parent
SHIPPED = PROJECT / "models/rongthuk.traineddata"
RECORD = PROJECT / "models/rongthuk.json"
TESSDATA = Path("/usr/share/tesseract-ocr/5/tessdata")
NAME = "rongthuk"
AHEAD = 6                                                # batches drawn before they are needed
SAVE_EVERY = 20                                          # batches
ENVIRONMENT = os.environ | {"OMP_THREAD_LIMIT": "1", "LC_ALL": "C.UTF-8"}


def tool(*arguments) -> str:
    """Runs a Tesseract program; its output is shown only if it fails."""
    command = [str(a) for a in arguments]
    done = subprocess.run(command, capture_output=True, text=True, env=ENVIRONMENT)
    output = done.stdout + done.stderr
    if done.returncode != 0:
        raise RuntimeError(f"{command[0]} failed (exit {done.returncode}): {output[-2000:]}")
    return output


class Run:
    def __init__(self, work: Path, seed: int = 1):
        self.work, self.seed = work, seed
        for name in ("base", "lm"):
            (work / name).mkdir(parents=True, exist_ok=True)
        self.start = work / "base/start.lstm"
        self.first = work / "base/progress.json"                # where the start model stands
        self.frame = work / f"lm/{NAME}/{NAME}.traineddata"      # charset, codes and small dictionaries, no network
        self.state = work / "state.npz"
        self.log = work / "progress.tsv"

    # The start model

    def prepare(self) -> None:
        """The float start model: the shipped one if there is one, else Debian's, with the characters it lacks."""
        if self.start.exists() and self.frame.exists() and self.first.exists():
            return
        origin = SHIPPED if SHIPPED.exists() else TESSDATA / "Thai.traineddata"
        base = self.work / "base"
        tool("combine_tessdata", "-u", origin, base / "origin.")
        unicharset = (base / "origin.lstm-unicharset").read_text(encoding="utf-8")
        extended, sources = charset.extended(unicharset)
        (base / "extended.unicharset").write_text(extended, encoding="utf-8")
        self._make_frame(base)
        model = lstm_weights.read((base / "origin.lstm").read_bytes())
        lstm_weights.widen_output(model, sources)
        progress = {"seed": self.seed}
        if origin == SHIPPED:
            progress = json.loads(RECORD.read_text())["progress"]
        self.first.write_text(json.dumps(progress) + "\n")
        self.start.write_bytes(lstm_weights.write_float(model))

    def _make_frame(self, base: Path) -> None:
        script = base / "script"
        (script / NAME).mkdir(parents=True, exist_ok=True)
        (script / NAME / f"{NAME}.config").write_text("preserve_interword_spaces\t1\n")
        (script / "radical-stroke.txt").write_text("# no Han\n")
        for part in ("punc", "number"):
            tool("dawg2wordlist", base / "origin.lstm-unicharset", base / f"origin.lstm-{part}-dawg", base / part)
        tool("combine_lang_model", "--input_unicharset", base / "extended.unicharset", "--script_dir", script,
             "--puncs", base / "punc", "--numbers", base / "number", "--output_dir", self.work / "lm", "--lang", NAME,
             "--pass_through_recoder")
        # Tesseract 5.3.0 writes the hexadecimal property flags in decimal: punctuation would come back as upper case.
        written = base / f"{NAME}.lstm-unicharset"
        tool("combine_tessdata", "-e", self.frame, written)
        lines = written.read_text(encoding="utf-8").splitlines()
        fields = [line.split(" ", 2) for line in lines[1:]]
        fixed = [" ".join([f[0], f"{int(f[1]):x}", f[2]]) if f[0] != "NULL" else " ".join(f) for f in fields]
        written.write_text("\n".join([lines[0], *fixed]) + "\n", encoding="utf-8")
        tool("combine_tessdata", "-o", self.frame, written)

    def characters(self) -> list[str]:
        return charset.characters((self.work / "base/extended.unicharset").read_text(encoding="utf-8"))

    def known(self) -> set[str]:
        return set(self.characters())

    # Learning

    def teacher(self) -> Teacher:
        """What training goes on from: the last state saved, or the start model."""
        model = lstm_weights.read(self.start.read_bytes())
        teacher = Teacher(network.weights_of(model), Progress(**json.loads(self.first.read_text())))
        if self.state.exists():
            teacher.load(self.state)
        return teacher

    def train(self, until: float) -> None:
        """Batch after batch until the time is up; stopped in between, the last few batches are learnt again."""
        teacher = self.teacher()
        drawn = self.drawn(teacher.progress.seed, teacher.progress.batches)
        while time.time() < until:
            rate = rate_at(teacher.progress.lines)
            self.note(teacher, rate, teacher.learn(next(drawn), rate))
            if teacher.progress.batches % SAVE_EVERY == 0:
                teacher.save(self.state)
        teacher.save(self.state)
        drawn.close()

    def drawn(self, seed: int, first: int) -> Iterator[list[batches.Minibatch]]:
        """Batches from number `first` on, drawn ahead in a process of its own."""
        with ProcessPoolExecutor(1, get_context("spawn")) as artist:
            characters, number = self.characters(), first
            waiting = [artist.submit(batches.minibatches, characters, seed, first + i) for i in range(AHEAD)]
            try:
                while True:
                    number += 1
                    waiting.append(artist.submit(batches.minibatches, characters, seed, number + AHEAD - 1))
                    yield waiting.pop(0).result()
            finally:
                artist.shutdown(cancel_futures=True)

    def note(self, teacher: Teacher, rate: float, nats: float) -> None:
        with self.log.open("a") as log:
            print(time.strftime("%F %T"), teacher.progress.lines, rate, f"{nats:.4f}", sep="\t", file=log)

    def status(self) -> str:
        progress = self.teacher().progress
        noted = [line.split("\t") for line in self.log.read_text().splitlines()[-50:]] if self.log.exists() else []
        lost = f"{sum(float(line[3]) for line in noted) / len(noted):.4f}" if noted else "none yet"
        lines = noted[-1][1] if noted else progress.lines
        return f"{lines} lines, {progress.lines} saved, rate {rate_at(progress.lines)}, nats lost a character {lost}"

    def convert(self, teacher: Teacher, path: Path) -> Path:
        """The int8 model of a teacher's weights."""
        model = lstm_weights.read(self.start.read_bytes())
        network.put_weights(teacher.weights, model)
        component = path.parent / f"{NAME}.lstm"
        component.write_bytes(lstm_weights.write_float(model))
        shutil.copyfile(self.frame, path)
        tool("combine_tessdata", "-o", path, component)
        tool("combine_tessdata", "-c", path)
        return path


def schedule() -> list[tuple[int, float]]:
    with (HERE / "schedule.tsv").open() as table:
        return [(int(row["from_line"]), float(row["rate"])) for row in csv.DictReader(table, delimiter="\t")]


def rate_at(lines: int) -> float:
    return [rate for first, rate in schedule() if first <= lines][-1]

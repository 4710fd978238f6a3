"""The run: a start model in floats, then legs of fresh lines, each an `lstmtraining` that can be stopped and resumed."""
from __future__ import annotations

import csv
import json
import os
import re
import subprocess
import time
from dataclasses import asdict, dataclass
from multiprocessing import Process
from pathlib import Path

import cv2

import batches
import charset
import lstm_weights
from line_text import LineWriter

HERE = Path(__file__).parent
PROJECT = HERE.parent.parent
SHIPPED = PROJECT / "models/rongthuk.traineddata"
RECORD = PROJECT / "models/rongthuk.json"
TESSDATA = Path("/usr/share/tesseract-ocr/5/tessdata")
NAME = "rongthuk"
BATCHES_A_LEG = 30
ENVIRONMENT = os.environ | {"OMP_THREAD_LIMIT": "1", "LC_ALL": "C.UTF-8"}


@dataclass
class Progress:
    """How far a model has come; kept beside it as JSON."""

    seed: int = 1
    batches: int = 0
    lines: int = 0
    legs: int = 0


def tool(*arguments, log: Path | None = None, quiet: bool = True) -> str:
    """Runs a Tesseract program; its output is shown only if it fails."""
    command = [str(a) for a in arguments]
    if log:
        with log.open("a") as out:
            done = subprocess.run(command, stdout=out, stderr=subprocess.STDOUT, env=ENVIRONMENT)
        output = f"see {log}"
    else:
        done = subprocess.run(command, capture_output=True, text=True, env=ENVIRONMENT)
        output = done.stdout + done.stderr
    if done.returncode != 0:
        raise RuntimeError(f"{command[0]} failed (exit {done.returncode}): {output[-2000:]}")
    return output


class Run:
    def __init__(self, work: Path, seed: int = 1):
        self.work, self.seed = work, seed
        for name in ("base", "lm", "batches", "legs"):
            (work / name).mkdir(parents=True, exist_ok=True)
        self.start = work / "base/start.lstm"
        self.frame = work / f"lm/{NAME}/{NAME}.traineddata"      # charset, codes and small dictionaries, no network
        self.progress_file = work / "progress.json"

    # The start model

    def prepare(self) -> None:
        """The float start model: the shipped one if there is one, else Debian's, with the characters it lacks."""
        if self.start.exists() and self.frame.exists():
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
        progress = Progress(seed=self.seed)
        if origin == SHIPPED:
            progress = Progress(**json.loads(RECORD.read_text())["progress"])
            self.seed = progress.seed
        self.save(progress)
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

    def known(self) -> set[str]:
        return set(charset.characters((self.work / "base/extended.unicharset").read_text(encoding="utf-8")))

    def progress(self) -> Progress:
        return Progress(**json.loads(self.progress_file.read_text()))

    def save(self, progress: Progress) -> None:
        partial = self.progress_file.with_suffix(".partial")
        partial.write_text(json.dumps(asdict(progress)) + "\n")
        partial.replace(self.progress_file)

    # Legs

    def leg(self, number: int) -> Path:
        return self.work / f"legs/leg-{number:04}"

    def latest(self) -> Path:
        """What training goes on from: the last finished leg's checkpoint, or the start model."""
        done = sorted(self.work.glob("legs/leg-*/done"))
        return done[-1].parent / "m_checkpoint" if done else self.start

    def train(self, until: float) -> None:
        """Leg after leg until the time is up; a leg broken off is taken up again where its last checkpoint stands."""
        while time.time() < until:
            progress = self.progress()
            leg = self.leg(progress.legs)
            leg.mkdir(exist_ok=True)
            files = self.produce(progress.batches, BATCHES_A_LEG)
            ahead = Process(target=self.produce, args=(progress.batches + BATCHES_A_LEG, BATCHES_A_LEG))
            ahead.start()
            listing = leg / "list.txt"
            listing.write_text("".join(f"{path}\n" for path in files))
            lines = BATCHES_A_LEG * batches.LINES
            finished = self.lstmtraining(leg / "m", self.latest(), listing, rate_at(progress.lines), lines, until)
            ahead.join()
            if not finished:
                return
            (leg / "done").touch()
            self._tidy(leg, files)
            progress.batches += BATCHES_A_LEG
            progress.lines += lines
            progress.legs += 1
            self.save(progress)

    def lstmtraining(self, output: Path, origin: Path, listing: Path, rate: float, lines: int,
                     until: float | None = None) -> bool:
        command = ["lstmtraining", "--continue_from", origin, "--traineddata", self.frame,
                   "--train_listfile", listing, "--model_output", output, "--max_iterations", lines,
                   "--learning_rate", rate, "--reset_learning_rate"]
        with (output.parent / "log.txt").open("a") as log:
            print(f"# {time.strftime('%F %T')} rate {rate} lines {lines} from {origin}", file=log, flush=True)
            child = subprocess.Popen([str(c) for c in command], stdout=log, stderr=subprocess.STDOUT, env=ENVIRONMENT)
            try:
                code = child.wait(timeout=max(1.0, until - time.time()) if until else None)
            except (subprocess.TimeoutExpired, KeyboardInterrupt):
                child.terminate()
                child.wait()
                return False
        if code != 0:
            raise RuntimeError(f"lstmtraining failed (exit {code}); see {output.parent / 'log.txt'}")
        return True

    def _tidy(self, leg: Path, files: list[Path]) -> None:
        """Keeps the disk bounded: used batches go, and all but the last legs' checkpoints."""
        for path in files:
            path.unlink(missing_ok=True)
        for path in leg.glob("m_*.checkpoint"):
            path.unlink()
        for old in sorted(self.work.glob("legs/leg-*/done"))[:-4]:
            (old.parent / "m_checkpoint").unlink(missing_ok=True)

    def reached(self) -> tuple[Progress, str]:
        """The progress with the leg under way counted in, and that leg's latest training error."""
        progress = self.progress()
        log = self.leg(progress.legs) / "log.txt"
        reports = re.findall(r"At iteration \d+/(\d+)/.*?BCER train=([\d.]+)", log.read_text() if log.exists() else "")
        if not reports:
            return progress, "none yet"
        progress.lines += int(reports[-1][0])
        progress.batches += BATCHES_A_LEG
        progress.legs += 1
        return progress, f"{reports[-1][1]} %"

    def status(self) -> str:
        progress, error = self.reached()
        return f"{progress.lines} lines, leg {progress.legs}, rate {rate_at(progress.lines)}, training error {error}"

    def convert(self, checkpoint: Path, model: Path) -> Path:
        """The int8 model of a checkpoint."""
        tool("lstmtraining", "--stop_training", "--convert_to_int", "--continue_from", checkpoint,
             "--traineddata", self.frame, "--model_output", model)
        return model

    def produce(self, first: int, count: int, seed: int | None = None) -> list[Path]:
        """The batches of these numbers; those already there are not made again."""
        seed = self.seed if seed is None else seed
        cv2.setNumThreads(1)
        writer: LineWriter | None = None
        paths = []
        for number in range(first, first + count):
            path = self.work / f"batches/batch-{seed}-{number:06}.lstmf"
            if not path.exists():
                writer = writer or LineWriter(self.known())
                batches.write(path, writer, seed, number)
            paths.append(path)
        return paths


def schedule() -> list[tuple[int, float]]:
    with (HERE / "schedule.tsv").open() as table:
        return [(int(row["from_line"]), float(row["rate"])) for row in csv.DictReader(table, delimiter="\t")]


def rate_at(lines: int) -> float:
    return [rate for first, rate in schedule() if first <= lines][-1]

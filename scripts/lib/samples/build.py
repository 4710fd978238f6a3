"""Writes the sample folder with its truth and manifest."""
import hashlib
import json
import shutil

from .letters import load, truth_fields
from .manifest import write_manifest
from .plan import ODDITIES, RECEIVED, SAMPLES


def truth_name(sample):
    return sample.path.rsplit(".", 1)[0].replace("/", "-").replace(" ", "-")


def truth_files(sample, letter):
    """Page texts, each printed line a line, pages parted by form feeds; the fields beside them."""
    name = f"scan-truth/{truth_name(sample)}"
    fields = truth_fields(letter)
    if sample.stamp:
        number, day, time, *_ = sample.stamp
        fields["stamp"] = [t.format(number=number, day=day, time=time) for t in RECEIVED]
    return {f"{name}.txt": "\f".join(sample.truth).encode(),
            f"{name}.json": (json.dumps(fields, ensure_ascii=False, indent=2) + "\n").encode()}


def build(root, seed, say):
    """Makes every file in memory, then puts them in place of the old ones."""
    letters, made, truth, rows = load(root / "letters"), {}, {}, []
    for sample in SAMPLES:
        say(f"{sample.path}: {sample.letter}, {sample.font}, {sample.degradation}, {sample.kind}")
        made[sample.path] = sample.make(letters, seed)
        files = truth_files(sample, letters[sample.letter])
        truth |= files
        rows.append([sample.path, sample.kind, sample.pages, sample.expected, sample.note, sample.font,
                     sample.degradation, next(iter(files))])
    truths = {row[0]: row[-1] for row in rows}
    for odd in ODDITIES:
        say(f"{odd.path}: {odd.note}")
        made[odd.path] = odd.make(made)
        rows.append([odd.path, odd.kind, odd.pages, odd.expected, odd.note, "", "", truths.get(odd.same_as, "")])
    for folder in ("scan", "scan-truth"):
        shutil.rmtree(root / folder, ignore_errors=True)
    for name, data in [(f"scan/{path}", data) for path, data in made.items()] + list(truth.items()):
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_bytes(data)
    write_manifest(root, sorted([f"scan/{row[0]}", hashlib.sha256(made[row[0]]).hexdigest(), *row[1:]] for row in rows))

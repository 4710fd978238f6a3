"""Writes the sample folder with its truth and manifest."""
import hashlib
import json

from .letters import load, truth_fields
from .manifest import write_manifest
from .plan import ODDITIES, RECEIVED, SAMPLES


def write(path, data):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)


def truth_name(sample):
    return sample.path.rsplit(".", 1)[0].replace("/", "-").replace(" ", "-")


def write_truth(folder, sample, letter):
    """Page texts, each printed line a line, pages parted by form feeds; the fields beside them."""
    name = truth_name(sample)
    write(folder / f"{name}.txt", "\f".join(sample.truth).encode())
    fields = truth_fields(letter)
    if sample.stamp:
        number, day, time, *_ = sample.stamp
        fields["stamp"] = [t.format(number=number, day=day, time=time) for t in RECEIVED]
    write(folder / f"{name}.json", (json.dumps(fields, ensure_ascii=False, indent=2) + "\n").encode())
    return f"scan-truth/{name}.txt"


def build(root, seed, say):
    letters, made, rows = load(root / "letters"), {}, []
    for sample in SAMPLES:
        say(f"{sample.path}: {sample.letter}, {sample.font}, {sample.degradation}, {sample.kind}")
        made[sample.path] = sample.make(letters, seed)
        truth = write_truth(root / "scan-truth", sample, letters[sample.letter])
        rows.append([sample.path, sample.kind, sample.pages, sample.expected, sample.note, sample.font,
                     sample.degradation, truth])
    truths = {row[0]: row[-1] for row in rows}
    for odd in ODDITIES:
        say(f"{odd.path}: {odd.note}")
        made[odd.path] = odd.make(made)
        rows.append([odd.path, odd.kind, odd.pages, odd.expected, odd.note, "", "", truths.get(odd.same_as, "")])
    for path, data in made.items():
        write(root / "scan" / path, data)
    write_manifest(root, sorted([f"scan/{row[0]}", hashlib.sha256(made[row[0]]).hexdigest(), *row[1:]] for row in rows))

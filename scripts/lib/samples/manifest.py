"""MANIFEST.tsv: what each sample file is, its sum, and what must become of it. Needs nothing but Python."""
import csv
import hashlib

COLUMNS = ["path", "sha256", "kind", "pages", "expected", "description", "fonts", "degradation", "truth"]


def write_manifest(root, rows):
    with open(root / "MANIFEST.tsv", "w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, delimiter="\t", lineterminator="\n", quoting=csv.QUOTE_NONE)
        writer.writerow(COLUMNS)
        writer.writerows([value or "-" for value in row] for row in rows)


def check(root):
    """Faults found: files missing, changed, or not in the manifest."""
    with open(root / "MANIFEST.tsv", encoding="utf-8") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    faults = []
    for row in rows:
        path = root / row["path"]
        if not path.is_file():
            faults.append(f"{row['path']}: missing")
        elif hashlib.sha256(path.read_bytes()).hexdigest() != row["sha256"]:
            faults.append(f"{row['path']}: its bytes are not those of the manifest")
        if row["truth"] != "-" and not (root / row["truth"]).is_file():
            faults.append(f"{row['truth']}: missing")
    known = {row["path"] for row in rows}
    strays = (p.relative_to(root).as_posix() for p in (root / "scan").rglob("*") if p.is_file())
    return faults + [f"{p}: not in the manifest" for p in strays if p not in known], len(rows)

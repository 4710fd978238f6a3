"""Letters as text files: a head of true fields, a blank line, then the blocks of the letter.

The first mark of a body line gives its block:
  >  right-hand block (place, date)      #  label, tab, text (เรื่อง, เรียน)     -  numbered item
  *  column right of the middle (date, closing, name)    ~  signature        |  plain left line
  =  bold heading, centred               _  form line, `label|value` pairs on dots
  +  row of a table, cells split by |    %  two columns, split by ||         ---  new page
Anything else is a paragraph. `{id}` and `{idt}` stand for the citizen id in Arabic and in Thai digits.
"""
import random
from dataclasses import dataclass
from pathlib import Path

THAI_DIGITS = str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙")
MARKS = {">": "right", "#": "label", "-": "item", "*": "column", "~": "signature", "|": "left",
         "=": "heading", "_": "form", "+": "row", "%": "columns"}


@dataclass
class Letter:
    key: str
    head: dict
    blocks: list

    def field(self, label):
        """Text of the labelled line, or None: letters of plain people have neither subject nor addressee."""
        return next((text.split("\t", 1)[1].strip() for kind, text in self.blocks
                     if kind == "label" and text.split("\t", 1)[0] == label), None)


def citizen_id(key, valid=True):
    """An invented id; the leading 9 is given to nobody, so no person can own it."""
    rng = random.Random("citizen " + key)
    digits = [9] + [rng.randrange(10) for _ in range(11)]
    check = (11 - sum(d * (13 - i) for i, d in enumerate(digits)) % 11) % 10
    return "".join(map(str, digits)) + str(check if valid else (check + 3) % 10)


def spaced_id(number):
    return "-".join((number[0], number[1:5], number[5:10], number[10:12], number[12]))


def parse(path):
    head_text, body = path.read_text(encoding="utf-8").split("\n\n", 1)
    head = dict(line.split(": ", 1) for line in head_text.splitlines())
    key = path.stem
    if "citizen_id" in head:
        head["citizen_id"] = citizen_id(key, head["citizen_id"] == "valid")
        printed = spaced_id(head["citizen_id"])
        body = body.replace("{idt}", printed.translate(THAI_DIGITS)).replace("{id}", printed)
    blocks = []
    for line in body.rstrip("\n").split("\n"):
        if line == "---":
            blocks.append(("page", ""))
        elif line[:1] in MARKS:
            blocks.append((MARKS[line[0]], line[1:].lstrip(" ")))
        else:
            blocks.append(("paragraph", line))
    return Letter(key, head, blocks)


def load(folder):
    return {path.stem: parse(path) for path in sorted(Path(folder).glob("*.txt"))}


def truth_fields(letter):
    """The fields a reader must find, in the shapes of the complaint schema; null where the letter has none."""
    head = letter.head
    title, first, last = (head.get("complainant", "  ").split(" ", 2) + ["", ""])[:3]
    address = dict(part.split("=", 1) for part in head["address"].split("; ")) if "address" in head else None
    return {
        "letter": letter.key,
        "subject": letter.field("เรื่อง") or head.get("subject"),
        "addressee": letter.field("เรียน") or letter.field("กราบเรียน") or letter.field("ถึง")
        or head.get("addressee"),
        "date": head.get("date"),
        "complainant": {"title": title, "first": first, "last": last} if first else None,
        "citizen_id": head.get("citizen_id"),
        "phone": head.get("phone"),
        "email": head.get("email"),
        "address": address,
        "anonymous": head.get("anonymous") == "yes",
        "secrecy": head.get("secrecy") == "yes",
        "signatory_count": int(head.get("signatories", 0 if head.get("anonymous") == "yes" else 1)),
        "police": head["police"] == "yes",
        "category": head["category"],
        "kind": head.get("kind", "complaint"),
    }

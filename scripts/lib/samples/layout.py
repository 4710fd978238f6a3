"""Letters to pages: where every line, rule, dot and signature stands, in pixels of an A4 page at 300 dpi."""
from dataclasses import dataclass, field
from functools import lru_cache

from pythainlp.tokenize import word_tokenize

from .fonts import Face
from .letters import THAI_DIGITS

WIDTH, HEIGHT = 2480, 3508
LEFT, RIGHT, TOP, BOTTOM = 354, WIDTH - 236, 260, HEIGHT - 240  # 3 cm left, 2 cm right, as office rules ask
INDENT, COLUMN = 295, 1180
CLOSERS = "ๆฯ)”’.,:;!?%/"
OPENERS = "(“‘"


@dataclass
class Line:
    """One printed line: its text as read, and the pieces (text, x, face) it is drawn from."""
    text: str
    y: float
    height: float
    ascent: float
    pieces: list


@dataclass
class Page:
    lines: list = field(default_factory=list)
    rules: list = field(default_factory=list)      # (x0, y0, x1, y1, width)
    dots: list = field(default_factory=list)       # (x0, x1, y)
    signatures: list = field(default_factory=list)  # (x, y, seed)


@lru_cache(maxsize=None)
def units(text):
    """Pieces between which a line may break: words, with punctuation and single marks kept to their neighbour."""
    pieces = []
    for token in word_tokenize(text, engine="newmm", keep_whitespace=True):
        if pieces and token.strip() and pieces[-1].strip() and (
                token[0] in CLOSERS or pieces[-1][-1] in OPENERS + "/-." or token == "-"
                or pieces[-1][-1].isascii() and token[0].isascii()):
            pieces[-1] += token
        else:
            pieces.append(token)
    return pieces


def wrap(face, text, width, first=0.0):
    """Lines no wider than `width`, the first one shorter by `first`."""
    lines, current, room = [], "", width - first
    for unit in units(text):
        if current and face.width((current + unit).rstrip()) > room:
            lines.append(current.rstrip())
            current, room = unit.lstrip(), width
        else:
            current += unit
    return lines + ([current.rstrip()] if current.strip() else [])


class Typesetter:
    """Lays the blocks of one letter out, opening pages as they fill."""

    def __init__(self, letter, font, scale=1.0, justified=False, page_numbers=True, dot_drop=15):
        self.letter, self.justified, self.page_numbers = letter, justified, page_numbers
        self.dot_drop = dot_drop  # how far under the foot of the letters a form's dots lie
        self.face, self.bold = Face(font, scale), Face(font, scale, bold=True)
        self.thai_digits = any("๐" <= c <= "๙" for _, t in letter.blocks for c in t)
        self.pages, self.y = [Page()], float(TOP)

    @property
    def page(self):
        return self.pages[-1]

    def new_page(self):
        self.pages.append(Page())
        self.y = float(TOP)
        if self.page_numbers:
            number = str(len(self.pages))
            text = f"- {number.translate(THAI_DIGITS) if self.thai_digits else number} -"
            self.put(text, (WIDTH - self.face.width(text)) / 2)
            self.y += self.face.height * 0.4

    def need(self, height):
        if self.y + height > BOTTOM:
            self.new_page()

    def put(self, text, x, face=None, pieces=None):
        face = face or self.face
        self.page.lines.append(Line(text, self.y, face.height, face.ascent, pieces or [(text, x, face)]))
        self.y += face.height

    def spread(self, text, x, gap):
        """The words of a justified line, every space widened by `gap`."""
        pieces = []
        for word in text.split(" "):
            if word:
                pieces.append((word, x, self.face))
            x += self.face.width(word + " ") + gap
        return pieces

    def flow(self, text, x, width, first=0.0):
        """A paragraph from `x`, its first line moved in by `first`."""
        face = self.face
        lines = wrap(face, text, width, first)
        for i, line in enumerate(lines):
            self.need(face.height)
            room = width - (first if i == 0 else 0)
            spaces = line.count(" ")
            slack = room - face.width(line)
            start = x + (first if i == 0 else 0)
            even = self.justified and i < len(lines) - 1 and spaces and slack < spaces * self.face.pixels * 0.55
            self.put(line, start, pieces=self.spread(line, start, slack / spaces) if even else None)

    def run(self):
        blocks, i = self.letter.blocks, 0
        while i < len(blocks):
            kind = blocks[i][0]
            j = i + 1
            while kind in ("right", "row", "columns") and j < len(blocks) and blocks[j][0] == kind:
                j += 1
            if kind == "column" and i and blocks[i - 1][0] not in ("column", "signature"):
                self.y += self.face.height * 0.4
            getattr(self, "set_" + kind)([text for _, text in blocks[i:j]])
            i = j
        return self.pages

    def set_page(self, _):
        self.new_page()

    def set_right(self, texts):
        x = min(COLUMN + 120, RIGHT - max(map(self.face.width, texts)))
        for text in texts:
            self.put(text, x)

    def set_label(self, texts):
        label, text = texts[0].split("\t", 1)
        self.y += self.face.height * (0.22 if label else 0)
        indent = max(170 if len(label) < 9 else 0, self.bold.width(label) + 40) if label else self.label_indent
        self.label_indent = indent
        for i, line in enumerate(wrap(self.face, text, RIGHT - LEFT - indent)):
            if i == 0 and label:
                self.put(f"{label} {line}", LEFT, pieces=[(label, LEFT, self.bold), (line, LEFT + indent, self.face)])
            else:
                self.put(line, LEFT + indent)

    def set_paragraph(self, texts):
        self.y += self.face.height * 0.25
        self.flow(texts[0], LEFT, RIGHT - LEFT, INDENT)

    def set_item(self, texts):
        self.flow(texts[0], LEFT, RIGHT - LEFT, INDENT)

    def set_left(self, texts):
        self.y += self.face.height * 0.1
        self.flow(texts[0], LEFT, RIGHT - LEFT)

    def set_heading(self, texts):
        self.put(texts[0], (WIDTH + LEFT - 236 - self.bold.width(texts[0])) / 2, self.bold)
        self.y += self.face.height * 0.15

    def set_strong(self, texts):
        """A bold line at the left edge, kept with what follows."""
        self.y += self.face.height * 0.35
        self.need(self.bold.height * 2.5)
        self.put(texts[0], LEFT, self.bold)

    def set_column(self, texts):
        """A line centred under the middle-right column; an empty one is only space."""
        self.y += self.face.height * (0.12 if texts[0] else 0.3)
        if texts[0]:
            self.need(self.face.height)
            self.put(texts[0], COLUMN + 330 - self.face.width(texts[0]) / 2)

    def set_signature(self, texts):
        """Room for a pen; a name that begins with ^ is signed over the lines around it."""
        over = texts[0].startswith("^")
        self.need(170 + self.face.height)
        self.page.signatures.append((COLUMN + 330, self.y + (30 if over else 85), f"{self.letter.key} {texts[0]}"))
        self.y += 45 if over else 160

    def set_form(self, texts):
        """Cells `label|value` share a line, dots under every value; a cell without a value is only a label."""
        self.y += self.face.height * 0.12
        self.need(self.face.height)
        cells = [[part.strip() for part in cell.split("|")] for cell in texts[0].split("||")]
        labels = sum(self.face.width(cell[0] + " ") for cell in cells)
        wanted = [max(self.face.width(cell[1]), 60) if len(cell) > 1 else 0 for cell in cells]
        stretch = (RIGHT - LEFT - labels) / sum(wanted)
        x, words = float(LEFT), []
        for (label, *value), width in zip(cells, wanted):
            if label:
                words.append((label, x, self.face))
            x += self.face.width(label + " ")
            if value:
                self.page.dots.append((x, x + width * stretch - 16, self.y + self.face.ascent + self.dot_drop))
                words.append((value[0], x + min(30, width * (stretch - 1) / 2), self.face))
            x += width * stretch
        self.put(" ".join(word for word, _, _ in words), LEFT, pieces=words)

    def set_row(self, texts):
        """A ruled table; the widest cell of a column sets its share."""
        rows = [[cell.strip() for cell in text.split("|")] for text in texts]
        widest = [max(self.face.width(row[c]) for row in rows) + 60 for c in range(len(rows[0]))]
        share = min(1.0, (RIGHT - LEFT) / sum(widest)) if sum(widest) > RIGHT - LEFT else (RIGHT - LEFT) / sum(widest)
        edges = [LEFT + sum(widest[:c]) * share for c in range(len(widest) + 1)]
        self.y += self.face.height * 0.4
        for number, row in enumerate(rows):
            face = self.bold if number == 0 else self.face
            if self.y + face.height * 1.3 > BOTTOM:
                self.new_page()
            top = self.y
            self.y += face.height * 0.12
            words = [(cell, edges[c] + 24, face) for c, cell in enumerate(row) if cell]
            self.put(" ".join(word for word, _, _ in words), LEFT, face, words)
            self.y = top + face.height * 1.28
            self.page.rules += [(e, top, e, self.y, 3) for e in edges]
            self.page.rules += [(edges[0], y, edges[-1], y, 3) for y in (top, self.y)]
        self.y += self.face.height * 0.3

    def set_columns(self, texts):
        """Two columns side by side, read left column first."""
        sides = list(zip(*(text.split("||") for text in texts)))
        top, width, bottom = self.y, (RIGHT - LEFT - 90) / 2, self.y
        for side, paragraphs in enumerate(sides):
            self.y = top
            for paragraph in paragraphs:
                self.flow(paragraph.strip(), LEFT + side * (width + 90), width, 100)
                self.y += self.face.height * 0.2
            bottom = max(bottom, self.y)
        self.y = bottom

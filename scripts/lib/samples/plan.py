"""The sample files: which letter, in which face, through what, into what, and what must become of it."""
import random
import zipfile
import io
import zlib
from dataclasses import dataclass, field

import numpy as np

from . import containers, degrade, raster
from .layout import Typesetter
from .pdf import text_pdf

RECEIVED = ["ศูนย์รับเรื่องราวร้องทุกข์ของรัฐบาล ๑๑๑๑", "เลขรับ {number}", "วันที่ {day} เวลา {time} น."]


@dataclass
class Sample:
    """One file made of a letter."""
    path: str
    letter: str
    font: str
    condition: str
    kind: str
    note: str = ""
    expected: str = "filed"
    scale: float = 1.0
    justified: bool = False
    stamp: tuple = ()          # (number, day, time, x, y, angle)
    blank_back: bool = False
    pages: int = field(default=0, init=False)
    truth: list = field(default_factory=list, init=False)   # text of each page

    def make(self, letters, seed):
        rng = np.random.default_rng(zlib.crc32(f"{seed}/{self.path}".encode()))
        laid = Typesetter(letters[self.letter], self.font, self.scale, self.justified).run()
        self.truth = ["".join(line.text + "\n" for line in page.lines) for page in laid]
        self.pages = len(laid)
        if self.kind == "pdf/text":
            return text_pdf(laid, layer=self.condition)
        drawn = [raster.draw_page(page) for page in laid]
        if self.stamp:
            number, day, time, *place = self.stamp
            raster.stamp(drawn[0], [t.format(number=number, day=day, time=time) for t in RECEIVED], *place)
        degraded = [degrade.CONDITIONS[self.condition](page, rng) for page in drawn]
        if self.blank_back:
            degraded = [side for front, (page, dpi) in zip(drawn, degraded)
                        for side in ((page, dpi), back_like(page, dpi, front, rng))]
            self.truth = [text for page in self.truth for text in (page, "")]
            self.pages = len(degraded)
        return containers.pack(self.kind, degraded)

    @property
    def degradation(self):
        return ",".join([self.condition] + ["stamp"] * bool(self.stamp) + ["blank back"] * self.blank_back)


def back_like(page, dpi, front, rng):
    """The blank back in the same resolution and mode as its front."""
    back = degrade.resample(degrade.blank_back(front, rng), dpi[0])
    return (degrade.threshold(back, 222) if page.mode == "1" else back), dpi


@dataclass
class Oddity:
    """A file that is no letter, or the same file again."""
    path: str
    kind: str
    expected: str
    note: str
    make: object      # given the files made so far (path -> bytes), gives bytes
    same_as: str = ""
    pages: int = 0


def office_archive(_):
    """A word-processor file under a name that says PDF."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in (("[Content_Types].xml", "<?xml version=\"1.0\"?><Types/>"),
                           ("word/document.xml", "<w:document><w:p>ขอร้องเรียนเรื่องถนน</w:p></w:document>")):
            archive.writestr(zipfile.ZipInfo(name, (2026, 11, 20, 9, 0, 0)), text)
    return out.getvalue()


def blank_page(_):
    rng = np.random.default_rng(7)
    page = degrade.paper(raster.Image.new("L", (degrade.WIDTH, degrade.HEIGHT), 255), rng)
    return containers.pack("tiff/g4", [(degrade.threshold(degrade.dust(page, rng, 30), 160), (300, 300))])


def noise_bytes(count):
    return lambda _: random.Random(count).randbytes(count)


def cut(path, share):
    return lambda made: made[path][:int(len(made[path]) * share)]


SAMPLES = [
    Sample("desk-1/SCAN0001.tif", "road", "THSarabunNew", "bilevel", "tiff/g4",
           "formal letter, Thai digits", justified=True),
    Sample("desk-1/SCAN0002.jpg", "noise", "NotoSansThai", "photo", "jpeg",
           "telephone photo, loopless face, secrecy asked"),
    Sample("desk-1/SCAN0003.png", "electricity", "Garuda", "grey", "png",
           "numbered damages, user number, invoice figures"),
    Sample("desk-1/SCAN0004.tif", "water", "Laksaman", "bilevel", "tiff/g4",
           "scanned on both sides: page 2 is a blank back",
           blank_back=True),
    Sample("desk-1/SCAN0005.tif", "debt", "Loma", "grey", "tiff/lzw", "loan shark, quoted nickname"),
    Sample("desk-1/SCAN0006.tif", "wages", "Kinnari", "grey", "tiff/jpeg", "plain words, Thai digits"),
    Sample("desk-2/fax-20261105-1012.tif", "police-bribe", "THSarabunNew", "fax_fine", "tiff/g3",
           "police officer asked for money; fine fax 204x196"),
    Sample("desk-2/20261020_0001.tif", "land", "Norasi", "bilevel", "tiff/g4", "two pages, list of requests"),
    Sample("desk-2/20261112_0002.pdf", "hospital", "NotoSerifThai", "grey", "pdf/image", "image-only PDF"),
    Sample("desk-2/20261004_0003.tif", "corruption", "TlwgTypewriter", "speckle", "tiff/g4",
           "anonymous official, dirty copy"),
    Sample("desk-2/note.jpg", "gambling", "THMaliGrade6", "low_contrast", "jpeg",
           "anonymous note without subject, pale pencil-like print", expected="held", scale=1.35),
    Sample("desk-2/fax-20261117-0931.tif", "lottery", "Laksaman", "fax_standard", "tiff/g3",
           "standard fax 204x98, unequal resolution", expected="held"),
    Sample("desk-1/20261116/SCAN0011.tif", "petition-farm", "Umpush", "bilevel", "tiff/g4",
           "petition: twelve signatories in a ruled table on page 2", scale=0.95,
           stamp=("๐๘๘๑๒", "๒๘ ต.ค. ๒๕๖๙", "๑๐.๔๕", 1180, 60, 3)),
    Sample("desk-1/20261116/ร้องเรียนน้ำท่วม.pdf", "flood", "Laksaman", "sound", "pdf/text",
           "born digital, sound text layer, Thai file name, URL", justified=True),
    Sample("desk-1/20261116/pension.pdf", "pension", "Norasi", "lost-am", "pdf/text",
           "born digital, the text layer has lost SARA AM"),
    Sample("desk-1/20261116/scam.pdf", "scam", "Laksaman", "private-use", "pdf/text",
           "born digital, shifted marks are private-use characters"),
    Sample("desk-1/20261116/SCAN0012.jpg", "dogs", "Purisa", "skew3", "jpeg", "sheet fed askew, informal"),
    Sample("desk-1/20261116/SCAN0013.tif", "bus", "Garuda", "upside", "tiff/jpeg", "page upside down"),
    Sample("desk-1/20261116/SCAN0014.jpg", "welfare-card", "THSarabunNew", "low_contrast", "jpeg",
           "pale print; the citizen id fails its checksum", expected="held"),
    Sample("desk-1/20261116/SCAN0015.tif", "police-assault", "THSarabunNew", "bilevel", "tiff/g4",
           "police officers accused, urgent, received stamp", justified=True,
           stamp=("๐๙๐๔๗", "๑๒ พ.ย. ๒๕๖๙", "๐๙.๑๒", 330, 90, -4)),
    Sample("desk-1/20261116/SCAN0016.jpg", "school", "NotoLoopedThai", "jpeg", "jpeg/small",
           "150 dpi, strongly compressed, secrecy asked"),
    Sample("desk-1/20261116/SCAN0017.tif", "burning", "THNiramitAS", "border", "tiff/g4",
           "lid open: black borders and punch holes"),
    Sample("desk-2/photo 1.jpg", "drugs", "Purisa", "photo", "jpeg", "anonymous tip photographed, name with a space"),
    Sample("desk-2/SCAN0018.jpg", "internet", "THKrub", "grey", "jpeg",
           "grey scan, short service words, no title of the writer"),
    Sample("desk-2/SCAN0019.pdf", "condo", "Waree", "bilevel", "pdf/image",
           "image-only PDF (G4) with a table of payments", stamp=("๐๗๗๓๕", "๓๐ ก.ย. ๒๕๖๙", "๑๔.๐๕", 320, 80, 2)),
    Sample("desk-2/SCAN0020.tif", "fertiliser", "Sawasdee", "coarse_bilevel", "tiff/g4",
           "200 dpi black and white, rough prose"),
    Sample("desk-2/SCAN0021.tif", "form", "THSarabunNew", "bilevel", "tiff/g4",
           "printed form filled in on dotted lines",
           expected="held"),
    Sample("desk-2/SCAN0022.jpg", "suggestion", "Umpush", "blur", "jpeg", "opinion, not a grievance; out of focus"),
    Sample("desk-2/SCAN0023.tif", "house-fire", "THSarabun", "grey", "tiff/lzw",
           "urgent request for help; signature over text", scale=1.05),
    Sample("desk-2/SCAN0024.pdf", "forest-land", "THSarabunNew", "bilevel", "pdf/image",
           "three pages, 46 people, table in the middle", justified=True, scale=1.2),
    Sample("desk-2/SCAN0025.png", "taxi-english", "Norasi", "coarse_bilevel", "png",
           "letter in English with a Thai number plate"),
    Sample("desk-2/fax-20261106-1544.tif", "neighbour", "Loma", "fax_fine", "tiff/g3",
           "fine fax; the neighbour who is an officer is only mentioned"),
    Sample("desk-2/SCAN0026.jpg", "road", "THSarabunNew", "skew3", "jpeg",
           "the letter of desk-1/SCAN0001.tif scanned again: other bytes, same letter", justified=True,
           stamp=("๐๘๕๓๐", "๑๖ ต.ค. ๒๕๖๙", "๑๑.๒๐", 330, 80, -3)),
]

ODDITIES = [
    Oddity("desk-2/copy of SCAN0001.tif", "tiff/g4", "redelivery", "the bytes of desk-1/SCAN0001.tif again",
           lambda made: made["desk-1/SCAN0001.tif"], same_as="desk-1/SCAN0001.tif", pages=1),
    Oddity("desk-1/SCAN0090.tif", "tiff/g4", "blank", "one empty page with dust", blank_page, pages=1),
    Oddity("desk-1/SCAN0091.tif", "tiff/damaged", "held", "cut off at 60 %: the TIFF directory is gone",
           cut("desk-1/SCAN0004.tif", 0.6)),
    Oddity("desk-1/SCAN0092.jpg", "jpeg/damaged", "held", "cut off at half: no end of image",
           cut("desk-1/SCAN0002.jpg", 0.5)),
    Oddity("desk-2/20261113_0093.pdf", "zip", "held", "a word-processor archive named .pdf", office_archive),
    Oddity("desk-2/20261113_0094.tif", "tiff/bomb", "held", "160 bytes that claim 100,000 x 100,000 pixels",
           lambda _: containers.bomb_tiff()),
    Oddity("desk-1/Thumbs.db", "litter", "ignored", "left by Windows", noise_bytes(512)),
    Oddity("desk-1/._SCAN0001.tif", "litter", "ignored", "left by macOS", noise_bytes(96)),
    Oddity("desk-2/SCAN0007.tif.part", "litter", "ignored", "a copy still on its way",
           cut("desk-2/20261020_0001.tif", 0.3)),
]

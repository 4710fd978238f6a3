"""Typefaces: where they lie, how big an office sets them, and text as runs a face can draw."""
import os
from functools import lru_cache

from fontTools.ttLib import TTFont
from PIL import ImageFont

DPI = 300
TLWG = "/usr/share/fonts/truetype/tlwg/"
NOTO = "/usr/share/fonts/truetype/noto/"
ARUNDINA = "/usr/share/fonts/truetype/arundina/"
OFFICE = os.path.join(os.environ.get("SAMPLE_FONTS", ""), "")

# name: (regular, bold or None, points). TH Sarabun New at 16 points is what government offices use.
CATALOGUE = {
    "THSarabunNew": (OFFICE + "THSarabunNew.ttf", None, 16),
    "THSarabun": (OFFICE + "THSarabun.ttf", None, 16),
    "THNiramitAS": (OFFICE + "THNiramitAS.ttf", None, 16),
    "THKrub": (OFFICE + "THKrub.ttf", None, 15),
    "THMaliGrade6": (OFFICE + "THMaliGrade6.ttf", None, 16),
    "Laksaman": (TLWG + "Laksaman.ttf", TLWG + "Laksaman-Bold.ttf", 14),
    "Norasi": (TLWG + "Norasi.ttf", TLWG + "Norasi-Bold.ttf", 14),
    "Garuda": (TLWG + "Garuda.ttf", TLWG + "Garuda-Bold.ttf", 11.5),
    "Loma": (TLWG + "Loma.ttf", TLWG + "Loma-Bold.ttf", 12),
    "Kinnari": (TLWG + "Kinnari.ttf", TLWG + "Kinnari-Bold.ttf", 13.5),
    "Waree": (TLWG + "Waree.ttf", TLWG + "Waree-Bold.ttf", 11),
    "Umpush": (TLWG + "Umpush.ttf", TLWG + "Umpush-Bold.ttf", 12),
    "Sawasdee": (TLWG + "Sawasdee.ttf", TLWG + "Sawasdee-Bold.ttf", 12),
    "TlwgTypewriter": (TLWG + "TlwgTypewriter.ttf", TLWG + "TlwgTypewriter-Bold.ttf", 13),
    "Purisa": (TLWG + "Purisa.ttf", TLWG + "Purisa-Bold.ttf", 12),
    "ArundinaSans": (ARUNDINA + "ArundinaSans.ttf", ARUNDINA + "ArundinaSans-Bold.ttf", 12),
    "NotoSansThai": (NOTO + "NotoSansThai-Regular.ttf", NOTO + "NotoSansThai-Bold.ttf", 11.5),
    "NotoSerifThai": (NOTO + "NotoSerifThai-Regular.ttf", NOTO + "NotoSerifThai-Bold.ttf", 12),
    "NotoLoopedThai": (NOTO + "NotoLoopedThai-Regular.ttf", NOTO + "NotoLoopedThai-Bold.ttf", 11.5),
}
FALLBACK = (NOTO + "NotoSans-Regular.ttf", TLWG + "Loma.ttf")


@lru_cache(maxsize=None)
def codepoints(path):
    return frozenset(TTFont(path).getBestCmap())


class Face:
    """One typeface at one size; text it lacks is set in a fallback face."""

    def __init__(self, name, scale=1.0, bold=False):
        regular, heavy, points = CATALOGUE[name]
        self.name, self.pixels = name, round(points * scale * DPI / 72)
        self.stroke = max(1, self.pixels // 44) if bold and not heavy else 0
        self.paths = (heavy if bold and heavy else regular,) + FALLBACK
        self.fonts = [ImageFont.truetype(p, self.pixels, layout_engine=ImageFont.Layout.RAQM) for p in self.paths]
        ascent, descent = self.fonts[0].getmetrics()
        self.ascent, self.height = ascent, round((ascent + descent) * 1.02)

    def runs(self, text):
        """Pieces of text with the index of the first face that has their characters."""
        runs = []
        for char in text:
            index = next((i for i, p in enumerate(self.paths) if ord(char) in codepoints(p)), 0)
            if runs and (runs[-1][0] == index or char == " "):
                runs[-1][1] += char
            else:
                runs.append([index, char])
        return runs

    def width(self, text):
        return sum(self.fonts[i].getlength(run, language="th") for i, run in self.runs(text))

    def draw(self, canvas, x, baseline, text, ink):
        for i, run in self.runs(text):
            canvas.text((x, baseline), run, font=self.fonts[i], fill=ink, language="th", anchor="ls",
                        stroke_width=self.stroke, stroke_fill=ink)
            x += self.fonts[i].getlength(run, language="th")

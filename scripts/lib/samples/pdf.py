"""A small PDF writer of our own, so that image pages keep their compression and text layers can be made unsound.

The text layer of real Thai PDFs goes wrong in a few known ways; `layer` chooses one:
  sound        each glyph maps to the character it shows (SARA AM as NIKHAHIT + SARA AA, as shapers leave it)
  lost-am      NIKHAHIT maps to a space: น้ำ comes out as น ้า
  private-use  shifted marks map to U+F700.., as old Windows fonts had them
"""
import io
import zlib

import uharfbuzz
from fontTools import agl, subset
from fontTools.ttLib import TTFont
from PIL import TiffImagePlugin

from .fonts import DPI
from .layout import HEIGHT, WIDTH

POINT = 72 / DPI


class Document:
    def __init__(self):
        self.objects = []

    def add(self, body):
        self.objects.append(body if isinstance(body, bytes) else body.encode("latin-1"))
        return len(self.objects)

    def stream(self, entries, data, deflate=False):
        if deflate:
            data, entries = zlib.compress(data, 9), entries + " /Filter /FlateDecode"
        return self.add(f"<< {entries} /Length {len(data)} >>\nstream\n".encode() + data + b"\nendstream")

    def finish(self, pages, title):
        """pages: (width, height in points, resources, content stream id)"""
        first, tree = len(self.objects) + 1, len(self.objects) + len(pages) + 1
        for width, height, resources, content in pages:
            self.add(f"<< /Type /Page /Parent {tree} 0 R /MediaBox [0 0 {width:.2f} {height:.2f}] "
                     f"/Resources << {resources} >> /Contents {content} 0 R >>")
        kids = " ".join(f"{first + i} 0 R" for i in range(len(pages)))
        self.add(f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>")
        catalog = self.add(f"<< /Type /Catalog /Pages {tree} 0 R >>")
        info = self.add(f"<< /Producer ({title}) /CreationDate (D:20261120090000+07'00') >>")
        out, offsets = bytearray(b"%PDF-1.5\n%\xe2\xe3\xcf\xd3\n"), []
        for number, body in enumerate(self.objects, 1):
            offsets.append(len(out))
            out += f"{number} 0 obj\n".encode() + body + b"\nendobj\n"
        start = len(out)
        out += f"xref\n0 {len(offsets) + 1}\n0000000000 65535 f \n".encode()
        out += b"".join(f"{o:010d} 00000 n \n".encode() for o in offsets)
        out += (f"trailer\n<< /Size {len(offsets) + 1} /Root {catalog} 0 R /Info {info} 0 R >>\n"
                f"startxref\n{start}\n%%EOF\n").encode()
        return bytes(out)


def image_object(document, image):
    """Black and white as one CCITT G4 strip, everything else as JPEG."""
    size = f"/Type /XObject /Subtype /Image /Width {image.width} /Height {image.height}"
    out = io.BytesIO()
    if image.mode == "1":
        info = TiffImagePlugin.ImageFileDirectory_v2()
        info[278] = image.height
        image.save(out, "TIFF", compression="group4", tiffinfo=info)
        out.seek(0)
        tags = TiffImagePlugin.TiffImageFile(out).tag_v2
        data = out.getvalue()[tags[273][0]:tags[273][0] + tags[279][0]]
        black = "true" if tags[262] == 1 else "false"
        return document.stream(f"{size} /ColorSpace /DeviceGray /BitsPerComponent 1 /Filter /CCITTFaxDecode "
                               f"/DecodeParms << /K -1 /Columns {image.width} /Rows {image.height} "
                               f"/BlackIs1 {black} >>", data)
    image.save(out, "JPEG", quality=58)
    space = "/DeviceGray" if image.mode == "L" else "/DeviceRGB"
    return document.stream(f"{size} /ColorSpace {space} /BitsPerComponent 8 /Filter /DCTDecode", out.getvalue())


def image_pdf(pages):
    document, laid = Document(), []
    for image, dpi in pages:
        number = image_object(document, image)
        width, height = image.width / dpi[0] * 72, image.height / dpi[1] * 72
        content = document.stream("", f"q {width:.2f} 0 0 {height:.2f} 0 0 cm /Im Do Q".encode())
        laid.append((width, height, f"/XObject << /Im {number} 0 R >>", content))
    return document.finish(laid, "office scanner")


class EmbeddedFont:
    """One font file in a document: shaped glyphs, their characters, the subset and its maps."""

    def __init__(self, path, layer):
        self.path, self.layer = path, layer
        self.font = uharfbuzz.Font(uharfbuzz.Face(uharfbuzz.Blob.from_file_path(path)))
        self.units = self.font.face.upem
        self.source = TTFont(path)
        self.private = {self.source.getGlyphID(name): chr(code) for code, name in self.source.getBestCmap().items()
                        if 0xF700 <= code <= 0xF71A}
        self.meaning, self.advance = {}, {}

    def shape(self, text):
        buffer = uharfbuzz.Buffer()
        buffer.add_str(text)
        buffer.guess_segment_properties()
        buffer.language = "th"
        uharfbuzz.shape(self.font, buffer)
        for info in buffer.glyph_infos:
            self.meaning.setdefault(info.codepoint, self.mapped(info.codepoint))
            self.advance.setdefault(info.codepoint, self.font.get_glyph_h_advance(info.codepoint))
        return [(info.codepoint, place.x_offset, place.y_offset, place.x_advance)
                for info, place in zip(buffer.glyph_infos, buffer.glyph_positions)]

    def mapped(self, glyph):
        """What the text layer says of a glyph; by its name, so that a mark's variants are the mark."""
        char = agl.toUnicode(self.source.getGlyphName(glyph))
        if self.layer == "lost-am" and char == "\u0e4d":
            return " "
        if self.layer == "private-use":
            return self.private.get(glyph, char)
        return char

    def write(self, document):
        options = subset.Options(retain_gids=True, notdef_outline=True, layout_features=[], name_IDs=[])
        cutter = subset.Subsetter(options)
        font = TTFont(self.path, recalcTimestamp=False)
        cutter.populate(gids=sorted(self.meaning))
        cutter.subset(font)
        out = io.BytesIO()
        font.save(out)
        file = document.stream(f"/Length1 {len(out.getvalue())}", out.getvalue(), deflate=True)
        name = "/SAMPLE+Thai" + str(len(document.objects))
        descriptor = document.add(
            f"<< /Type /FontDescriptor /FontName {name} /Flags 4 /FontBBox [-500 -400 1500 1300] /ItalicAngle 0 "
            f"/Ascent 1000 /Descent -300 /CapHeight 700 /StemV 80 /FontFile2 {file} 0 R >>")
        widths = " ".join(f"{g} [{a * 1000 / self.units:.0f}]" for g, a in sorted(self.advance.items()))
        child = document.add(
            f"<< /Type /Font /Subtype /CIDFontType2 /BaseFont {name} /CIDToGIDMap /Identity /DW 0 /W [{widths}] "
            f"/CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> "
            f"/FontDescriptor {descriptor} 0 R >>")
        pairs = sorted(self.meaning.items())
        table = "".join(f"{len(chunk)} beginbfchar\n" + "".join(f"<{g:04X}> <{ord(c):04X}>\n" for g, c in chunk)
                        + "endbfchar\n" for chunk in (pairs[i:i + 100] for i in range(0, len(pairs), 100)))
        cmap = document.stream("", (
            "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapType 2 def /CMapName /Sample def\n"
            "1 begincodespacerange <0000> <FFFF> endcodespacerange\n" + table +
            "endcmap CMapName currentdict /CMap defineresource pop end end").encode(), deflate=True)
        return document.add(f"<< /Type /Font /Subtype /Type0 /BaseFont {name} /Encoding /Identity-H "
                            f"/DescendantFonts [{child} 0 R] /ToUnicode {cmap} 0 R >>")


def text_pdf(pages, layer="sound"):
    """Born-digital pages, one glyph run a piece of a line."""
    document, fonts, contents = Document(), {}, []
    for page in pages:
        ops = []
        for x0, y0, x1, y1, width in page.rules:
            ops.append(f"{width * POINT:.2f} w {x0 * POINT:.2f} {(HEIGHT - y0) * POINT:.2f} m "
                       f"{x1 * POINT:.2f} {(HEIGHT - y1) * POINT:.2f} l S")
        for line in page.lines:
            for text, x, face in line.pieces:
                for index, run in face.runs(text):
                    font = fonts.setdefault(face.paths[index], EmbeddedFont(face.paths[index], layer))
                    name = f"F{list(fonts).index(face.paths[index])}"
                    ops.append(f"{2 if face.stroke else 0} Tr {face.stroke * POINT:.2f} w " + show(
                        font, name, run, face.pixels * POINT, x * POINT, (HEIGHT - line.y - line.ascent) * POINT))
                    x += face.fonts[index].getlength(run, language="th")
        contents.append(document.stream("", "\n".join(ops).encode(), deflate=True))
    resources = "/Font << " + " ".join(f"/F{i} {font.write(document)} 0 R"
                                       for i, font in enumerate(fonts.values())) + " >>"
    return document.finish([(WIDTH * POINT, HEIGHT * POINT, resources, c) for c in contents], "word processor")


def show(font, name, text, size, x, y):
    """Text operators for one shaped run; glyphs moved off the line get a rise, glyphs moved sideways a kern."""
    scale, ops, rise = size / font.units, [f"BT /{name} {size:.2f} Tf {x:.2f} {y:.2f} Td"], 0
    for glyph, dx, dy, advance in font.shape(text):
        if dy != rise:
            ops.append(f"{dy * scale:.2f} Ts")
            rise = dy
        before, after = -dx * 1000 / font.units, (font.advance[glyph] - advance + dx) * 1000 / font.units
        ops.append(f"[{before:.0f} <{glyph:04X}> {after:.0f}] TJ" if round(before) or round(after)
                   else f"<{glyph:04X}> Tj")
    return " ".join(ops) + (" 0 Ts ET" if rise else " ET")

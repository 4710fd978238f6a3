"""Images into the files that scanners, fax servers and telephones write."""
import io
import struct

from PIL import Image, TiffImagePlugin

from .pdf import image_pdf

X_RESOLUTION, Y_RESOLUTION, RESOLUTION_UNIT, PHOTOMETRIC, ROWS_PER_STRIP = 282, 283, 296, 262, 278


def tiff_file(pages, compression, **options):
    """pages: (image, (dpi x, dpi y)); one TIFF directory a page, faxes as fax servers write them."""
    out = io.BytesIO()
    with TiffImagePlugin.AppendingTiffWriter(out, True) as writer:
        for image, (x, y) in pages:
            info = TiffImagePlugin.ImageFileDirectory_v2()
            info[RESOLUTION_UNIT], info[X_RESOLUTION], info[Y_RESOLUTION] = 2, float(x), float(y)
            if image.mode == "1":
                info[ROWS_PER_STRIP], info[PHOTOMETRIC] = image.height, 0
            image.encoderinfo = {}
            image.save(writer, format="TIFF", compression=compression, tiffinfo=info, **options)
            writer.newFrame()
    return out.getvalue()


def single(image, dpi, kind, **options):
    out = io.BytesIO()
    image.save(out, kind, dpi=dpi, **options)
    return out.getvalue()


def sixteen_greys(image):
    """As many greys as some scanners give; it keeps lossless files small."""
    return image.point(lambda v: (v + 8) // 17 * 17) if image.mode == "L" else image


def pack(kind, pages):
    """The bytes of a file of the given kind."""
    if kind == "tiff/g4":
        return tiff_file(pages, "group4")
    if kind == "tiff/g3":
        return tiff_file(pages, "group3")
    if kind == "tiff/lzw":
        return tiff_file([(sixteen_greys(image), dpi) for image, dpi in pages], "tiff_lzw")
    if kind == "tiff/jpeg":
        return tiff_file(pages, "jpeg", quality=62)
    if kind == "png":
        image, dpi = pages[0]
        return single(sixteen_greys(image), dpi, "PNG", optimize=True)
    if kind == "png/full":
        return single(*pages[0], "PNG", compress_level=4)
    if kind == "jpeg":
        return single(*pages[0], "JPEG", quality=58)
    if kind == "jpeg/small":
        return single(*pages[0], "JPEG", quality=24)
    if kind == "pdf/image":
        return image_pdf(pages)
    raise ValueError(f"no such kind of file: {kind}")


def bomb_tiff(side=100_000):
    """A header of a few bytes that claims a page of ten thousand megapixels."""
    tags = [(256, 4, side), (257, 4, side), (258, 3, 1), (259, 3, 4), (262, 3, 0), (273, 4, 8), (277, 3, 1),
            (278, 4, side), (279, 4, 4), (282, 5, 134), (283, 5, 134)]
    directory = struct.pack("<H", len(tags))
    for tag, kind, value in tags:
        directory += struct.pack("<HHII", tag, kind, 1, value) if kind != 3 else \
            struct.pack("<HHIHH", tag, kind, 1, value, 0)
    head = b"II*\0" + struct.pack("<I", 12) + b"\0\x10\x01\0"
    body = head + directory + b"\0\0\0\0"
    return body.ljust(160, b"\0")[:160]

"""What paper, scanners, faxes and telephones do to a page.

Every condition takes a clean 300 dpi grey page and a seeded generator and gives (image, (dpi x, dpi y)).
"""
import numpy as np
from PIL import Image, ImageDraw, ImageFilter, ImageOps

from .layout import HEIGHT, WIDTH


def pixels(image):
    return np.asarray(image, dtype=np.float32)


def picture(values):
    return Image.fromarray(np.clip(values, 0, 255).astype(np.uint8))


def turn(image, degrees, fill=255):
    return image.rotate(degrees, Image.Resampling.BICUBIC, fillcolor=fill)


def small_skew(rng, low=0.2, high=0.8):
    return float(rng.choice([-1, 1]) * rng.uniform(low, high))


def resample(image, dpi):
    if dpi == 300:
        return image
    return image.resize((round(WIDTH * dpi / 300), round(HEIGHT * dpi / 300)), Image.Resampling.LANCZOS)


def paper(image, rng, tone=244, ink=0.93, blur=0.6, grain=2.0):
    """A sheet's uneven tone, ink that is not quite black, the soft edge of a scanner."""
    soft = pixels(image.filter(ImageFilter.GaussianBlur(blur)))
    cloud = rng.normal(0, 40, (HEIGHT // 64, WIDTH // 64)).astype(np.float32)
    cloud = pixels(picture(cloud + 128).resize(image.size, Image.Resampling.BICUBIC)) - 128
    noise = rng.normal(0, grain, soft.shape).astype(np.float32) if grain else 0
    return picture(tone - (255 - soft) * (tone / 255 * ink) + cloud * 0.05 + noise)


def clean_white(image, white=222):
    """What scanner drivers do to the background, and what keeps grey files small."""
    return image.point(lambda v: 255 if v >= white else v * 255 // white)


def dust(image, rng, count, radius=4.0):
    canvas = ImageDraw.Draw(image)
    for _ in range(count):
        x, y = rng.integers(0, image.width), rng.integers(0, image.height)
        a, b = rng.uniform(0.8, radius, 2)
        canvas.ellipse((x - a, y - b, x + a, y + b), fill=int(rng.integers(20, 120)))
    return image


def threshold(image, at=150):
    return image.point(lambda v: 255 if v > at else 0).convert("1", dither=Image.Dither.NONE)


def clean(image, rng):
    return image, (300, 300)


def grey(image, rng, dpi=200):
    """An office scanner in grey: a little skew, the background whitened."""
    return clean_white(resample(paper(turn(image, small_skew(rng)), rng), dpi)), (dpi, dpi)


def scan(image, rng):
    """An office scanner at full resolution, nothing whitened."""
    return paper(turn(image, small_skew(rng)), rng, grain=3), (300, 300)


def bilevel(image, rng, dpi=300):
    """An office scanner in black and white."""
    return threshold(resample(paper(turn(image, small_skew(rng)), rng), dpi)), (dpi, dpi)


def flat_bilevel(image, rng):
    """Black and white, fed straight."""
    return threshold(paper(image, rng, grain=0)), (300, 300)


def coarse_bilevel(image, rng):
    return bilevel(image, rng, 200)


def skew3(image, rng):
    """A sheet fed askew by two to three degrees."""
    page = paper(turn(image, small_skew(rng, 2.2, 3.0)), rng)
    return clean_white(resample(page, 200)), (200, 200)


def skew3_bilevel(image, rng):
    return threshold(paper(turn(image, small_skew(rng, 2.2, 3.0)), rng)), (300, 300)


def askew(image, rng):
    """A sheet fed askew by three degrees, at full resolution, nothing whitened."""
    return paper(turn(image, small_skew(rng, 2.7, 3.3)), rng, grain=3), (300, 300)


def upside(image, rng):
    page, dpi = grey(image, rng)
    return page.transpose(Image.Transpose.ROTATE_180), dpi


def upside_bilevel(image, rng):
    page, dpi = bilevel(image, rng)
    return page.transpose(Image.Transpose.ROTATE_180), dpi


def low_contrast(image, rng):
    """A pale print on grey paper under an uneven lamp."""
    page = pixels(paper(turn(image, small_skew(rng)), rng, tone=200, ink=0.34, blur=0.9, grain=2.5))
    slope = np.linspace(-24, 18, WIDTH)[None, :] + np.linspace(-10, 12, HEIGHT)[:, None]
    return resample(picture(page + slope), 200), (200, 200)


def speckle(image, rng):
    """A dirty glass and a photocopy of a photocopy."""
    page = pixels(paper(turn(image, small_skew(rng)), rng, blur=1.0, grain=10))
    page[rng.random(page.shape, dtype=np.float32) < 0.004] = 0
    page[rng.random(page.shape, dtype=np.float32) < 0.01] = 255
    page = dust(picture(page), rng, 350)
    return threshold(page.filter(ImageFilter.GaussianBlur(0.7)), 165), (300, 300)


def blur(image, rng):
    page = paper(image.filter(ImageFilter.GaussianBlur(2.6)), rng)
    return clean_white(resample(page, 200)), (200, 200)


def jpeg(image, rng):
    """Scanned at 150 dpi by somebody who wanted a small file; the container adds the rest."""
    return resample(paper(turn(image, small_skew(rng)), rng), 150), (150, 150)


def border(image, rng):
    """The lid stood open: black edges, punch holes, a slight skew."""
    page = paper(turn(image, small_skew(rng, 0.8, 1.3)), rng)
    canvas = ImageDraw.Draw(page)
    canvas.rectangle((0, 0, 70, HEIGHT), fill=25)
    canvas.polygon([(0, HEIGHT), (WIDTH, HEIGHT), (WIDTH, HEIGHT - 90), (0, HEIGHT - 50)], fill=20)
    for y in (HEIGHT // 2 - 470, HEIGHT // 2 + 470):
        canvas.ellipse((140, y - 35, 210, y + 35), fill=25)
    return threshold(page), (300, 300)


def photo(image, rng):
    """A telephone held over the sheet: perspective, shade to one corner, warm light, soft focus."""
    inset = rng.uniform(20, 130, 8)
    corners = [(inset[0], inset[1]), (WIDTH - inset[2], inset[3]),
               (WIDTH - inset[4], HEIGHT - inset[5]), (inset[6], HEIGHT - inset[7])]
    rows, right = [], []
    for (x, y), (u, v) in zip(corners, [(0, 0), (WIDTH, 0), (WIDTH, HEIGHT), (0, HEIGHT)]):
        rows += [[x, y, 1, 0, 0, 0, -u * x, -u * y], [0, 0, 0, x, y, 1, -v * x, -v * y]]
        right += [u, v]
    warp = np.linalg.solve(np.array(rows, float), np.array(right, float))
    page = paper(image, rng, tone=232, ink=0.86, blur=1.3, grain=0)
    page = page.transform(page.size, Image.Transform.PERSPECTIVE, tuple(warp), Image.Resampling.BICUBIC, fillcolor=70)
    page = pixels(resample(page, 200))
    y, x = np.mgrid[0:page.shape[0], 0:page.shape[1]] / np.array(page.shape).reshape(2, 1, 1)
    light = 0.62 + 0.38 * np.exp(-((x - 0.35) ** 2 + (y - 0.3) ** 2) / 0.7)
    page = picture(page * light + rng.normal(0, 2.0, page.shape))
    return ImageOps.colorize(page, (24, 24, 34), (255, 247, 229), mid=(142, 134, 122)), (200, 200)


def fax(image, rng, lines_per_inch, noise=1.0):
    """A fax machine's 1728 dots a line; `lines_per_inch` is 196 (fine) or 98 (standard)."""
    page = paper(turn(image, small_skew(rng)), rng, tone=240, ink=0.95, blur=0.9, grain=0)
    height = round(HEIGHT * lines_per_inch / 300)
    values = pixels(page.resize((1728, height), Image.Resampling.BOX)) + rng.normal(0, 10, (height, 1728))
    white = values > 150
    white[rng.random(white.shape) < 0.0006 * noise] = False
    for _ in range(round(4 * noise)):
        y = int(rng.integers(10, height - 10))
        white[y] = white[y - 1]
        y, x, length = int(rng.integers(5, height - 5)), int(rng.integers(0, 1200)), int(rng.integers(60, 400))
        white[y, x:x + length] = False
    white[:, int(rng.integers(40, 160))] &= rng.random(height) > 0.4
    return Image.fromarray(white.astype(np.uint8) * 255).convert("1", dither=Image.Dither.NONE), (204, lines_per_inch)


def fax_fine(image, rng):
    return fax(image, rng, 196)


def fax_standard(image, rng):
    return fax(image, rng, 98)


def blank_back(front, rng, strength=0.13):
    """The empty back of a sheet: the front shows through, mirrored and faint."""
    shade = front.convert("L").transpose(Image.Transpose.FLIP_LEFT_RIGHT).filter(ImageFilter.GaussianBlur(2.5))
    page = 255 - (255 - pixels(shade)) * strength
    return dust(paper(picture(page), rng), rng, 25, 2.5)


CONDITIONS = {
    "clean": clean, "scan": scan, "grey": grey, "bilevel": bilevel, "flat_bilevel": flat_bilevel,
    "coarse_bilevel": coarse_bilevel,
    "skew3": skew3, "skew3_bilevel": skew3_bilevel, "upside": upside, "upside_bilevel": upside_bilevel,
    "low_contrast": low_contrast, "speckle": speckle, "blur": blur, "jpeg": jpeg, "border": border, "photo": photo,
    "fax_fine": fax_fine, "fax_standard": fax_standard,
}

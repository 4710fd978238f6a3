"""Pages to grey pixels: text, rules, dots, signatures and stamps."""
import math
import random

from PIL import Image, ImageDraw

from .fonts import Face
from .layout import HEIGHT, WIDTH

INK = 20


def draw_page(page):
    image = Image.new("L", (WIDTH, HEIGHT), 255)
    canvas = ImageDraw.Draw(image)
    for x0, y0, x1, y1, width in page.rules:
        canvas.line((x0, y0, x1, y1), fill=INK + 30, width=width)
    for x0, x1, y in page.dots:
        for step in range(int((x1 - x0) // 12)):
            x = x0 + step * 12
            canvas.ellipse((x, y, x + 3, y + 3), fill=INK + 20)
    for line in page.lines:
        for text, x, face in line.pieces:
            face.draw(canvas, x, line.y + line.ascent, text, INK)
    for x, y, seed in page.signatures:
        sign(canvas, x, y, seed)
    return image


def sign(canvas, cx, cy, seed, half=210):
    """A pen stroke of a few loops that leans and runs out to the right."""
    rng = random.Random("signature " + seed)
    loops = rng.uniform(3.2, 5.5)
    waves = [(rng.uniform(6, 22), rng.uniform(1.5, 7), rng.uniform(0, 6.3)) for _ in range(3)]
    points = []
    for step in range(260):
        t = step / 259
        fade = (1 - t) ** 0.7
        angle = t * loops * 2 * math.pi + waves[0][2]
        x = cx - half + 2 * half * t + fade * 58 * math.cos(angle)
        y = cy - fade * 52 * math.sin(angle) + sum(a * 0.5 * math.sin(f * t * 6.3 + p) for a, f, p in waves)
        points.append((x + (cy - y) * 0.35, y))
    for (a, b), step in zip(zip(points, points[1:]), range(260)):
        canvas.line((*a, *b), fill=45, width=4 + round(2 * math.sin(step / 17)))


def stamp(image, lines, x, y, angle, ink=95, size=0.9):
    """A received stamp: a tilted box, unevenly inked, over whatever is there."""
    face = Face("THSarabunNew", size, bold=True)
    width = round(max(map(face.width, lines))) + 90
    height = round(face.height * len(lines)) + 50
    box = Image.new("L", (width, height), 0)
    canvas = ImageDraw.Draw(box)
    canvas.rectangle((4, 4, width - 5, height - 5), outline=255, width=7)
    for number, text in enumerate(lines):
        face.draw(canvas, (width - face.width(text)) / 2, 22 + number * face.height + face.ascent, text, 255)
    rng = random.Random("stamp " + "".join(lines))
    worn = Image.new("L", (width // 24 + 1, height // 24 + 1))
    worn.putdata([rng.randrange(110, 256) for _ in range(worn.width * worn.height)])
    mask = Image.composite(worn.resize(box.size, Image.Resampling.BICUBIC), Image.new("L", box.size, 0), box)
    mask = mask.rotate(angle, Image.Resampling.BICUBIC, expand=True)
    image.paste(ink, (x, y), mask)
    return image

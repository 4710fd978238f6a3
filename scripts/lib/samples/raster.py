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


def sign(canvas, cx, cy, seed):
    """A pen stroke: loops that lean and run out to the right, now and then underlined."""
    rng = random.Random("signature " + seed)
    loops, lean, half = rng.uniform(1.6, 6.5), rng.uniform(0.1, 0.7), rng.uniform(130, 230)
    wide, tall, start = rng.uniform(30, 95), rng.uniform(28, 62), rng.uniform(0, 6.3)
    waves = [(rng.uniform(3, 16), rng.uniform(0.8, 4), rng.uniform(0, 6.3)) for _ in range(4)]
    points = []
    for step in range(300):
        t = step / 299
        fade, angle = (1 - t) ** 0.8 + 0.08, start + t * loops * 2 * math.pi
        drift = sum(a * math.sin(f * t * 6.3 + p) for a, f, p in waves)
        y = cy - fade * tall * math.sin(angle) + drift
        points.append((cx - half + 2 * half * t + fade * wide * math.cos(angle) + (cy - y) * lean, y))
    strokes = [points]
    if rng.random() < 0.5:
        rise = rng.uniform(-25, 10)
        strokes.append([(cx - half * 0.7 + half * 1.8 * t / 40, cy + 60 + rise * t / 40 - 12 * math.sin(t / 13))
                        for t in range(41)])
    for stroke in strokes:
        for step, (a, b) in enumerate(zip(stroke, stroke[1:])):
            canvas.line((*a, *b), fill=45, width=4 + round(1.6 * math.sin(step / 17)))


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
    worn.putdata([rng.randrange(150, 256) for _ in range(worn.width * worn.height)])
    mask = Image.composite(worn.resize(box.size, Image.Resampling.BICUBIC), Image.new("L", box.size, 0), box)
    mask = mask.rotate(angle, Image.Resampling.BICUBIC, expand=True)
    image.paste(ink, (x, y), mask)
    return image

"""Letters without end for evaluation pages: stock sentences, fresh numbers, in the layouts offices receive."""
import random

from .letters import THAI_DIGITS, Letter, citizen_id, spaced_id
from .phrases import (ADDRESSEES, CLOSINGS, GOODS, MEN, MONTHS, OPENINGS, PLACES, PLEAS, REMARKS, SURNAMES, TOPICS,
                      WOMEN)

LAYOUTS = ["letter", "form", "table", "columns", "signed-over", "receipt", "petition", "heading", "sections", "note"]


class Writer:
    """One invented person with a matter; every draw comes from the letter's own generator."""

    def __init__(self, key):
        self.key, self.rng = key, random.Random("letter " + key)
        rng = self.rng
        self.thai = rng.random() < 0.5
        self.subject, self.facts, self.plea = rng.choice(TOPICS)
        self.name = self.person()
        self.place = rng.choice(PLACES)
        self.house, self.moo = f"{rng.randrange(1, 400)}/{rng.randrange(1, 99)}", str(rng.randrange(1, 15))
        self.id = spaced_id(citizen_id(key))
        self.phone = f"0{rng.choice('689')}{rng.randrange(10)}-000-{rng.randrange(10000):04d}"
        self.email = f"{rng.choice('abcdknpst')}{rng.choice(['wan', 'chai', 'porn', 'sak', 'nee'])}." \
                     f"{rng.randrange(10, 99)}@example.{rng.choice(['com', 'org', 'co.th'])}"

    def person(self):
        title, first = self.rng.choice([("นาย", MEN), ("นาง", WOMEN), ("นางสาว", WOMEN)])
        return f"{title}{self.rng.choice(first)} {self.rng.choice(SURNAMES).replace('_', ' ')}"

    def date(self):
        rng = self.rng
        return f"{rng.randrange(1, 29)} {rng.choice(MONTHS)} {rng.choice([2567, 2568, 2569])}"

    def money(self):
        amount = self.rng.randrange(*self.rng.choice([(80, 999), (1_000, 99_999), (100_000, 3_000_000)]))
        return f"{amount:,}" + self.rng.choice(["", "", ".50", ".75"])

    def fill(self, text):
        rng, (sub, district, province, post) = self.rng, self.place
        address = (f"บ้านเลขที่ {self.house} หมู่ที่ {self.moo} ตำบล{sub} อำเภอ{district} จังหวัด{province} {post}"
                   if rng.random() < 0.6 else
                   f"บ้านเลขที่ {self.house} ม.{self.moo} ต.{sub} อ.{district} จ.{province} {post}")
        while "{" in text:   # slot by slot, so that two dates of one sentence differ
            text = text.replace("{date}", self.date(), 1).replace("{money}", self.money(), 1)
            text = text.replace("{small}", str(rng.randrange(3, 99)), 1).replace("{old}", str(rng.randrange(21, 90)), 1)
            text = text.replace("{other}", self.person() if "{other}" in text else "", 1)
            text = text.replace("{time}", f"{rng.randrange(24):02d}.{rng.choice(['00', '15', '30', '45'])}", 1)
            text = text.replace("{ref}", f"{rng.choice(['มท', 'ศร', 'นร', 'DM', 'PN'])} {rng.randrange(10, 9999):04d}/"
                                         f"{rng.randrange(1, 99999)}", 1)
            text = text.replace("{plea}", self.plea).replace("{name}", self.name).replace("{id}", self.id)
            text = text.replace("{phone}", self.phone).replace("{email}", self.email).replace("{address}", address)
        return text

    def digits(self, text):
        """Thai digits for those who write so; Latin words keep theirs."""
        if not self.thai:
            return text
        return " ".join(word if any("a" <= c.lower() <= "z" for c in word) else word.translate(THAI_DIGITS)
                        for word in text.split(" "))

    def head(self):
        sub, district, province, post = self.place
        return [("right", f"{self.house} หมู่ {self.moo} ตำบล{sub}"),
                ("right", f"อำเภอ{district} จังหวัด{province} {post}"),
                ("column", ""), ("column", self.date()),
                ("label", f"เรื่อง\t{self.subject}"), ("label", f"เรียน\t{self.rng.choice(ADDRESSEES)}")]

    def story(self, count, remarks=0):
        """An opening, `count` facts of the matter, and so many remarks that fit any matter."""
        told = self.rng.sample(self.facts, min(count, len(self.facts))) + self.rng.sample(REMARKS, remarks)
        return [self.fill(self.rng.choice(OPENINGS))] + [self.fill(text) for text in told]

    def close(self, over=False):
        return [("paragraph", self.fill(self.rng.choice(PLEAS))), ("column", self.rng.choice(CLOSINGS)),
                ("signature", ("^" if over else "") + self.key), ("column", f"({self.name})"),
                ("left", f"โทร. {self.phone}")]

    def bill(self):
        goods = self.rng.sample(GOODS, 5)
        prices = [self.rng.randrange(150, 19_000) for _ in goods]
        rows = [f"{n} | {item} | {price:,}.00" for n, (item, price) in enumerate(zip(goods, prices), 1)]
        return [("row", row) for row in ["ที่ | รายการ | จำนวนเงิน (บาท)", *rows, f"| รวมเป็นเงินทั้งสิ้น | {sum(prices):,}.00"]]


def letter(w):
    return w.head() + [("paragraph", text) for text in w.story(4, remarks=3)] + w.close()


def signed_over(w):
    return w.head() + [("paragraph", text) for text in w.story(4, remarks=1)] + w.close(over=True)


def note(w):
    return [("right", w.date()), ("left", "ถึง ศูนย์ 1111"), *[("paragraph", text) for text in w.story(2, remarks=1)[1:]],
            ("column", w.name)]


def heading(w):
    numbered = [("item", f"{n}. {text}") for n, text in enumerate(w.story(4, remarks=2)[1:], 1)]
    return [("heading", "หนังสือร้องเรียน"), ("heading", w.subject), ("column", ""), *numbered, *w.close()]


def table(w):
    return [*w.head(), ("paragraph", w.story(1)[0]),
            ("paragraph", "ข้าพเจ้ามีค่าใช้จ่ายและความเสียหายดังตารางต่อไปนี้"), *w.bill(), *w.close()]


def receipt(w):
    number = f"{w.rng.randrange(1, 99):03d}/{w.rng.randrange(1, 9999):04d}"
    return [("heading", "ใบเสร็จรับเงิน"), ("right", f"เล่มที่/เลขที่ {number}"), ("right", f"วันที่ {w.date()}"),
            ("form", f"ได้รับเงินจาก|{w.name}||โทร.|{w.phone}"),
            ("form", f"ที่อยู่|{w.house} หมู่ {w.moo} ต.{w.place[0]} อ.{w.place[1]} จ.{w.place[2]}"),
            *w.bill(), ("column", ""), ("signature", w.key), ("column", "ผู้รับเงิน"),
            ("left", "หมายเหตุ สินค้าซื้อแล้วไม่รับเปลี่ยนหรือคืน")]


def form(w):
    sub, district, province, post = w.place
    story = [("form", f"|{chunk}") for text in w.story(3)[1:] for chunk in chunks(text, 62)]
    return [("heading", "แบบคำร้องเรียน / ร้องทุกข์"), ("form", f"วันที่|{w.date()}||เรียน|{w.rng.choice(ADDRESSEES[:3])}"),
            ("form", f"ข้าพเจ้า|{w.name}||อายุ|{w.rng.randrange(20, 80)}||ปี"),
            ("form", f"เลขประจำตัวประชาชน|{w.id}||โทรศัพท์|{w.phone}"),
            ("form", f"บ้านเลขที่|{w.house}||หมู่ที่|{w.moo}||ตำบล|{sub}||อำเภอ|{district}"),
            ("form", f"จังหวัด|{province}||รหัสไปรษณีย์|{post}||อีเมล|{w.email}"),
            ("form", f"เรื่องที่ร้อง|{w.subject}"), ("left", "รายละเอียด"), *story,
            ("signature", w.key), ("column", f"({w.name})"), ("column", "ผู้ร้อง")]


def columns(w):
    other = Writer(w.key + " second")
    pairs = zip(*(one.story(4, remarks=2)[1:] + [one.fill(one.plea)] for one in (w, other)))
    return [("heading", "จดหมายข่าวผู้เดือดร้อน"), ("heading", w.date()), ("column", "")] + \
        [("columns", f"{left}||{right}") for left, right in pairs] + [("column", w.name)]


def petition(w):
    people = [w.person() for _ in range(8)]
    rows = [f"{n} | {name} | {w.rng.randrange(1, 300)}/{w.rng.randrange(1, 9)} |" for n, name in enumerate(people, 1)]
    return w.head() + [("paragraph", text) for text in w.story(2)] + \
        [("row", "ที่ | ชื่อ - นามสกุล | บ้านเลขที่ | ลงชื่อ")] + [("row", row) for row in rows] + w.close()


def sections(w):
    """A typed memorandum: bold headings at the left edge, long paragraphs under them."""
    opening, *facts = w.story(4, remarks=4)
    parts = [("1. ความเป็นมา", [opening, facts[0], facts[1]]), ("2. ข้อเท็จจริง", facts[2:6]), ("3. คำขอ", facts[6:])]
    told = [block for title, texts in parts
            for block in [("strong", title), *[("paragraph", text) for text in texts]]]
    return [("heading", "บันทึกข้อเท็จจริงประกอบการร้องทุกข์"), ("heading", w.subject), *told, *w.close()]


def chunks(text, size):
    """Words of a text in lines of at most `size` characters, as a pen fills dotted lines."""
    line = ""
    for word in text.split(" "):
        if line and len(line) + len(word) + 1 > size:
            yield line
            line = word
        else:
            line = f"{line} {word}".strip()
    yield line


MAKERS = {"letter": letter, "form": form, "table": table, "columns": columns, "receipt": receipt, "petition": petition,
          "signed-over": signed_over, "heading": heading, "note": note, "sections": sections}


def invent(key, layout):
    """An invented letter; the same key and layout give the same letter for ever."""
    writer = Writer(key)
    return Letter(key, {}, [(kind, writer.digits(text)) for kind, text in MAKERS[layout](writer)])

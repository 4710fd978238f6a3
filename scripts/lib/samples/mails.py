"""Mails as citizens' programs would send them, byte for byte, with what must become of each. Everybody in them is invented."""
import base64
import json
import quopri
import random
import textwrap
import zlib
from dataclasses import dataclass, field
from urllib.parse import quote

MAILBOX = "complaints@1111.example.go.th"
SERVER = "mx.1111.example.go.th"


@dataclass
class Mail:
    name: str
    data: bytes
    expected: str                 # text | pages | held | rejected: what Unpacking decides
    note: str
    truth: dict = field(default_factory=dict)


def crlf(text):
    return text.replace("\r\n", "\n").replace("\n", "\r\n")


def word(text, charset, encoding="B"):
    """An encoded word (RFC 2047) of at most 75 bytes or several, cut between letters."""
    words, rest = [], text
    while rest:
        length = len(rest)
        while len(one_word(rest[:length], charset, encoding)) > 75:
            length -= 1
        words.append(one_word(rest[:length], charset, encoding))
        rest = rest[length:]
    return "\r\n ".join(words)


def one_word(text, charset, encoding):
    data = text.encode(CODECS.get(charset.lower(), charset))
    if encoding == "B":
        return f"=?{charset}?B?{base64.b64encode(data).decode()}?="
    return f"=?{charset}?Q?" + "".join(chr(b) if chr(b).isalnum() and b < 128 else "_" if b == 32 else f"={b:02X}" for b in data) + "?="


CODECS = {"windows-874": "cp874", "tis-620": "tis-620"}


def head(subject, sender="สมหญิง ตัวอย่าง", address="somying@example.co.th", charset="UTF-8", extra="", key="", date=None):
    date = date or "Sat, 21 Nov 2026 09:15:00 +0700"
    message_id = f"<{zlib.crc32((subject + address + key).encode()):08x}@example.co.th>"
    return (f"{extra}From: {word(sender, charset)} <{address}>\r\nTo: {MAILBOX}\r\nSubject: {word(subject, charset)}\r\n"
            f"Date: {date}\r\nMessage-ID: {message_id}\r\nMIME-Version: 1.0\r\n").encode()


def lines(data, width=76):
    return b"\r\n".join(data[i:i + width] for i in range(0, len(data), width))


def leaf(kind, data, encoding="base64", extra=""):
    """One part: its header, an empty line, its content."""
    coded = {"base64": lambda: lines(base64.b64encode(data)), "quoted-printable": lambda: quopri.encodestring(data.replace(b"\r\n", b"\n")).replace(b"\n", b"\r\n"),
             "8bit": lambda: data, "7bit": lambda: data}[encoding]()
    return f"Content-Type: {kind}\r\nContent-Transfer-Encoding: {encoding}\r\n{extra}\r\n".encode() + coded + b"\r\n"


def multipart(kind, parts, boundary, parameters=""):
    body = b"".join(b"--" + boundary.encode() + b"\r\n" + part + b"\r\n" for part in parts)
    return f'Content-Type: multipart/{kind}; boundary="{boundary}"{parameters}\r\n\r\n'.encode() + body + f"--{boundary}--\r\n".encode()


def attached(name, kind, data, disposition="attachment"):
    coded = "filename*=UTF-8''" + quote(name) if not name.isascii() else f'filename="{name}"'
    return leaf(kind, data, extra=f"Content-Disposition: {disposition}; {coded}\r\n")


def page(kind, name, media_type, pages):
    return {"name": name, "declared_type": kind, "media_type": media_type, "pages": pages}


def tracking_code(year, number):
    """ISO/IEC 7064 MOD 37,36."""
    body, alphabet, product = f"RT{year:02}-{number:06}", "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ", 36
    for character in body.replace("-", ""):
        total = (product + alphabet.index(character)) % 36
        product = (total or 36) * 2 % 37
    return f"{body}-{alphabet[(37 - product) % 36]}"


def png(width, height):
    """A plain picture, too small to be a page."""
    def chunk(kind, data):
        return len(data).to_bytes(4, "big") + kind + data + zlib.crc32(kind + data).to_bytes(4, "big")
    rows = b"".join(b"\0" + bytes((x * 7 + y) % 256 for x in range(width)) for y in range(height))
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", width.to_bytes(4, "big") + height.to_bytes(4, "big") + b"\x08\0\0\0\0")
            + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b""))


WATER = textwrap.dedent("""\
    เรียน เจ้าหน้าที่ศูนย์ 1111

    น้ำประปาที่หมู่ 4 ตำบลคลองแห อำเภอหาดใหญ่ จังหวัดสงขลา ไม่ไหลมา 5 วันแล้ว
    โทรแจ้งการประปาสามครั้งก็ไม่มีใครมาดู ขอให้ช่วยเร่งรัดด้วยค่ะ

    สมหญิง ตัวอย่าง โทร 080-000-1234
    """)
ROAD = "ถนนหน้าโรงเรียนวัดตัวอย่างเป็นหลุมลึก เด็กขี่จักรยานล้มไปแล้ว 2 คน ขอให้เทศบาลมาซ่อมด่วน"
LIGHT = "ไฟฟ้าส่องสว่างหน้าตลาดดับมา 2 สัปดาห์ คนเดินถนนกลัวถูกวิ่งราว ขอให้ช่วยประสานหน่วยงาน"
CODE = tracking_code(69, 12)


def text_of(subject, body):
    return f"Subject: {subject}\n\n{body.strip()}"


def plain_mails():
    subject = "น้ำประปาไม่ไหล หมู่ 4 ตำบลคลองแห"
    truth = {"subject": subject, "sender": "somying@example.co.th", "text": text_of(subject, WATER)}
    body = crlf(WATER)
    yield Mail("utf8.eml", head(subject) + leaf("text/plain; charset=UTF-8", body.encode()), "text", "UTF-8, base 64", truth)
    thai = head(subject, charset="windows-874", key="t")
    yield Mail("tis620.eml", thai + leaf("text/plain; charset=TIS-620", body.encode("tis-620"), "quoted-printable"), "text",
               "TIS-620, quoted-printable; header in windows-874", truth)
    raw = (f"From: สมหญิง <somying@example.co.th>\r\nTo: {MAILBOX}\r\nSubject: {subject}\r\nDate: Sat, 21 Nov 2026 10:01:00 +0700\r\n"
           "Message-ID: <raw@example.co.th>\r\n\r\n").encode("tis-620")
    yield Mail("raw-8bit.eml", raw + body.encode("tis-620"), "text", "TIS-620 as raw bytes, in the header too; no label", truth)
    raw = (f"From: สมหญิง <somying@example.co.th>\r\nTo: {MAILBOX}\r\nSubject: {subject}\r\nDate: Sat, 21 Nov 2026 10:01:00 +0700\r\n"
           "Message-ID: <raw8@example.co.th>\r\nContent-Type: text/plain; charset=us-ascii\r\n\r\n").encode()
    yield Mail("raw-utf8.eml", raw + body.encode(), "text", "UTF-8 as raw bytes, labelled us-ascii", truth)
    latin = head(subject, key="l").replace(word(subject, "UTF-8").encode(),
                                           f"=?iso-8859-1?B?{base64.b64encode(subject.encode('tis-620')).decode()}?=".encode())
    yield Mail("latin-label.eml", latin + leaf("text/plain; charset=iso-8859-1", body.encode("tis-620")), "text",
               "TIS-620 labelled iso-8859-1", truth)
    yield Mail("thai-label.eml", head(subject, key="w") + leaf("text/plain; charset=windows-874", body.encode()), "text",
               "UTF-8 labelled windows-874", truth)
    split = base64.b64encode(subject.encode()[:20]).decode(), base64.b64encode(subject.encode()[20:]).decode()
    cut = head(subject, key="c").replace(word(subject, "UTF-8").encode(), f"=?utf-8?B?{split[0]}?=\r\n =?utf-8?B?{split[1]}?=".encode())
    yield Mail("split-word.eml", cut + leaf("text/plain; charset=utf-8", body.encode(), "8bit"), "text",
               "an encoded word is cut within a letter", truth)
    japanese = "The street lamp at 12 Sukhumvit Soi 99 is broken. 街灯が壊れています。"
    yield Mail("iso-2022-jp.eml", head("Street lamp", sender="Taro Example", address="taro@example.jp")
               + leaf("text/plain; charset=ISO-2022-JP", japanese.encode("iso-2022-jp"), "7bit"), "text", "another charset",
               {"subject": "Street lamp", "sender": "taro@example.jp", "text": text_of("Street lamp", japanese)})
    # Soft breaks within Thai words; DelSp takes the blanks out again.
    flowed = "\r\n".join(ROAD[i:i + 30] + " " for i in range(0, len(ROAD), 30)).rstrip(" ")
    yield Mail("flowed.eml", head("ถนนเป็นหลุม") + leaf("text/plain; charset=utf-8; format=flowed; delsp=yes", flowed.encode()),
               "text", "format=flowed with DelSp (RFC 3676)", {"subject": "ถนนเป็นหลุม", "text": text_of("ถนนเป็นหลุม", ROAD)})
    letter = "เรื่อง ขอให้ซ่อมถนน\n\n" + ROAD
    yield Mail("own-subject.eml", head("ร้องเรียน") + leaf("text/plain; charset=utf-8", crlf(letter).encode()), "text",
               "the text names its subject itself", {"subject": "ร้องเรียน", "text": letter})
    yield Mail("no-words.eml", head("ร้องเรียน", key="n") + leaf("text/plain; charset=utf-8", b"\r\n \r\n"), "held",
               "a subject and nothing else", {"subject": "ร้องเรียน", "doubts": ["empty_reading"]})


def html_mails():
    subject = "ไฟส่องสว่างดับ"
    html = (f'<html><head><meta http-equiv="Content-Type" content="text/html; charset=windows-874"><title>x</title>'
            f'<style>p {{color: red}}</style></head><body><div style="display:none">ข้อความที่มองไม่เห็น</div>'
            f'<p>เรียน เจ้าหน้าที่</p><p>{LIGHT}</p><img src="http://192.0.2.1/dot.gif" width=1 height=1>'
            f'<table><tr><td>ชื่อ</td><td>มาลี ตัวอย่าง</td></tr><tr><td>โทร</td><td>080-000-4321</td></tr></table></body></html>')
    text = f"เรียน เจ้าหน้าที่\n\n{LIGHT}\n\nชื่อ มาลี ตัวอย่าง\nโทร 080-000-4321"
    truth = {"subject": subject, "text": text_of(subject, text)}
    yield Mail("html-only.eml", head(subject) + leaf("text/html; charset=windows-874", html.encode("tis-620")), "text",
               "HTML alone, in windows-874, with hidden text and a remote picture", truth)
    rich = f"<p>{LIGHT}</p><p><img src='cid:logo@example'></p>"
    logo = leaf("image/png", png(60, 20), extra='Content-ID: <logo@example>\r\nContent-Disposition: inline; filename="logo.png"\r\n')
    both = multipart("alternative", [leaf("text/plain; charset=utf-8", LIGHT.encode()),
                                     multipart("related", [leaf("text/html; charset=utf-8", rich.encode()), logo], "b2")], "b1")
    yield Mail("alternative.eml", head(subject, key="a") + both, "text", "plain text and HTML with a logo",
               {"subject": subject, "text": text_of(subject, LIGHT),
                "attachments": [page("image/png", "logo.png", "image/png", [])]})
    stub = multipart("alternative", [leaf("text/plain; charset=utf-8", b"This mail needs HTML."),
                                     leaf("text/html; charset=utf-8", html.replace("windows-874", "utf-8").encode())], "b1")
    yield Mail("html-stub.eml", head(subject, key="s") + stub, "text", "the plain text only says to look at the HTML", truth)


def answers():
    quoted = f"> ศูนย์ได้รับเรื่องของท่านแล้ว รหัส {CODE}\n> กำหนดตอบภายใน 15 วันทำการ"
    own = "ขอเพิ่มเติมว่า เมื่อวานน้ำไหลครึ่งชั่วโมงแล้วหยุดอีกค่ะ"
    attribution = f"เมื่อ ส. 21 พ.ย. 2026 เวลา 10:00 ศูนย์ 1111 <{MAILBOX}> เขียนว่า:"
    body = f"{own}\n\n-- \nสมหญิง ตัวอย่าง\nโทร 080-000-1234\n\n{attribution}\n\n{quoted}\n"
    subject = f"Re: รับเรื่องแล้ว {CODE}"
    yield Mail("reply.eml", head(subject) + leaf("text/plain; charset=utf-8", crlf(body).encode()), "text",
               "an answer with its quotation, signature and a tracking code",
               {"subject": subject, "codes": [CODE], "quoted": f"{attribution}\n\n{quoted}",
                "text": text_of(f"รับเรื่องแล้ว {CODE}", f"{own}\n\n-- \nสมหญิง ตัวอย่าง\nโทร 080-000-1234")})
    html = (f"<div>{own}</div><div>ส่งจาก iPhone ของฉัน</div><div><div><b>From:</b> ศูนย์ 1111 &lt;{MAILBOX}&gt;<br>"
            f"<b>Sent:</b> Saturday, November 21, 2026 10:00<br><b>To:</b> สมหญิง<br><b>Subject:</b> รับเรื่องแล้ว</div>"
            "<p>ศูนย์ได้รับเรื่องของท่านแล้ว</p></div>")
    yield Mail("outlook-reply.eml", head("Re: รับเรื่องแล้ว", key="o") + leaf("text/html; charset=utf-8", html.encode()), "text",
               "an answer as Outlook writes it",
               {"subject": "Re: รับเรื่องแล้ว", "text": text_of("รับเรื่องแล้ว", f"{own}\n\nส่งจาก iPhone ของฉัน"),
                "quoted": f"From: ศูนย์ 1111 <{MAILBOX}>\nSent: Saturday, November 21, 2026 10:00\nTo: สมหญิง\nSubject: รับเรื่องแล้ว\n\n"
                          "ศูนย์ได้รับเรื่องของท่านแล้ว"})
    follow = "ขอทราบความคืบหน้าของเรื่อง rt69 ๐๐๐๐๑๒ " + CODE[-1] + " ด้วยค่ะ"
    yield Mail("follow-up.eml", head("สอบถาม") + leaf("text/plain; charset=utf-8", follow.encode()), "text",
               "a tracking code with Thai digits and without hyphens",
               {"subject": "สอบถาม", "codes": [CODE], "text": text_of("สอบถาม", follow)})
    inner = f"---------- Forwarded message ---------\nFrom: ชาติชาย <chat@example.com>\nDate: Fri, 20 Nov 2026\nSubject: ถนนเป็นหลุม\n\n{ROAD}"
    body = f"ขอส่งต่อเรื่องของเพื่อนบ้านค่ะ\n\n{inner}\n"
    yield Mail("forwarded-inline.eml", head("Fwd: ถนนเป็นหลุม") + leaf("text/plain; charset=utf-8", crlf(body).encode()), "text",
               "a mail passed on in the text", {"subject": "Fwd: ถนนเป็นหลุม", "text": text_of("ถนนเป็นหลุม", body)})


def files(scans):
    tiff, jpeg, pdf = scans["tiff"], scans["jpeg"], scans["pdf"]
    cover = leaf("text/plain; charset=utf-8", "ส่งหนังสือร้องเรียนตามแฟ้มแนบค่ะ".encode())
    subject = "หนังสือร้องเรียน"
    base = {"subject": subject, "text": text_of(subject, "ส่งหนังสือร้องเรียนตามแฟ้มแนบค่ะ")}
    name = "หนังสือร้องเรียน.tif"
    yield Mail("scan-attached.eml", head(subject) + multipart("mixed", [cover, attached(name, "image/tiff", tiff)], "b1"), "pages",
               "a scanned letter, its name in Thai (RFC 2231)",
               base | {"pages": 1, "attachments": [page("image/tiff", name, "image/tiff", [1])]})
    both = [cover, attached("1.pdf", "application/octet-stream", pdf), attached("2.jpg", "image/pjpeg", jpeg)]
    yield Mail("two-files.eml", head(subject, key="2") + multipart("mixed", both, "b1"), "pages",
               "a PDF and a photo, neither rightly labelled",
               base | {"pages": 2, "attachments": [page("application/octet-stream", "1.pdf", "application/pdf", [1]),
                                                   page("image/pjpeg", "2.jpg", "image/jpeg", [2])]})
    coded = "หลักฐานการจ่ายเงินค่าน้ำประปา.csv"
    raw = quote(coded.encode("tis-620"))
    cut = raw.index("%", 48)
    long = leaf("text/csv", b"a,b\r\n1,2\r\n", extra=f"Content-Disposition: attachment;\r\n filename*0*=TIS-620'th'{raw[:cut]};\r\n filename*1*={raw[cut:]}\r\n")
    yield Mail("long-name.eml", head(subject, key="n") + multipart("mixed", [cover, long], "b1"), "text",
               "a name in TIS-620 over two lines (RFC 2231)",
               base | {"attachments": [page("text/csv", coded, "application/octet-stream", [])]})
    old = leaf("application/octet-stream", b"\0\1\2\3", extra="Content-Disposition: attachment;\r\n filename=\"" + word("แผนที่.bin", "windows-874") + "\"\r\n")
    yield Mail("old-name.eml", head(subject, key="m") + multipart("mixed", [cover, old], "b1"), "text",
               "a name as an encoded word", base | {"attachments": [page("application/octet-stream", "แผนที่.bin", "application/octet-stream", [])]})
    tnef = b"\x78\x9f\x3e\x22" + random.Random("tnef").randbytes(300)
    yield Mail("winmail.eml", head(subject, key="w") + multipart("mixed", [cover, attached("winmail.dat", "application/ms-tnef", tnef)], "b1"),
               "text", "Outlook's own format", base | {"doubts": ["unopened"], "attachments": [page("application/ms-tnef", "winmail.dat", "application/octet-stream", [])]})
    archive = b"PK\x03\x04" + random.Random("zip").randbytes(300)
    yield Mail("zip.eml", head(subject, key="z") + multipart("mixed", [cover, attached("เอกสาร.zip", "application/zip", archive)], "b1"),
               "text", "an archive", base | {"doubts": ["unopened"], "attachments": [page("application/zip", "เอกสาร.zip", "application/octet-stream", [])]})
    written = leaf("text/plain", crlf(WATER).encode("tis-620"), extra='Content-Disposition: attachment; filename="letter.txt"\r\n')
    yield Mail("text-file.eml", head(subject, key="t") + multipart("mixed", [cover, written], "b1"), "text",
               "the letter is a text file in TIS-620",
               base | {"text": base["text"] + "\n\n" + WATER.strip(), "attachments": [page("text/plain", "letter.txt", "application/octet-stream", [])]})
    inner = head("ขอความช่วยเหลือ", sender="มานี ตัวอย่าง", address="manee@example.org", key="i") \
        + multipart("mixed", [leaf("text/plain; charset=tis-620", ROAD.encode("tis-620")), attached("scan.tif", "image/tiff", tiff)], "b2")
    outer = multipart("mixed", [cover, b"Content-Type: message/rfc822\r\nContent-Disposition: attachment\r\n\r\n" + inner], "b1")
    yield Mail("forwarded-attached.eml", head("ส่งต่อ: ขอความช่วยเหลือ") + outer, "pages", "a mail attached, with a scan in it",
               {"subject": "ส่งต่อ: ขอความช่วยเหลือ", "pages": 1, "attachments": [page("image/tiff", "scan.tif", "image/tiff", [1])],
                "text": text_of("ขอความช่วยเหลือ", "ส่งหนังสือร้องเรียนตามแฟ้มแนบค่ะ\n\nFrom: มานี ตัวอย่าง <manee@example.org>\n"
                                f"Date: Sat, 21 Nov 2026 09:15:00 +0700\nTo: {MAILBOX}\nSubject: ขอความช่วยเหลือ\n\n{ROAD}")})
    sealed = multipart("encrypted", [leaf("application/pgp-encrypted", b"Version: 1\r\n", "7bit"),
                                     leaf("application/octet-stream", b"-----BEGIN PGP MESSAGE-----\r\n", "7bit")],
                       "b1", '; protocol="application/pgp-encrypted"')
    yield Mail("encrypted.eml", head(subject, key="e") + sealed, "held", "only the holder of a key can read it",
               {"subject": subject, "doubts": ["empty_reading", "unopened"]})
    cut_short = head(subject, key="c") + multipart("mixed", [cover, attached("x.tif", "image/tiff", tiff)], "b1")
    yield Mail("cut-short.eml", cut_short[:len(cut_short) - len(tiff)], "text", "cut off within its attachment",
               base | {"doubts": ["unopened"], "attachments": [page("image/tiff", "x.tif", "image/tiff", [])]})


def no_complaints():
    away = leaf("text/plain; charset=utf-8", "ขณะนี้ไม่อยู่สำนักงาน".encode())
    yield Mail("auto-reply.eml", head("ไม่อยู่สำนักงาน", extra="Auto-Submitted: auto-replied (vacation)\r\n") + away, "rejected",
               "an automatic reply (RFC 3834)", {"rule": "automatic"})
    yield Mail("exchange-reply.eml", head("ตอบกลับอัตโนมัติ: รับเรื่องแล้ว") + away, "rejected", "an automatic reply without a sign but its subject",
               {"rule": "automatic"})
    status = f"Reporting-MTA: dns; mx.example.com\r\n\r\nFinal-Recipient: rfc822; nobody@example.com\r\nAction: failed\r\nStatus: 5.1.1\r\n"
    parts = [leaf("text/plain", b"Your mail could not be delivered.", "7bit"), leaf("message/delivery-status", status.encode(), "7bit"),
             b"Content-Type: message/rfc822\r\n\r\n" + head("รับเรื่องแล้ว", address=MAILBOX) + leaf("text/plain", b"x", "7bit")]
    bounce = head("Undelivered Mail", sender="Mail Delivery System", address="mailer-daemon@example.com", extra="Return-Path: <>\r\n")
    yield Mail("bounce.eml", bounce + multipart("report", parts, "b1", "; report-type=delivery-status"), "rejected", "a bounce (RFC 3464)", {"rule": "bounce"})
    parts = [leaf("text/plain", b"Your mail was displayed.", "7bit"), leaf("message/disposition-notification", b"Disposition: manual-action/MDN-sent-manually; displayed\r\n", "7bit")]
    yield Mail("receipt.eml", head("Read: รับเรื่องแล้ว") + multipart("report", parts, "b1", '; report-type="disposition-notification"'), "rejected",
               "a receipt (RFC 8098)", {"rule": "receipt"})
    yield Mail("list.eml", head("ข่าวประจำวัน", extra="List-Id: <news.example.com>\r\nPrecedence: list\r\n") + away, "rejected", "a mailing list", {"rule": "list"})
    yield Mail("own-loop.eml", head("รับเรื่องแล้ว", address=MAILBOX, extra=f"X-Loop: {MAILBOX}\r\n") + away, "rejected", "our own mail came back", {"rule": "own-loop"})


def odd():
    rng = random.Random("rubbish")
    rubbish = b"From: \xff\xfe<x\r\nSubject: " + bytes(rng.randrange(128, 256) for _ in range(40)) + b"\r\n\r\n" + rng.randbytes(600)
    yield Mail("rubbish.eml", rubbish, "text", "bytes without sense", {"doubts": ["unopened"]})
    lost = "ร้องเรียน".encode("ascii", "replace") + b" " + b"????? ???????? ?????????" * 5
    yield Mail("lost-letters.eml", head("Complaint") + leaf("text/plain; charset=us-ascii", lost, "7bit"), "held",
               "a program put question marks for all letters", {"subject": "Complaint", "doubts": ["empty_reading", "unopened"], "text": text_of("Complaint", lost.decode())})
    own = f"Authentication-Results: {SERVER};\r\n spf=pass (sender SPF; ok) smtp.mailfrom=example.co.th;\r\n dkim=fail reason=\"x; dkim=pass\";\r\n dmarc=none\r\n"
    forged = "Authentication-Results: mail.example.com; spf=pass; dkim=pass; dmarc=pass\r\n"
    body = leaf("text/plain; charset=utf-8", ROAD.encode())
    yield Mail("authenticated.eml", head("ถนนเป็นหลุม", extra=own + forged, key="a") + body, "text", "the own server's results stand topmost",
               {"subject": "ถนนเป็นหลุม", "text": text_of("ถนนเป็นหลุม", ROAD), "authentication": {"spf": "pass", "dkim": "fail", "dmarc": "none"}})
    yield Mail("forged-results.eml", head("ถนนเป็นหลุม", extra=forged + own, key="f") + body, "text", "another server's results stand topmost",
               {"subject": "ถนนเป็นหลุม", "text": text_of("ถนนเป็นหลุม", ROAD), "authentication": {"spf": "unknown", "dkim": "unknown", "dmarc": "unknown"}})


def all_mails(root):
    scans = {"tiff": root / "scan/desk-2/SCAN0020.tif", "jpeg": root / "scan/desk-2/SCAN0022.jpg", "pdf": root / "scan/desk-2/SCAN0019.pdf"}
    scans = {name: path.read_bytes() for name, path in scans.items()}
    for group in (plain_mails(), html_mails(), answers(), files(scans), no_complaints(), odd()):
        yield from group


def truth_json(mail):
    return json.dumps({"expected": mail.expected} | mail.truth, ensure_ascii=False, indent=2) + "\n"

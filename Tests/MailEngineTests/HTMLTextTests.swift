import EngineContract
import MailEngine
import Testing

@Suite struct HTMLTextTests {
    private func text(_ html: String) -> String {
        let plain = MailEngine().plainText(ofHTML: Array(html.utf8))
        #expect(plain.isWhole)
        return plain.text
    }

    @Test(arguments: [
        ("<p>น้ำไม่ไหล</p><p>มาสามวัน</p>", "น้ำไม่ไหล\n\nมาสามวัน"),
        ("one<br>two<br><br><br>three", "one\ntwo\n\nthree"),
        ("<div>a  b\n c</div><div>d</div>", "a b c\nd"),
        ("<table><tr><td>ชื่อ</td><td>สมชาย</td></tr><tr><td>โทร</td><td>081</td></tr></table>", "ชื่อ สมชาย\nโทร 081"),
        ("<ul><li>x</li><li>y</li></ul>", "- x\n- y"),
        ("<pre>a\n  b</pre>", "a\n  b"),
        ("&#3585;&amp;&nbsp;&lt;", "ก&\u{A0}<"),
        ("<style>p{}</style><script>alert(1)</script><!-- no --><p style='DISPLAY: none'>no</p><p>yes", "yes"),
        ("<head><title>no</title><meta charset=tis-620></head><body>เรื่อง</body>", "เรื่อง"),
        ("<div>ตอบ</div><blockquote type=cite>เดิม<br>สอง</blockquote><div>จบ</div>", "ตอบ\n> เดิม\n> สอง\nจบ"),
        ("<blockquote>ย่อหน้า</blockquote>", "ย่อหน้า"),
        ("<!DOCTYPE html>\r\n<html><body>a</body></html>\r\n", "a"), ("<p>a</body></html><p>b", "a\n\nb"),
        ("<?xml version='1.0'?><!DOCTYPE html PUBLIC 'x' 'http://127.0.0.1:9/x.dtd'><html>a</html>", "a"),
        ("a\0b", "a b"), ("", ""), ("<img src='http://127.0.0.1:9/x.png'>", ""),
    ])
    func readsAsAPersonWould(_ html: String, _ expected: String) {
        #expect(Array(text(html).unicodeScalars) == Array(expected.unicodeScalars))
    }

    @Test(arguments: ["a<!-- no end <p>b", "a<script>no end", "a<style>no end <p>b"])
    func whatIsCutOffIsToldOf(_ html: String) {
        #expect(MailEngine().plainText(ofHTML: Array(html.utf8)) == PlainText(text: "a", isWhole: false))
    }

    @Test func deepNestingIsReadOrSaidToBeCut() {
        let deep = String(repeating: "<div>", count: 100_000) + "ท้าย"
        let plain = MailEngine().plainText(ofHTML: Array(deep.utf8))
        #expect(!plain.isWhole || plain.text == "ท้าย")
        let usual = String(repeating: "<div>", count: 200) + "ท้าย"
        #expect(MailEngine().plainText(ofHTML: Array(usual.utf8)) == PlainText(text: "ท้าย", isWhole: true))
    }
}

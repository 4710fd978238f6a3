import Testing
import ThaiText

@Suite("Digits, width, equality")
struct DisplayWidthTests {
    @Test(
        "columns of texts",
        arguments: [
            ("", 0), ("abc", 3), ("กิ่ง", 2), ("น้ำ", 2), ("เก่า", 3), ("ที่นี่", 2), ("ร้องทุกข์", 6), ("漢字", 4), ("ｶﾅ", 2),
            ("カナ", 4), ("한글", 4), ("e\u{301}", 1), ("\u{1F469}\u{200D}\u{1F467}", 2), ("\u{1F1F9}\u{1F1ED}", 2),
            ("❤\u{FE0F}", 2), ("a\u{200B}b", 2), ("…", 1), ("Ａ", 2), ("\u{1F44D}\u{1F3FD}", 2), ("฿๑๒", 3),
        ])
    func columns(_ text: String, _ expected: Int) {
        #expect(DisplayWidth.columns(of: text) == expected)
    }

    @Test("padding counts columns, not characters")
    func padding() {
        #expect(DisplayWidth.padded("กิ่ง", to: 5).hasSameScalars(as: "กิ่ง   "))
        #expect(DisplayWidth.padded("กิ่ง", to: 1).hasSameScalars(as: "กิ่ง"))
        #expect(DisplayWidth.fitted("น้ำประปา", to: 4).hasSameScalars(as: "น้ำป…"))
    }

    @Test("cutting keeps marks with their base and never passes the width")
    func truncation() {
        #expect(DisplayWidth.truncated("ที่นี่ดี", to: 3).hasSameScalars(as: "ที่นี่ดี"))
        #expect(DisplayWidth.truncated("ที่นี่ดี", to: 2).hasSameScalars(as: "ที่…"))
        #expect(DisplayWidth.truncated("漢字漢字", to: 4).hasSameScalars(as: "漢…"))
        #expect(DisplayWidth.truncated("abc", to: 0).isEmpty)
        for width in 0...12 {
            let cut = DisplayWidth.truncated("ร้องทุกข์ 漢字 เรื่อง 5", to: width)
            #expect(DisplayWidth.columns(of: cut) <= width)
        }
    }

    @Test("digits of both kinds have values and change into each other")
    func digits() {
        #expect(ThaiDigits.ascii("๐๑๒๓๔๕๖๗๘๙ ก5").hasSameScalars(as: "0123456789 ก5"))
        #expect(ThaiDigits.thai("๐1 a").hasSameScalars(as: "๐๑ a"))
        #expect(ThaiDigits.value(of: "๗") == 7 && ThaiDigits.value(of: "7") == 7 && ThaiDigits.value(of: "ก") == nil)
        #expect(ThaiDigits.integer("๒๕6๕") == 2565)
        #expect(ThaiDigits.integer("") == nil && ThaiDigits.integer("1.5") == nil)
        #expect(ThaiDigits.integer("99999999999999999999") == nil)
    }

    @Test("equality by scalars sees what == hides")
    func equality() {
        let (one, other) = ("ก\u{E38}\u{E48}", "ก\u{E48}\u{E38}")
        #expect(one == other)
        #expect(!one.hasSameScalars(as: other))
        #expect(one.hasSameScalars(as: one.dropLast(0)))
    }
}

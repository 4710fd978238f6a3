import ComplaintModel
import Testing

@testable import Unpacking

@Suite struct MailTextTests {
    private func passages(_ text: String, isForward: Bool = false) -> [String] {
        MailPassages.split(text, isForward: isForward).map { "\($0.kind.rawValue): \($0.text)" }
    }

    @Test(arguments: [
        ("one\ntwo", ["own: one\ntwo"]),
        (
            "own\n\nOn Mon, 1 Jan 2026, A <a@b.c> wrote:\n> old\n> older",
            ["own: own", "quoted: On Mon, 1 Jan 2026, A <a@b.c> wrote:\n> old\n> older"]
        ),
        // Answers between the lines of a quotation are the sender's own.
        ("> old\nanswer\n> older\nmore", ["quoted: > old", "own: answer", "quoted: > older", "own: more"]),
        ("On that day the mayor wrote:\nnothing", ["own: On that day the mayor wrote:\nnothing"]),
        ("own\n-- \nname\n0812345678", ["own: own", "signature: -- \nname\n0812345678"]),
        (
            "own\nSent from my iPhone\n\n-----Original Message-----\nFrom: x\nold",
            ["own: own", "signature: Sent from my iPhone", "quoted: -----Original Message-----\nFrom: x\nold"]
        ),
        (
            "เพิ่มเติม\n\nจาก: ศูนย์\nส่ง: 1 มกราคม 2569\nถึง: สมชาย\nเรื่อง: เดิม\n\nเนื้อความ",
            ["own: เพิ่มเติม", "quoted: จาก: ศูนย์\nส่ง: 1 มกราคม 2569\nถึง: สมชาย\nเรื่อง: เดิม\n\nเนื้อความ"]
        ),
        // The head of a letter is no other mail.
        ("จาก: สมชาย\nถึง: ผู้อำนวยการ\nเรื่อง: ถนน\nเนื้อความ", ["own: จาก: สมชาย\nถึง: ผู้อำนวยการ\nเรื่อง: ถนน\nเนื้อความ"]),
        ("----------\ntext", ["own: ----------\ntext"]), ("", []), ("\n \n", []),
    ])
    func passagesAreToldApart(_ text: String, _ expected: [String]) { #expect(passages(text) == expected) }

    @Test func whatIsPassedOnIsNotQuoted() {
        let outlook = "see below\n\nFrom: x\nDate: y\nSubject: z\n\nold"
        #expect(
            passages(outlook, isForward: true) == ["own: see below", "forwarded: From: x\nDate: y\nSubject: z\n\nold"])
        #expect(
            passages("Begin forwarded message:\n\n> From: x") == ["forwarded: Begin forwarded message:\n\n> From: x"])
    }

    @Test(arguments: [
        ("a \nb\nc", "a b\nc", false), ("น้ำไม่ \nไหล", "น้ำไม่ไหล", true), ("> a \n> b\nc", "> a b\nc", false),
        ("a \n> b", "a \n> b", false), ("x \n-- \nname", "x \n-- \nname", false), (" > no quote", "> no quote", false),
        ("", "", false), ("a ", "a ", false),
    ])
    func softBreaksAreUndone(_ text: String, _ expected: String, _ deletesSpace: Bool) {
        #expect(FlowedText.unwrapped(text, deletesSpace: deletesSpace) == expected)
    }

    @Test func longTextsTakeNoTime() {
        let many = String(repeating: "a \n", count: 200_000)
        #expect(FlowedText.unwrapped(many, deletesSpace: true).utf8.count == 200_000)
        #expect(MailPassages.split(String(repeating: "> a\nb\n", count: 20_000), isForward: false).count == 40_000)
        let codes = (1...1000).map { TrackingCode(buddhistYear: 69, number: $0).rawValue }.joined(separator: " ")
        #expect(QuotedCodes.find(in: codes).count == 20)
        #expect(QuotedCodes.find(in: String(repeating: "RT", count: 200_000)).isEmpty)
    }

    @Test(arguments: [
        "RT69-000012-%", "rt69-000012-%", "rt 69 000012 %", "RT69000012%", "ค่ะ RT๖๙-๐๐๐๐๑๒-% ด้วย", "(RT69–000012–%)",
        "RT69-000012-%.",
    ])
    func trackingCodesAreFound(_ text: String) {
        let code = TrackingCode(buddhistYear: 69, number: 12)
        let written = text.replacing("%", with: code.rawValue.suffix(1))
        #expect(QuotedCodes.find(in: written) == [code])
        #expect(QuotedCodes.find(in: written + " และ " + written) == [code])
    }

    @Test(arguments: [
        "RT69-000012-", "RT69-000012", "XRT69-000012-%", "RT69-000012-%A", "RT6-000012-%", "RT", "R", "START 69",
    ])
    func whatIsNoTrackingCodeIsNotTakenForOne(_ text: String) {
        let code = TrackingCode(buddhistYear: 69, number: 12)
        #expect(QuotedCodes.find(in: text.replacing("%", with: code.rawValue.suffix(1))).isEmpty)
        let wrong = code.rawValue.hasSuffix("A") ? "B" : "A"
        #expect(QuotedCodes.find(in: "RT69-000012-\(wrong)").isEmpty)
    }

    @Test(arguments: [
        ("น้ำไม่ไหลมาสามวันแล้วค่ะ", false), ("The road is broken", false), ("ช่วยด้วยยยยยยยย555+++ ๆๆๆ", false),
        ("???", false),
        ("?????? ????? ??????????", true), ("a\u{FFFD}\u{FFFD}b\u{FFFD}", true), ("", false),
        ("่้๊๋ๆาำึืุูโใไแเ์ํฺ่้๊๋ๆาำึืุูโใไแเ", true),
    ])
    func whatIsNoWritingIsTold(_ text: String, _ isGarbled: Bool) { #expect(text.isGarbled == isGarbled) }

    @Test func controlCharactersGo() {
        #expect("a\r\nb\rc\u{C}d\u{0}\u{1B}[31m\te\u{FEFF}".tidied == "a\nb\nc\nd[31m\te")
    }
}

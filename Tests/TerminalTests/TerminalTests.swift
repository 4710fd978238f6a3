import Terminal
import Testing

@Suite struct TerminalTextTests {
    @Test(arguments: [
        "\u{1B}[2J", "\u{9B}31m", "\u{7}", "a\rb", "\u{202E}abc", "\u{2066}x\u{2069}", "\u{2028}", "\u{7F}", "\u{200F}",
        "\u{E0041}", "a\tb", "\u{0}",
    ])
    func nothingATerminalObeysPasses(_ text: String) {
        let safe = TerminalText.safe(text, keepingLines: true)
        #expect(
            safe.unicodeScalars.allSatisfy {
                $0.value >= 0x20 && !(0x7F..<0xA0).contains($0.value) && $0.properties.generalCategory != .format
            })
        #expect(safe.contains("\\u{"))
    }

    @Test func thaiPassesAsItIs() {
        let text = "ผู้ร้องน้ำท่วมที่บ้านฯ ๆ ๑๒๓"
        #expect(Array(TerminalText.safe(text).unicodeScalars) == Array(text.unicodeScalars))
    }

    @Test func lineFeedsPassOnlyWhereLinesAreKept() {
        #expect(TerminalText.safe("a\nb", keepingLines: true) == "a\nb")
        #expect(TerminalText.safe("a\nb") == "a\\u{A}b")
    }

    @Test func towersOfMarksAreCut() {
        let tower = "ก" + String(repeating: "\u{E48}", count: 500)
        #expect(TerminalText.safe(tower).unicodeScalars.count == 9)
    }
}

@Suite struct TableTests {
    @Test func thaiColumnsAlign() {
        var table = Table([.init("เรื่อง"), .init("n", isNumber: true)])
        table.add(["น้ำท่วม", "1"])
        table.add(["ที่ดิน", "22"])
        #expect(table.text == "เรื่อง    n\n─────  ──\nน้ำท่วม   1\nที่ดิน    22")
    }

    @Test func longCellsAreCutAndControlsAreShown() {
        var table = Table([.init("a", widest: 6), .init("b")])
        table.add(["ตำรวจภูธรภาค", "x\u{1B}[1m"])
        #expect(!table.text.unicodeScalars.contains("\u{1B}"))
        #expect(table.text.split(separator: "\n")[2].contains("…"))
    }

    @Test func bothLanguages() {
        #expect(Wording(.thai)("yes", "ใช่") == "ใช่")
        #expect(Wording(.english)("yes", "ใช่") == "yes")
    }
}

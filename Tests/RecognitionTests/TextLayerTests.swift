import ComplaintModel
import EngineContract
import Recognition
import Testing

@Suite struct TextLayerTests {
    private static let sound = """
        ข้าพเจ้าขอร้องเรียนเรื่องน้ำท่วมขังในหมู่บ้าน เนื่องจากท่อระบายน้ำอุดตันมาเป็นเวลานาน
        ทางเทศบาลยังไม่ได้ดำเนินการแก้ไข ทำให้ประชาชนได้รับความเดือดร้อนอย่างมาก
        """

    private static let long = sound + "\n" + sound.replacing("หมู่บ้าน", with: "ซอยบ้าน")

    @Test func takesASoundLayerAsItIs() async throws {
        let trial = try await Trial(layers: [1: Self.long]) { _ in throw EngineFault.crashed("never asked") }
        let page = try #require(trial.transcript?.readings.first)
        #expect(page.origin == .textLayer)
        #expect(page.lines.map(\.text) == Self.long.split(separator: "\n").map(String.init))
        #expect(page.lines.allSatisfy { $0.box == Box(x: 0, y: 0, width: 100, height: 200) && $0.risk == 0 })
        #expect(trial.transcript?.doubts.isEmpty == true)
    }

    @Test func takesALayerThatNormalisationRepairs() async throws {
        // MAI EK and MAI THO of an old font, in private-use codes, and SARA AM in two parts.
        let shifted = Self.replacing(["\u{0E48}": "\u{F70A}", "\u{0E49}": "\u{F70B}", "\u{0E33}": "\u{0E4D}\u{0E32}"])
        #expect(shifted.unicodeScalars.contains("\u{F70A}") && !shifted.unicodeScalars.contains("\u{0E33}"))
        let trial = try await Trial(layers: [1: shifted]) { _ in throw EngineFault.crashed("never asked") }
        #expect(trial.transcript?.readings.first?.origin == .textLayer)
    }

    @Test func takesALayerInEnglish() async throws {
        let english = "I complain about the noise of the factory behind our house, which keeps us awake every night."
        let trial = try await Trial(layers: [1: english]) { _ in throw EngineFault.crashed("never asked") }
        #expect(trial.transcript?.readings.first?.origin == .textLayer)
    }

    @Test func takesALayerThatWasDecodedWrongly() async throws {
        // TIS-620 taken for Latin by whoever wrote the file.
        let wrong = String(
            String.UnicodeScalarView(
                Self.long.unicodeScalars.compactMap { scalar in
                    scalar.isASCII ? scalar : Unicode.Scalar(scalar.value - 0x0E00 + 0xA0)
                }))
        let trial = try await Trial(layers: [1: wrong]) { _ in throw EngineFault.crashed("never asked") }
        let page = try #require(trial.transcript?.readings.first)
        #expect(page.origin == .textLayer)
        #expect(page.warnings == ["text layer decoded anew"])
        #expect(page.lines.map(\.text) == Self.long.split(separator: "\n").map(String.init))
    }

    @Test func dropsControlCharactersOfALayer() async throws {
        let trial = try await Trial(layers: [1: Self.long + "\u{1B}"]) { _ in throw EngineFault.crashed("never asked") }
        let text = try #require(trial.transcript?.readings.first?.text)
        #expect(!text.unicodeScalars.contains("\u{1B}") && text.unicodeScalars.count > 300)
    }

    @Test func looksAtThePictureOfAShortLayer() async throws {
        let same = try await Trial(layers: [1: Self.sound]) { _ in reading([Self.sound.replacing("\n", with: " ")]) }
        #expect(same.transcript?.readings.first?.origin == .textLayer)
        let more = try await Trial(layers: [1: Self.sound]) { _ in
            reading([String](repeating: Self.sound.replacing("\n", with: " "), count: 3))
        }
        let page = try #require(more.transcript?.readings.first)
        #expect(page.origin == .recognised)
        #expect(page.warnings.first == "text layer not used: it holds only a part of the page")
        let lost = try await Trial(layers: [1: Self.sound]) { _ in throw EngineFault.crashed("signal 11") }
        #expect(lost.transcript?.readings.first?.origin == .textLayer)
        #expect(lost.transcript?.doubts.map(\.kind) == [.unreadablePage])
    }

    @Test func keepsTheLayerBesideTheReading() async throws {
        let lost = String(repeating: Self.replacing(["\u{0E33}": "\u{0E32}"]), count: 5)
        let trial = try await Trial(layers: [1: lost]) { _ in reading() }
        #expect(trial.transcript?.document.pages.first?.textLayer == lost)
        #expect(trial.transcript?.readings.first?.origin == .recognised)
    }

    private static let unsound: [(String, String)] = [
        ("3", "next to no text"),
        (String(repeating: replacing(["\u{0E33}": "\u{0E32}"]), count: 5), "SARA AM"),
        (replacing(["\u{0E2D}": "\u{F8E5}"]), "no known meaning"),
        // Short, but nobody writes อาเภอ and ตาบล.
        ("ข้าพเจ้าอยู่ตาบลบางพลีใหญ่ อาเภอบางพลี ขอร้องเรียนเรื่องถนนหน้าบ้านพังเป็นหลุมมานานแล้ว", "SARA AM"),
        (
            long.unicodeScalars.filter {
                $0.value < 0x0E31 || $0.value > 0x0E4E || (0x0E40...0x0E46).contains($0.value)
                    || [0x0E32, 0x0E33].contains($0.value)
            }.map(String.init).joined(), "lost its marks"
        ),
        (
            "7KLV LV QRW WKH WHAW RI WKH OHWWHU EXW LWV JOBSKV QXPEHUHG E\\ D IRQW WKDW WHOOV QR RQH PRUH",
            "neither Thai nor English"
        ),
        (replacing(["\u{0E23}": "\u{0E0E}", "\u{0E19}": "\u{0E06}", "\u{0E01}": "\u{0E0C}"]), "not Thai words"),
    ]

    @Test(arguments: unsound)
    func readsThePictureOfAnUnsoundLayer(layer: String, reason: String) async throws {
        let trial = try await Trial(layers: [1: layer]) { _ in reading() }
        let page = try #require(trial.transcript?.readings.first)
        #expect(page.origin == .recognised)
        #expect(page.warnings.first?.contains(reason) == true, "\(page.warnings)")
    }

    /// The sound text with some scalars replaced (marks are parts of a `Character`, which no search finds).
    private static func replacing(_ table: [Unicode.Scalar: String]) -> String {
        sound.unicodeScalars.map { table[$0] ?? String($0) }.joined()
    }
}

import ComplaintModel
import EngineContract
import Recognition
import Testing

@Suite struct TextLayerTests {
    private static let sound = """
        ข้าพเจ้าขอร้องเรียนเรื่องน้ำท่วมขังในหมู่บ้าน เนื่องจากท่อระบายน้ำอุดตันมาเป็นเวลานาน
        ทางเทศบาลยังไม่ได้ดำเนินการแก้ไข ทำให้ประชาชนได้รับความเดือดร้อนอย่างมาก
        """

    @Test func takesASoundLayerAsItIs() async throws {
        let trial = try await Trial(layers: [1: Self.sound]) { _ in throw EngineFault.crashed("never asked") }
        let page = try #require(trial.transcript?.readings.first)
        #expect(page.origin == .textLayer)
        #expect(page.lines.map(\.text) == Self.sound.split(separator: "\n").map(String.init))
        #expect(page.lines.allSatisfy { $0.box == Box(x: 0, y: 0, width: 100, height: 200) && $0.risk == 0 })
        #expect(trial.transcript?.doubts.isEmpty == true)
    }

    @Test func takesALayerThatNormalisationRepairs() async throws {
        // MAI EK and MAI THO of an old font, in private-use codes, and SARA AM in two parts.
        let shifted = Self.sound.replacing("่", with: "\u{F70A}").replacing("้", with: "\u{F70B}")
            .replacing("ำ", with: "\u{0E4D}\u{0E32}")
        let trial = try await Trial(layers: [1: shifted]) { _ in throw EngineFault.crashed("never asked") }
        #expect(trial.transcript?.readings.first?.origin == .textLayer)
    }

    @Test func takesALayerInEnglish() async throws {
        let english = "I complain about the noise of the factory behind our house, which keeps us awake every night."
        let trial = try await Trial(layers: [1: english]) { _ in throw EngineFault.crashed("never asked") }
        #expect(trial.transcript?.readings.first?.origin == .textLayer)
    }

    @Test(arguments: [
        ("3", "next to no text"),
        (String(repeating: sound, count: 5).replacing("ำ", with: "า"), "SARA AM"),
        (String(sound.unicodeScalars.map { $0.value == 0x0E2D ? "\u{F8E5}" : Character($0) }), "no known meaning"),
        (String(String.UnicodeScalarView(sound.unicodeScalars.map { scalar in
            (0x0E01...0x0E20).contains(scalar.value) ? Unicode.Scalar(scalar.value ^ 1) ?? scalar : scalar
        })), "not Thai words"),
    ])
    func readsThePictureOfAnUnsoundLayer(layer: String, reason: String) async throws {
        let trial = try await Trial(layers: [1: layer]) { _ in reading() }
        let page = try #require(trial.transcript?.readings.first)
        #expect(page.origin == .recognised)
        #expect(page.warnings.first?.contains(reason) == true, "\(page.warnings)")
    }
}

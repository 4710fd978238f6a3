import ComplaintModel
import EngineContract
import Testing

@testable import ReadingEngine

@Suite struct LineTests {
    private func symbols(_ text: String, confidence: Double = 99) -> [Symbol] {
        text.unicodeScalars.enumerated().map { index, scalar in
            Symbol(text: String(scalar), confidence: confidence, box: Box(x: 10 * index, y: 5, width: 9, height: 9))
        }
    }

    private func assembly(knowsDigits: Bool = true) -> LineAssembly {
        LineAssembly(
            map: .identity, width: 1000, height: 100, risk: LineRisk(modelKnowsThaiDigits: knowsDigits, table: .debian))
    }

    private func line(_ text: String, _ symbols: [Symbol]) -> RawLine {
        RawLine(text: text, box: Box(x: 0, y: 0, width: 500, height: 20), symbols: symbols)
    }

    @Test func gathersMarksUnderTheirBase() throws {
        var parts = symbols("กี่น้ํา")
        parts[2] = Symbol(text: "่", confidence: 60, box: Box(x: 12, y: 0, width: 4, height: 4))
        let made = try #require(assembly().line(line("กี่น้ํา\n", parts)))
        #expect(made.text == "กี่น้ํา")
        #expect(
            made.clusters.map { Array($0.text.unicodeScalars) } == ["กี่", "น้ํ", "า"].map { Array($0.unicodeScalars) })
        #expect(made.clusters.map(\.confidence) == [60, 99, 99])
        #expect(made.clusters[0].box == Box(x: 0, y: 0, width: 19, height: 14))
    }

    @Test func keepsALoneMarkAndDropsAnEmptyLine() {
        #expect(assembly().line(line("่", symbols("่")))?.clusters.count == 1)
        #expect(assembly().line(line(" \n", [])) == nil)
        #expect(assembly().line(line(" \n", symbols(" "))) == nil)
    }

    private func clusters(_ text: String, confidence: Double = 99) -> [Cluster] {
        symbols(text, confidence: confidence).map { Cluster(text: $0.text, confidence: $0.confidence, box: $0.box) }
    }

    @Test func riskGrowsAsConfidenceFalls() {
        let risk = LineRisk(modelKnowsThaiDigits: true, table: .debian)
        let risks = [99.6, 98.2, 97.5, 95, 92, 80].map { risk.risk(of: clusters("กขค", confidence: $0)) }
        #expect(risks == risks.sorted())
        #expect(risks.first == 0 && (risks.last ?? 0) > 0.99 && risks.allSatisfy((0...1).contains))
        #expect(risk.risk(of: []) == 0)
    }

    @Test func thaiDigitsAreDoubtfulUnderAModelThatLacksSome() {
        let lacking = LineRisk(modelKnowsThaiDigits: false, table: .debian)
        let knowing = LineRisk(modelKnowsThaiDigits: true, table: .debian)
        #expect(lacking.risk(of: clusters("๕")) > 0.5)
        #expect(lacking.risk(of: clusters("ปี ๒๕๑๑")) > 0.5)
        #expect(lacking.risk(of: clusters("2569")) == 0)
        #expect(knowing.risk(of: clusters("๒๕๖๙")) == 0)
    }

    @Test func findsModelsInOrderAndNothingElse() throws {
        let debian = "/usr/share/tesseract-ocr/5/tessdata"
        let model = try ModelFile(named: "Thai", in: ["/nonexistent", debian])
        #expect(model.folder == debian)
        #expect(!model.knowsThaiDigits)
        for name in ["../Thai", "Thai/..", "", "Thai+", "a b", "no-such-model"] {
            #expect(throws: EngineFault.self) { _ = try ModelFile(named: name, in: [debian]) }
        }
    }
}

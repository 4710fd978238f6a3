import ComplaintModel
import Testing

@testable import Evaluation

@Suite struct DoubtScoreTests {
    private func line(_ text: String, risk: Double = 0, confidences: [Double]? = nil) -> Line {
        let box = Box(x: 0, y: 0, width: 10, height: 10)
        let parts = text.filter { $0 != " " }
        let clusters = zip(parts, confidences ?? Array(repeating: 99, count: parts.count)).map {
            Cluster(text: String($0), confidence: $1, box: box)
        }
        return Line(text: text, confidence: 99, risk: risk, box: box, clusters: clusters)
    }

    @Test func blamesTheLineAndTheClusterThatAreWrong() {
        let reading = [line("ถนนพัง"), line("มา3วัน", risk: 0.4, confidences: [99, 99, 90, 99, 99]), line("ช่วยด้วย")]
        let score = DoubtScore(of: reading, truth: "ถนน พัง\nมา8วัน\nช่วย ด้วย")
        #expect(score.lines.map(\.isWrong) == [false, true, false])
        #expect(score.clusters.filter(\.isWrong).map(\.claim) == [90])
        #expect(score.clusters.count == reading.map(\.clusters.count).reduce(0, +))
    }

    @Test func aDroppedMarkIsTheFaultOfItsCluster() {
        let score = DoubtScore(of: [line("นา", confidences: [91, 99])], truth: "น้า")
        #expect(score.clusters == [.init(claim: 91, isWrong: true), .init(claim: 99, isWrong: false)])
    }

    @Test func aLineThatWasNotReadIsNoFaultOfTheOthers() {
        let score = DoubtScore(of: [line("บรรทัดแรก"), line("บรรทัดท้าย")], truth: "บรรทัดแรก\nบรรทัดกลางหายไป\nบรรทัดท้าย")
        #expect(score.lines.map(\.isWrong) == [false, false])
    }

    @Test func leadersAreNeitherRightNorWrong() {
        let score = DoubtScore(of: [line("ชื่อ.........นายดี"), line(".....")], truth: "ชื่อ นายดี")
        #expect(score.lines.map(\.isWrong) == [false])
        #expect(score.clusters.isEmpty)
    }

    @Test func countsWhatIsHeldAndWhatPasses() {
        let score = DoubtScore(
            of: [line("ก", risk: 0.9), line("ข", risk: 0.6), line("ค", risk: 0.1), line("ง", risk: 0)],
            truth: "ช\nข\nช\nง")
        let held = score.held(above: 0.5)
        #expect(held.lines == Tally(wrong: 1, of: 2))
        #expect(held.missed == Tally(wrong: 1, of: 2))
    }

    @Test func theTableFallsWithConfidenceAndEndsInNothing() {
        let wrong = (0..<30).map { _ in line("ก", confidences: [86]) }
        let right = (0..<600).map { _ in line("ข", confidences: [99.7]) }
        let score = DoubtScore(
            of: wrong + right, truth: (wrong.map { _ in "ช" } + right.map { _ in "ข" }).joined(separator: "\n"))
        let rows = score.riskTable.split(separator: "\n").dropFirst().map {
            $0.split(separator: "\t").compactMap { Double($0) }
        }
        #expect(rows.allSatisfy { $0.count == 2 && (0...1).contains($0[1]) })
        #expect(rows.map { $0[0] } == rows.map { $0[0] }.sorted())
        #expect(rows.last { $0[0] <= 86 }?[1] ?? 0 > 0.8)
        #expect(rows.last?[1] == 0)
    }
}

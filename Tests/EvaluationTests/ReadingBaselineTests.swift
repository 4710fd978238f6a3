import Foundation
import Testing

@testable import Evaluation

@Suite struct LabelledPageTests {
    private let head = "file\ttruth\tletter\tfont\theld_out\tlayout\tcondition\tdpi_x\tdpi_y\tstamp\n"

    @Test func readsAList() throws {
        let pages = try LabelledPage.list(
            head + "a.png\ta.txt\t1-000\tNorasi\tyes\tform\tscan\t300\t300\t-\n"
                + "b.tif\tb.txt\t1-001\tLoma\tno\ttable\tfaxstd\t204\t98\tเลขรับ 1\n")
        #expect(pages.map(\.file) == ["a.png", "b.tif"])
        #expect(pages.map(\.isHeldOut) == [true, false])
        #expect(pages.map(\.stamp) == [nil, "เลขรับ 1"])
        #expect(try LabelledPage.list(head).isEmpty)
    }

    @Test func saysWhichLineIsShort() {
        #expect(throws: TableFault(description: "line 2 has no column truth")) {
            try LabelledPage.list("stamp\tfile\ttruth\n" + "-\ta.png\n")
        }
        #expect(throws: TableFault(description: "line 2 has no column stamp")) {
            try LabelledPage.list("file\n" + "a.png\n")
        }
    }
}

@Suite struct ReadingBaselineTests {
    private func page(_ letter: Int, _ condition: String = "scan", heldOut: Bool = false) -> LabelledPage {
        LabelledPage(
            file: "\(letter)-\(condition).png", truth: "\(letter).txt", letter: "\(letter)", font: "Loma",
            isHeldOut: heldOut, layout: "letter", condition: condition, stamp: letter == 3 ? "เลขรับ" : nil)
    }

    private func entry(_ wrong: Int, of: Int = 1000, sha256: String = String(repeating: "ab", count: 32))
        -> ReadingBaseline.Entry
    {
        ReadingBaseline.Entry(sha256: sha256, score: ReadingScore([.characters: Tally(wrong: wrong, of: of)]))
    }

    private func baseline(_ wrong: [Int]) -> ReadingBaseline {
        let pages = wrong.enumerated().map { (page($0).file, entry($1)) }
        return ReadingBaseline(
            made: "2026-11-28", machine: "2 cores", reader: "rongthuk", processorRatio: 0.5, workerMegabytes: 100,
            pages: Dictionary(uniqueKeysWithValues: pages))
    }

    private func changes(from before: [Int], to after: [Int]) -> [BaselineComparison.Change] {
        let now = after.enumerated().map { (page: page($0), entry: entry($1)) }
        return BaselineComparison(of: now, with: baseline(before)).changes.filter {
            $0.group.kind == .condition && $0.measure == .characters
        }
    }

    @Test func goesThroughJSON() throws {
        let json = try baseline([3, 4]).json
        let again = try ReadingBaseline(json: json)
        #expect(again.entry(of: "1-scan.png") == entry(4))
        #expect(again.entry(of: "7-scan.png") == nil)
        #expect(try again.json == json)
        #expect(again.made == "2026-11-28" && again.processorRatio == 0.5)
    }

    @Test func whatIsWorseOnEveryLetterIsWorse() {
        let found = changes(from: [10, 12, 9, 14, 11, 10], to: [20, 25, 16, 30, 19, 22])
        #expect(found.count == 1)
        #expect(found.first?.isWorse == true)
        #expect(found.first?.interval.map { $0.lowerBound > 0 && $0.contains(0.011) } == true)
        #expect(found.first.map { abs($0.before - 0.011) < 1e-9 && abs($0.after - 0.022) < 1e-9 } == true)
        #expect(changes(from: [20, 25, 16, 30, 19, 22], to: [10, 12, 9, 14, 11, 10]).first?.isWorse == false)
    }

    @Test func whatIsUpAndDownIsNoise() {
        #expect(changes(from: [10, 12, 9, 14, 11, 10], to: [10, 12, 9, 14, 11, 10]).isEmpty)
        #expect(changes(from: [10, 12, 9, 14, 11, 10], to: [12, 9, 11, 13, 9, 13]).isEmpty)
        // One letter that fell apart says nothing of the others, however much it weighs.
        #expect(changes(from: [10, 12, 9, 14, 11, 10], to: [10, 12, 9, 14, 11, 600]).isEmpty)
    }

    @Test func withFewLettersOnlyWhatMovedMuchIsSaidAndWithoutAnInterval() {
        let large = changes(from: [10, 10, 10], to: [90, 90, 90])
        #expect(large.count == 1)
        #expect(large.first?.isWorse == true && large.first?.interval == nil)
        #expect(changes(from: [10, 10, 10], to: [14, 14, 14]).isEmpty)
        #expect(changes(from: [100, 100, 100], to: [118, 118, 118]).isEmpty)
        #expect(changes(from: [100, 100, 100], to: [70, 70, 70]).first?.isWorse == false)
    }

    @Test func otherImagesAreNotCompared() {
        let now = (0..<6).map {
            (page: page($0), entry: entry(90, sha256: $0 == 0 ? "cd" : String(repeating: "ab", count: 32)))
        }
        let comparison = BaselineComparison(
            of: now + [(page: page(99), entry: entry(0))], with: baseline([1, 1, 1, 1, 1, 1]))
        #expect(comparison.pages == 5)
        #expect(comparison.unknownPages == 2)
        #expect(comparison.judged > 0)
    }

    @Test func groupsFollowThePages() {
        let groups = PageGroup.groups(of: [page(1), page(2, "photo", heldOut: true), page(3)])
        #expect(groups.filter { $0.kind == .all }.map(\.isHeldOut) == [nil, false, true])
        #expect(
            groups.filter { $0.kind == .condition }.map { "\($0.name) \($0.isHeldOut == true)" }
                == ["scan false", "photo true"])
        #expect(groups.filter { $0.kind == .layout }.map(\.name) == ["letter", "stamped"])
        #expect(groups.last?.contains(page(3)) == true)
        #expect(groups.last?.contains(page(1)) == false)
    }
}

import Foundation
import Testing

/// `rongthuk bench recognise` on a page of known text, as `scripts/bench` runs it.
@Suite struct BenchTests {
    /// A folder with one labelled page, gone with the value.
    private final class Pages {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("bench-\(UUID().uuidString)")
        var baseline: String { folder.appendingPathComponent("baseline.json").path }

        init(columns: String = "file\ttruth\tletter\tfont\theld_out\tlayout\tcondition\tdpi_x\tdpi_y\tstamp") throws {
            let samples = URL(fileURLWithPath: RongthukProgram.tree).appendingPathComponent("samples")
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            try FileManager.default.copyItem(
                at: samples.appendingPathComponent("scan/desk-2/note.jpg"),
                to: folder.appendingPathComponent("page.jpg"))
            try FileManager.default.copyItem(
                at: samples.appendingPathComponent("scan-truth/desk-2-note.txt"),
                to: folder.appendingPathComponent("page.txt"))
            let row = "page.jpg\tpage.txt\t1\tTHMaliGrade6\tno\tnote\tfaint\t200\t200\t-"
            try Data("\(columns)\n\(row)\n".utf8).write(to: folder.appendingPathComponent("pages.tsv"))
        }

        deinit { try? FileManager.default.removeItem(at: folder) }

        func bench(_ more: String...) throws -> RongthukProgram.Answer {
            try RongthukProgram.run(
                ["bench", "recognise", "--pages", folder.path, "--baseline", baseline, "--alone"] + more)
        }
    }

    @Test func aPageIsScoredKeptAndComparedWithItself() throws {
        let pages = try Pages()
        let first = try pages.bench("--rounds", "1", "--workers", "1", "--save-baseline", pages.baseline, "--json")
        #expect(first.status == 0)
        #expect(first.errors.contains("1 of 1 pages; faint: characters wrong"))
        let answer = try #require(try first.object())
        let all = try #require((answer["accuracy"] as? [[String: Any]])?.first)
        let rates = try #require(all["ours"] as? [String: Double])
        #expect(all["name"] as? String == "all" && all["pages"] as? Int == 1)
        #expect(try #require(rates["characters"]) < 0.2)
        #expect(try #require(rates["lost_lines"]) < 0.5)
        #expect(answer["plain_version"] == nil && answer["baseline"] == nil)
        #expect((answer["bare_api"] as? [String: Any])?["pages"] as? Int == 1)
        let cost = try #require((answer["cost"] as? [[String: Any]])?.last)
        #expect(cost["condition"] as? String == "all" && cost["failed"] as? Int == 0)
        #expect(try #require(cost["peak_bytes"] as? Int) > 10_000_000)

        let again = try pages.bench("--quick", "--workers", "1", "--condition", "faint", "--font", "THMaliGrade6")
        #expect(again.status == 0)
        #expect(again.output.contains("1 pages in common"))
        #expect(again.output.contains("THMaliGrade6") && again.output.contains("CER %"))
        #expect(!again.output.contains("better  all") && !again.output.contains("characters"))
    }

    @Test func whatCannotBeMeasuredIsSaidWithARemedy() throws {
        let pages = try Pages()
        let missing = try RongthukProgram.run(["bench", "recognise", "--pages", "/nowhere"])
        #expect(missing.status == 78 && missing.errors.contains("scripts/bench"))
        let unknown = try pages.bench("--condition", "snow")
        #expect(unknown.status == 64 && unknown.errors.contains("condition snow; there are faint"))
        try Data("{}".utf8).write(to: URL(fileURLWithPath: pages.baseline))
        let baseline = try pages.bench()
        #expect(baseline.status == 65 && baseline.errors.contains("is no baseline"))
        let broken = try Pages(columns: "file\ttruth\tletter").bench()
        #expect(broken.status == 65 && broken.errors.contains("pages.tsv: line 2 has no column stamp"))
        #expect(try pages.bench("--rounds", "0").status == 64)
    }
}

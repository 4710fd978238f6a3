import Foundation
import Testing

/// Sample letters through the whole house against a committed answer: what became of each, and what was found in it.
///
/// Run with `UPDATE_GOLDEN=1` to write the answer anew after a change that was meant, and look at the difference.
@Suite struct GoldenTests {
    static let samples = [
        "desk-1/20261116/scam.pdf", "desk-1/20261116/ร้องเรียนน้ำท่วม.pdf", "desk-1/SCAN0001.tif", "desk-1/SCAN0003.png",
        "desk-1/SCAN0004.tif", "desk-1/SCAN0090.tif", "desk-2/20261113_0093.pdf", "desk-2/20261113_0094.tif",
        "desk-2/copy of SCAN0001.tif", "desk-2/fax-20261106-1544.tif",
    ]

    @Test func samplesGiveTheGoldenAnswer() throws {
        let site = try TemporarySite()
        for sample in Self.samples { try site.drop(sample: sample) }
        try Data("litter".utf8).write(to: site.inbox.appendingPathComponent("Thumbs.db"))
        #expect(try site.drain().status == 0)
        #expect(try site.run("ledger", "check").status == 0)
        let answer = try summaries(of: site)
        #expect(Set(answer.keys) == Set(Self.samples))
        try compare(answer)
    }

    /// For each file: its state, and the fields that matter most.
    private func summaries(of site: TemporarySite) throws -> [String: [String: String]] {
        var summaries: [String: [String: String]] = [:]
        for complaint in try site.run("complaints", "--json-lines").objects() {
            let item = try #require(complaint["id"] as? String)
            summaries[try path(of: item, site)] = summary(of: complaint, state: "filed")
        }
        let list = Data(try site.run("review", "list", "--json").output.utf8)
        for waiting in try #require(JSONSerialization.jsonObject(with: list) as? [[String: Any]]) {
            let item = try #require(waiting["item"] as? String)
            let show = Data(try site.run("review", "show", item, "--json").output.utf8)
            let held = try #require(JSONSerialization.jsonObject(with: show) as? [String: Any])
            var summary = summary(of: structure(of: held) ?? [:], state: "held")
            let doubts = (waiting["doubts"] as? [[String: Any]] ?? []).compactMap { $0["kind"] as? String }
            summary["doubts"] = Set(doubts).sorted().joined(separator: ", ")
            summaries[try path(of: item, site)] = summary
        }
        return summaries
    }

    private func path(of item: String, _ site: TemporarySite) throws -> String {
        let life = try #require(try site.run("explain", item, "--json").object())
        let provenance = (life["arrival"] as? [String: Any])?["provenance"] as? [String: Any] ?? [:]
        return [provenance["folder"] as? String, provenance["name"] as? String].compactMap { $0 }.joined(separator: "/")
    }

    private func structure(of held: [String: Any]) -> [String: Any]? {
        let subject = (held["subject"] as? [String: Any])?["judgement"] as? [String: Any]
        let judgement = subject?["_0"] as? [String: Any]
        var structure = (judgement?["draft"] as? [String: Any])?["structure"] as? [String: Any]
        structure?["verdict"] = judgement?["verdict"]
        return structure
    }

    private func summary(of complaint: [String: Any], state: String) -> [String: String] {
        let fields = complaint["fields"] as? [String: Any] ?? [:]
        func first(_ name: String) -> String? {
            let value = (fields[name] as? [[String: Any]])?.first?["value"]
            return value as? String ?? (value as? [String: Any])?["number"] as? String
        }
        var summary = ["state": state]
        for name in ["subject", "addressee", "date", "phone", "citizen_id", "police"] { summary[name] = first(name) }
        for name in ["kind", "category"] { summary[name] = complaint[name] as? String }
        summary["verdict"] = (complaint["verdict"] as? [String: Any])?["kind"] as? String
        summary["first_hop"] = (complaint["agencies"] as? [[String: Any]])?.first?["name"] as? String
        return summary
    }

    private func compare(_ answer: [String: [String: String]]) throws {
        let file = URL(fileURLWithPath: RongthukProgram.tree)
            .appendingPathComponent("Tests/EndToEndTests/Resources/golden.json")
        if ProcessInfo.processInfo.environment["UPDATE_GOLDEN"] == "1" {
            let data = try JSONSerialization.data(
                withJSONObject: answer, options: [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes])
            try (data + Data("\n".utf8)).write(to: file)
        }
        let golden = try #require(
            JSONSerialization.jsonObject(with: Data(contentsOf: file)) as? [String: [String: String]])
        for (path, expected) in golden {
            let found = answer[path] ?? [:]
            for key in Set(expected.keys).union(found.keys) {
                let (want, got) = (expected[key] ?? "–", found[key] ?? "–")
                #expect(
                    want.unicodeScalars.elementsEqual(got.unicodeScalars), "\(path): \(key) was \(want), is \(got)")
            }
        }
    }
}

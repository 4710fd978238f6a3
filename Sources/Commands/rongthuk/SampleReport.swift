internal import ComplaintModel
internal import ComplaintStore
internal import Evaluation
internal import Foundation
internal import PipelineAssembly
internal import Review
internal import Spool
internal import Terminal

/// How well a site read the sample letters: what became of each file, and how far its text is from the truth.
struct SampleReport {
    struct Row: Encodable {
        let path: String
        let description: String
        let expected: String
        let outcome: String
        let characterErrorRate: Double?

        private enum CodingKeys: String, CodingKey {
            case path, description, expected, outcome
            case characterErrorRate = "character_error_rate"
        }
    }

    let rows: [Row]
    let total: CharacterErrorRate

    /// Compares what a site made of the files in `manifest` with their truth.
    init(of site: Site, manifest: String) async throws {
        let letters = try await SampleReport.letters(of: site)
        let folder = URL(fileURLWithPath: manifest).deletingLastPathComponent()
        var (rows, total) = ([Row](), CharacterErrorRate.none)
        for sample in try SampleManifest(path: manifest).samples {
            let name = sample.path.split(separator: "/").dropFirst().joined(separator: "/")
            let letter = letters[name]
            var rate: CharacterErrorRate?
            if let truth = sample.truth, let letter {
                let url = folder.appendingPathComponent(truth)
                rate = CharacterErrorRate(of: letter.text, truth: try String(contentsOf: url, encoding: .utf8))
            }
            total = total + (rate ?? .none)
            rows.append(
                Row(
                    path: name, description: sample.degradation, expected: sample.expected,
                    outcome: letter?.outcome ?? "not taken", characterErrorRate: rate?.rate))
        }
        (self.rows, self.total) = (rows, total)
    }

    /// The text and state of every letter of a site, by the path its file had.
    private static func letters(of site: Site) async throws -> [String: (text: String, outcome: String)] {
        var letters: [String: (String, String)] = [:]
        for item in try site.spool.ledger.items(in: Ledger.State.allCases) {
            guard let provenance = try site.spool.ledger.arrival(item.id.arrival)?.provenance else { continue }
            let path = [provenance.folder, provenance.name].compactMap { $0 }.filter { !$0.isEmpty }
            var text = ""
            if let record = try await site.store.record(of: item.id) {
                text = record.judgement.draft.normalised.text
            } else if let reviewCase = try? site.reviewDesk().reviewCase(of: item.id) {
                text = reviewCase.text
            }
            letters[path.joined(separator: "/")] = (text, item.state.rawValue)
        }
        return letters
    }

    func table(_ say: Wording) -> String {
        var table = Table([
            .init(say("file", "แฟ้ม"), widest: 34), .init(say("condition", "สภาพ"), widest: 44),
            .init(say("expected", "ควรเป็น")), .init(say("became", "ผล")), .init("CER %", isNumber: true),
        ])
        for row in rows where row.expected != "ignored" {
            table.add([row.path, row.description, row.expected, row.outcome, row.characterErrorRate.map(percent) ?? ""])
        }
        return table.text + "\n\n"
            + say(
                "Character error rate over all letters: \(percent(total.rate)) % of \(total.length) characters.",
                "อัตราอักขระผิดทุกเรื่อง: ร้อยละ \(percent(total.rate)) จาก \(total.length) อักขระ")
    }

    private func percent(_ rate: Double) -> String { String(format: "%.1f", rate * 100) }
}

/// The table of the sample files.
struct SampleManifest {
    struct Sample {
        let path: String
        let expected: String
        let degradation: String
        let truth: String?
    }
    let samples: [Sample]

    /// Reads `MANIFEST.tsv`; its first line names the columns.
    init(path: String) throws {
        do {
            samples = try LabelledTable(try String(contentsOfFile: path, encoding: .utf8)).rows.map { row in
                let truth = try row.cell("truth")
                return Sample(
                    path: try row.cell("path"), expected: try row.cell("expected"),
                    degradation: try row.cell("degradation"), truth: truth.isEmpty || truth == "-" ? nil : truth)
            }
        } catch let fault as TableFault {
            throw Failure(.badData, "\(path): \(fault.description).")
        }
    }
}

import ComplaintModel
import FaultInjection
import Foundation
import Spool
import SpoolProbe

/// The folders of one run of the probe: what it works on, and what the test keeps of it outside.
struct Site {
    let scratch: ScratchFolder
    var root: String { "\(scratch.path)/root" }

    init() throws {
        scratch = try ScratchFolder()
        try FileManager.default.createDirectory(atPath: root, withIntermediateDirectories: false)
    }

    /// Starts a life of the probe; each life has a name of its own, for its records and as its operator's.
    func start(
        _ mode: String = "live", life: String = "first", offering letters: [ProbeLetter] = ProbeLetter.all,
        fault: Fault = .none, logging: Bool = false
    ) throws -> FaultedProcess {
        let records = "\(scratch.path)/\(life)"
        try FileManager.default.createDirectory(atPath: records, withIntermediateDirectories: false)
        return try FaultedProcess(
            try BuiltProducts.path(of: "SpoolProbe"), [mode, root, life] + letters.map(\.key), root: root,
            fault: fault, records: records, logging: logging)
    }

    /// Files that were never given their names.
    func halfWritten() throws -> [String] {
        try DiskImage(folder: root).files.keys.filter { $0.contains("/tmp/") }
    }

    /// The contents of every file of the spool but SQLite's, as text.
    func contents() throws -> [String] {
        try DiskImage(folder: root).files.filter { !$0.key.contains(".sqlite") }.map {
            String(decoding: $0.value, as: UTF8.self)
        }
    }

    /// Lives the last life here, without faults, and says what is wrong with where it ends.
    ///
    /// What was promised is kept by the output of the lives before; letters that were not acknowledged are offered
    /// again, as a channel does, and only those: nobody makes good what was lost.
    func faultsAfterRecovery(of promised: Promises, against expected: [String]) async -> [String] {
        do {
            return try await faults(of: promised, against: expected)
        } catch {
            return ["the last life failed: \(error)"]
        }
    }

    /// What is missing of the expected lines, too much or there twice.
    static func differences(of state: [String], from expected: [String]) -> [String] {
        let faults = Set(expected).symmetricDifference(state).sorted().map { line in
            (state.contains(line) ? "too much: " : "missing: ") + line
        }
        return state.count == Set(state).count ? faults : faults + ["something is there twice"]
    }

    private func faults(of promised: Promises, against expected: [String]) async throws -> [String] {
        // An hour later, so that no lease of an operator who was cut off stands in the way.
        let life = try ProbeLife(root, at: ProbeLife.start.adding(seconds: 3600))
        try await life.live(offering: promised.unacknowledged, operatorName: "last")
        var faults = Site.differences(of: try life.state(), from: expected)
        faults += try await life.balance().faults.map { "\($0.item): \($0.fault)" }
        faults += try promised.brokenDecisions(in: life)
        return faults
    }
}

/// What lives of the probe told the outside: a test holds the next life to it.
struct Promises {
    private var acknowledged: Set<String> = []
    private var decisions: [(item: String, operatorName: String)] = []

    /// Reads the lines `ACK key` and `DECIDED item operator`.
    mutating func hear(_ lines: [String]) {
        for words in lines.map({ $0.split(separator: " ").map(String.init) }) {
            if words.count == 2, words[0] == "ACK" { acknowledged.insert(words[1]) }
            if words.count == 3, words[0] == "DECIDED" { decisions.append((words[1], words[2])) }
        }
    }

    private let letters: [ProbeLetter]

    init(_ lines: [String] = [], of letters: [ProbeLetter] = ProbeLetter.all) {
        self.letters = letters
        hear(lines)
    }

    var unacknowledged: [ProbeLetter] { letters.filter { !acknowledged.contains($0.key) } }

    /// Decisions that were confirmed and yet taken once more by another operator, or lost.
    func brokenDecisions(in life: ProbeLife) throws -> [String] {
        let words = Dictionary(try life.store.letters().map { ($0.item.rawValue, $0.words) }) { first, _ in first }
        return decisions.compactMap { item, operatorName in
            guard let filed = words[item], !filed.hasSuffix("[\(operatorName)]") else { return nil }
            return "\(item): the decision of \(operatorName) was confirmed, but filed is \(filed)"
        }
    }
}

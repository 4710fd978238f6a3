internal import Evaluation
internal import JailedEngine

// What a machine is told of a bench of reading: shares of faults, seconds and bytes.
extension ReadingReport: Encodable {
    private struct RowAnswer: Encodable {
        let kind: String
        let name: String
        let heldOut: Bool?
        let pages: Int
        let ours: [Measure: Double]
        let plain: [Measure: Double]?

        private enum CodingKeys: String, CodingKey {
            case kind, name, pages, ours, plain
            case heldOut = "held_out"
        }

        init(_ row: Row) {
            (kind, name, heldOut, pages) = (row.group.kind.rawValue, row.group.name, row.group.isHeldOut, row.pages)
            (ours, plain) = (row.ours.rates, row.plain?.rates)
        }
    }

    private struct CostAnswer: Encodable {
        let condition: String
        let reader: String
        let pages: Int
        let failed: Int
        let pagesPerSecond: Double
        let processorSecondsPerPage: Double
        let peakBytes: Int?

        private enum CodingKeys: String, CodingKey {
            case condition, reader, pages, failed
            case pagesPerSecond = "pages_per_sec"
            case processorSecondsPerPage = "processor_secs_per_page"
            case peakBytes = "peak_bytes"
        }

        init(_ condition: String, _ reader: String, _ cost: ReadingCost, peakBytes: Int?) {
            (self.condition, self.reader, pages, failed) = (condition, reader, cost.pages, cost.failed)
            (pagesPerSecond, self.peakBytes) = (cost.pagesPerSecond, peakBytes)
            processorSecondsPerPage = cost.processorSecondsPerPage
        }
    }

    private struct ChangeAnswer: Encodable {
        let verdict: String
        let kind: String
        let name: String
        let heldOut: Bool?
        let measure: String
        let before: Double
        let after: Double
        let interval: [Double]?

        private enum CodingKeys: String, CodingKey {
            case verdict, kind, name, measure, before, after, interval
            case heldOut = "held_out"
        }

        init(_ change: BaselineComparison.Change) {
            (kind, name, heldOut) = (change.group.kind.rawValue, change.group.name, change.group.isHeldOut)
            (measure, before, after) = (change.measure.rawValue, change.before, change.after)
            (verdict, interval) = (
                change.isWorse ? "worse" : "better", change.interval.map { [$0.lowerBound, $0.upperBound] }
            )
        }

        init(_ shift: Shift) {
            (kind, name, heldOut, interval) = ("all", "all", nil, nil)
            (measure, before, after) = (shift.what, shift.before, shift.after)
            verdict = shift.after > shift.before ? "worse" : "better"
        }
    }

    private struct BaselineAnswer: Encodable {
        let made: String
        let machine: String
        let pages: Int
        let unknownPages: Int
        let judged: Int
        let changes: [ChangeAnswer]

        private enum CodingKeys: String, CodingKey {
            case made, machine, pages, judged, changes
            case unknownPages = "unknown_pages"
        }
    }

    private struct HeldAnswer: Encodable {
        let aboveRisk: Double
        let lines: Int
        let wrong: Int
        let missed: Int

        private enum CodingKeys: String, CodingKey {
            case lines, wrong, missed
            case aboveRisk = "above_risk"
        }
    }

    private enum CodingKeys: String, CodingKey {
        case workers, reader, pages, accuracy, cost, baseline, held
        case plainVersion = "plain_version"
        case bare = "bare_api"
        case daemonPeak = "daemon_peak_bytes"
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(measurement.workers, forKey: .workers)
        try container.encode(measurement.reader, forKey: .reader)
        try container.encode(measurement.pages.count, forKey: .pages)
        try container.encodeIfPresent(measurement.plainVersion, forKey: .plainVersion)
        try container.encode(rows.map(RowAnswer.init), forKey: .accuracy)
        try container.encode(heldAnswers, forKey: .held)
        try container.encode(costAnswers, forKey: .cost)
        try container.encodeIfPresent(measurement.memory?.daemon, forKey: .daemonPeak)
        try container.encodeIfPresent(measurement.bare, forKey: .bare)
        try container.encodeIfPresent(baselineAnswer, forKey: .baseline)
    }

    private var heldAnswers: [HeldAnswer] {
        Self.risks.map { risk in
            let held = measurement.doubt.held(above: risk)
            return HeldAnswer(
                aboveRisk: risk, lines: held.lines.of, wrong: held.lines.wrong, missed: held.missed.wrong)
        }
    }

    private var costAnswers: [CostAnswer] {
        let conditions = measurement.conditions.flatMap { condition in
            [CostAnswer(condition.name, "rongthuk", condition.ours, peakBytes: nil)]
                + (condition.plain.map { [CostAnswer(condition.name, "tesseract", $0, peakBytes: $0.peakBytes)] } ?? [])
        }
        let all = CostAnswer("all", "rongthuk", measurement.ours, peakBytes: measurement.memory?.worker)
        return conditions + [all]
            + (measurement.plain.map { [CostAnswer("all", "tesseract", $0, peakBytes: $0.peakBytes)] } ?? [])
    }

    private var baselineAnswer: BaselineAnswer? {
        guard let baseline, let comparison else { return nil }
        return BaselineAnswer(
            made: baseline.made, machine: baseline.machine, pages: comparison.pages,
            unknownPages: comparison.unknownPages, judged: comparison.judged,
            changes: comparison.changes.map(ChangeAnswer.init) + shifts.filter(\.isBeyondNoise).map(ChangeAnswer.init))
    }
}

extension ReadingScore {
    /// The share of faults by measure, those left out that the pages have none of.
    fileprivate var rates: [Measure: Double] {
        Dictionary(uniqueKeysWithValues: Measure.allCases.compactMap { kind in self[kind].rate.map { (kind, $0) } })
    }
}

internal import Benchmarks
internal import Evaluation
internal import Foundation
internal import JailedEngine
internal import Terminal

/// A bench of reading, told to people and machines.
struct ReadingReport {
    /// One group of pages: how well they were read, and beside it by plain tesseract.
    struct Row {
        let group: PageGroup
        let pages: Int
        let ours: ReadingScore
        let plain: ReadingScore?
    }
    /// How far processor time or memory moved against the baseline.
    struct Shift {
        let what: String
        let before: Double
        let after: Double
        /// Less is noise: other work on the machine moves both figures by so much.
        static let bound = 0.15
        var isBeyondNoise: Bool { before > 0 && abs(after / before - 1) > Self.bound }
    }

    let measurement: ReadingMeasurement
    let rows: [Row]
    let baseline: ReadingBaseline?
    let comparison: BaselineComparison?
    let wantsPlain: Bool

    init(_ measurement: ReadingMeasurement, against baseline: ReadingBaseline?, wantsPlain: Bool) {
        (self.measurement, self.baseline, self.wantsPlain) = (measurement, baseline, wantsPlain)
        rows = PageGroup.groups(of: measurement.pages.map(\.page)).map { group in
            let pages = measurement.pages.filter { group.contains($0.page) }
            let plain = pages.compactMap(\.plain)
            return Row(
                group: group, pages: pages.count, ours: pages.map(\.ours).reduce(.none, +),
                plain: plain.isEmpty ? nil : plain.reduce(.none, +))
        }
        comparison = baseline.map { BaselineComparison(of: measurement.entries, with: $0) }
    }

    /// Processor time and memory beside those of the baseline, where all its pages were read again.
    var shifts: [Shift] {
        guard let baseline, let comparison, comparison.pages == baseline.pageCount else { return [] }
        var shifts: [Shift] = []
        if let before = baseline.processorRatio, let after = measurement.processorRatio {
            shifts.append(Shift(what: "processor_ratio", before: before, after: after))
        }
        if let memory = measurement.memory {
            shifts.append(
                Shift(what: "worker_megabytes", before: baseline.workerMegabytes, after: Double(memory.worker) / 1e6))
        }
        return shifts
    }

    /// A rate in hundredths, with two places; a dash where there is none.
    static func percent(_ rate: Double?) -> String { rate.map { String(format: "%.2f", $0 * 100) } ?? "–" }
}

// MARK: For people

extension ReadingReport {
    /// All tables, one under the other.
    func text(_ say: Wording) -> String {
        let tables = PageGroup.Kind.allCases.map { kind in
            say(kind.title.english, kind.title.thai) + "\n\n" + table(of: kind, say)
        }
        return (tables + [doubt(say), behindPlain(say), costs(say), bareSpeed(say), changes(say)]).compactMap { $0 }
            .joined(
                separator: "\n\n")
    }

    private func table(of kind: PageGroup.Kind, _ say: Wording) -> String {
        var table = Table([
            .init(say("pages", "หน้า"), widest: 36), .init("n", isNumber: true), .init("CER %", isNumber: true),
            .init(say("no spaces", "ไม่นับวรรค"), isNumber: true), .init(say("lines", "บรรทัด"), isNumber: true),
            .init(say("lost", "หาย"), isNumber: true), .init("๐–๙", isNumber: true), .init("0–9", isNumber: true),
            .init(say("tones", "วรรณยุกต์"), isNumber: true), .init("A–z", isNumber: true),
        ])
        for row in rows where row.group.kind == kind {
            table.add([name(of: row.group, say), String(row.pages)] + cells(row.ours))
            if let plain = row.plain { table.add([Self.peer, ""] + cells(plain)) }
        }
        return table.text
    }

    /// Faults in per cent for characters and lost lines, what is right in per cent for the rest.
    private func cells(_ score: ReadingScore) -> [String] {
        Measure.allCases.map { measure in
            Self.percent(score[measure].rate.map { measure.countsFaults ? $0 : 1 - $0 })
        }
    }

    func name(of group: PageGroup, _ say: Wording) -> String {
        let fonts =
            switch group.isHeldOut {
            case nil: ""
            case false?: say(", fonts it knows", " แบบอักษรที่เคยเห็น")
            case true?: say(", fonts it never saw", " แบบอักษรที่ไม่เคยเห็น")
            }
        return (group.kind == .all ? say("all", "ทั้งหมด") : group.name) + fonts
    }

    private func costs(_ say: Wording) -> String {
        [
            say("Speed, \(measurement.workers) at a time", "ความเร็ว ครั้งละ \(measurement.workers) หน้า"), "",
            costTable(say), "",
            say(
                "Memory of a worker at most; the bench itself \(megabytes(measurement.memory?.daemon)) MB. Read by \(measurement.reader).",
                "หน่วยความจำสูงสุดของโปรแกรมอ่านหนึ่งตัว ตัววัดผลเองใช้ \(megabytes(measurement.memory?.daemon)) MB อ่านด้วย \(measurement.reader)"
            ), aboutPlain(say),
        ].compactMap { $0 }.joined(separator: "\n")
    }

    private func costTable(_ say: Wording) -> String {
        var table = Table([
            .init(say("condition", "สภาพ")), .init("n", isNumber: true),
            .init(say("pages/s", "หน้า/วินาที"), isNumber: true),
            .init(say("processor s/page", "วินาทีประมวลผล/หน้า"), isNumber: true),
            .init(say("memory MB", "หน่วยความจำ MB"), isNumber: true),
            .init(say("failed", "อ่านไม่ได้"), isNumber: true),
        ])
        func add(_ name: String, _ ours: ReadingCost, memory: Int?, _ plain: ReadingCost?) {
            let costs = [(name, ours, memory)] + (plain.map { [(Self.peer, $0, $0.peakBytes)] } ?? [])
            for (name, cost, memory) in costs {
                table.add([
                    name, String(cost.pages), String(format: "%.2f", cost.pagesPerSecond),
                    String(format: "%.2f", cost.processorSecondsPerPage), megabytes(memory), String(cost.failed),
                ])
            }
        }
        for condition in measurement.conditions { add(condition.name, condition.ours, memory: nil, condition.plain) }
        add(say("all", "ทั้งหมด"), measurement.ours, memory: measurement.memory?.worker, measurement.plain)
        return table.text
    }

    private static let peer = "  ↳ tesseract \(PlainTesseract.languages)"

    private func megabytes(_ bytes: Int?) -> String { bytes.map { String(format: "%.0f", Double($0) / 1e6) } ?? "" }

    private func aboutPlain(_ say: Wording) -> String? {
        if let version = measurement.plainVersion {
            return say(
                "Beside it \(version), a process a page, one thread.", "เทียบกับ \(version) หนึ่งโปรเซสต่อหน้า หนึ่งเธรด")
        }
        guard wantsPlain else { return nil }
        return say(
            "Plain tesseract was not measured: it is not installed with tha and eng (\(PlainTesseract.remedy)).",
            "ไม่ได้วัด tesseract เพราะยังไม่ได้ติดตั้งพร้อม tha และ eng (\(PlainTesseract.remedy))")
    }

    private func bareSpeed(_ say: Wording) -> String? {
        measurement.bare.map {
            say(
                "Beside the bare Tesseract API on the same prepared pages",
                "เทียบกับ Tesseract API เปล่าบนหน้าที่เตรียมไว้แล้วชุดเดียวกัน")
                + "\n\n" + $0.table(say)
        }
    }
}

extension Measure {
    /// Whether people are told the share of faults, not of what is right.
    fileprivate var countsFaults: Bool { [.characters, .withoutSpaces, .lostLines].contains(self) }
}

extension PageGroup.Kind {
    fileprivate var title: (english: String, thai: String) {
        switch self {
        case .all:
            (
                "All pages: faults in % (CER, lost lines), the rest right in %",
                "ทุกหน้า: CER และบรรทัดหายเป็นร้อยละที่ผิด นอกนั้นร้อยละที่ถูก"
            )
        case .condition: ("By condition", "แยกตามสภาพ")
        case .font: ("By font", "แยกตามแบบอักษร")
        case .layout: ("By layout", "แยกตามรูปแบบหน้า")
        }
    }
}

extension ReadingBenchResult {
    /// Both figures, one under the other.
    func table(_ say: Wording) -> String {
        var table = Table([
            .init(""), .init(say("jailed workers", "โปรแกรมอ่านในกรง"), isNumber: true),
            .init(say("bare API", "API เปล่า"), isNumber: true), .init(say("ratio %", "สัดส่วน %"), isNumber: true),
        ])
        table.add([
            say("pages/s", "หน้า/วินาที"), String(format: "%.2f", pooledPagesPerSecond),
            String(format: "%.2f", barePagesPerSecond), String(format: "%.1f", ratio * 100),
        ])
        table.add([
            say("processor s/page (trust it under load)", "วินาทีประมวลผล/หน้า (เชื่อค่านี้เมื่อเครื่องมีงานอื่น)"),
            String(format: "%.3f", pooledProcessorSeconds), String(format: "%.3f", bareProcessorSeconds),
            String(format: "%.1f", processorRatio * 100),
        ])
        return table.text + "\n"
            + say("\(workers) workers, \(pages) pages each way.", "โปรแกรมอ่าน \(workers) ตัว อ่านทางละ \(pages) หน้า")
    }
}

internal import Evaluation
internal import Foundation
internal import Terminal

// What got worse and what better, told to people.
extension ReadingReport {
    /// Where plain tesseract reads better: that ought to be nowhere.
    func behindPlain(_ say: Wording) -> String? {
        guard measurement.plainVersion != nil else { return nil }
        let behind = rows.filter { row in
            guard let ours = row.ours[.characters].rate, let plain = row.plain?[.characters].rate else { return false }
            return ours > plain
        }
        let names = behind.map { name(of: $0.group, say) }.joined(separator: "; ")
        return behind.isEmpty
            ? say("Read worse than by plain tesseract: nothing.", "ไม่มีกลุ่มใดอ่านได้แย่กว่า tesseract")
            : say("Read worse than by plain tesseract: \(names).", "อ่านได้แย่กว่า tesseract: \(names)")
    }

    /// What differs from the baseline beyond noise.
    func changes(_ say: Wording) -> String {
        guard let baseline, let comparison else {
            return say("There is no baseline to compare with.", "ไม่มีค่าฐานให้เทียบ")
        }
        let moved = shifts.filter(\.isBeyondNoise)
        var lines = [
            say(
                "Against the baseline of \(baseline.made) (\(baseline.machine)): \(comparison.pages) pages in common, \(comparison.judged) rates judged.",
                "เทียบกับค่าฐานวันที่ \(baseline.made) (\(baseline.machine)) หน้าเดียวกัน \(comparison.pages) หน้า เทียบ \(comparison.judged) ค่า"
            )
        ]
        if comparison.unknownPages > 0 {
            lines.append(
                say(
                    "\(comparison.unknownPages) pages are not in the baseline, or are other images there.",
                    "\(comparison.unknownPages) หน้าไม่มีในค่าฐาน หรือเป็นภาพอื่น"))
        }
        if comparison.pages == 0 {
            lines.append(say("So there is nothing to compare.", "จึงไม่มีอะไรให้เทียบ"))
        } else if comparison.changes.isEmpty && moved.isEmpty {
            lines.append(say("Nothing differs beyond noise.", "ไม่มีค่าใดต่างเกินความคลาดเคลื่อน"))
        } else {
            lines += ["", changeTable(comparison.changes, moved, say)]
        }
        return lines.joined(separator: "\n")
    }

    private func changeTable(_ changes: [BaselineComparison.Change], _ shifts: [Shift], _ say: Wording) -> String {
        var table = Table([
            .init(say("became", "ผล")), .init(say("pages", "หน้า"), widest: 36), .init(say("faults in %", "ผิดร้อยละ")),
            .init(say("before", "เดิม"), isNumber: true), .init(say("now", "ใหม่"), isNumber: true),
            .init(say("change, 99 %", "ต่าง 99 %"), isNumber: true),
        ])
        func verdict(_ isWorse: Bool) -> String { isWorse ? say("WORSE", "แย่ลง") : say("better", "ดีขึ้น") }
        for change in changes.filter(\.isWorse) + changes.filter({ !$0.isWorse }) {
            let interval = change.interval.map { "\(Self.percent($0.lowerBound)) … \(Self.percent($0.upperBound))" }
            table.add([
                verdict(change.isWorse), name(of: change.group, say),
                change.measure.rawValue,
                Self.percent(change.before), Self.percent(change.after),
                interval ?? say("few letters", "จดหมายน้อย"),
            ])
        }
        for shift in shifts {
            table.add([
                verdict(shift.after > shift.before), say("all", "ทั้งหมด"), shift.what,
                String(format: "%.2f", shift.before),
                String(format: "%.2f", shift.after), "",
            ])
        }
        return table.text
    }
}

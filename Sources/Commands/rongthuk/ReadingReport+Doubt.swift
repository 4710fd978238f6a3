internal import Evaluation
internal import Foundation
internal import Recognition
internal import Terminal

// How well the reading knows where it is wrong.
extension ReadingReport {
    /// What is held for a person at several bounds, that of the pipeline among them.
    static let risks = Set([0.05, 0.1, 0.2, 0.3, 0.5, 0.7] + [DoubtPolicy().holdAboveRisk]).sorted()

    func doubt(_ say: Wording) -> String? {
        let doubt = measurement.doubt
        guard !doubt.lines.isEmpty else { return nil }
        let wrong = doubt.lines.count(where: \.isWrong)
        return [
            say(
                "Doubt: \(wrong) of \(doubt.lines.count) lines read hold an error (spaces aside). Held for a person:",
                "ความไม่แน่ใจ: \(doubt.lines.count) บรรทัดที่อ่านได้ มี \(wrong) บรรทัดที่ผิด (ไม่นับวรรค) ส่งให้คนตรวจ:"), "",
            held(doubt, say),
        ].joined(separator: "\n")
    }

    private func held(_ doubt: DoubtScore, _ say: Wording) -> String {
        var table = Table([
            .init(say("risk above", "ความเสี่ยงเกิน"), isNumber: true),
            .init(say("lines held", "บรรทัดที่ส่ง"), isNumber: true),
            .init(say("rightly %", "ผิดจริง %"), isNumber: true),
            .init(say("errors passed", "ผิดแต่ผ่าน"), isNumber: true),
            .init(say("of errors %", "ของที่ผิด %"), isNumber: true),
        ])
        for risk in Self.risks {
            let held = doubt.held(above: risk)
            let mark = risk == DoubtPolicy().holdAboveRisk ? "* " : ""
            table.add([
                mark + String(format: "%.2f", risk), String(held.lines.of), Self.percent(held.lines.rate),
                String(held.missed.wrong), Self.percent(held.missed.rate),
            ])
        }
        return table.text + "\n" + say("* the bound of the pipeline", "* เกณฑ์ของสายงาน")
    }
}

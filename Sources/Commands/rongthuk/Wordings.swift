internal import ComplaintModel
internal import Terminal

extension Doubt {
    /// What is doubtful and what to do, in the operator's language.
    func words(_ say: Wording) -> String {
        switch kind {
        case .doubtfulLine: say(detail, "บรรทัดนี้อาจอ่านผิด โปรดเทียบกับภาพ")
        case .unreadablePage: say(detail, "อ่านหน้านี้ไม่ได้หรือภาพเสียหาย โปรดพิมพ์จากภาพ หรือขอสแกนใหม่")
        case .emptyReading: say(detail, "อ่านข้อความได้ไม่ครบหรือไม่พบข้อความ โปรดตรวจหาบรรทัดที่ขาดจากภาพ")
        case .handwriting: say(detail, "หน้านี้ดูเหมือนเขียนด้วยลายมือ จึงไม่ได้อ่าน โปรดพิมพ์จากภาพ")
        case .unopened: say(detail, "เปิดแฟ้มไม่ได้ โปรดสแกนใหม่ ขอสำเนาใหม่ หรือพิมพ์จากต้นฉบับ (\(detail))")
        case .incomplete: say(detail, "ได้รับไม่ครบ บางส่วนส่งมาไม่ถึง (\(detail))")
        case .resemblance: say(detail, "คล้ายเรื่องที่รับไว้ก่อน โปรดพิจารณาว่าเป็นเรื่องเดียวกันหรือไม่ (\(detail))")
        case .fields: say(detail, "ข้อมูลบางอย่างขัดกันหรือขาดไป โปรดตรวจสอบ (\(detail))")
        }
    }
}

extension [Doubt] {
    /// The doubts a line each; doubtful lines, of which there may be many, together in one.
    func lines(_ say: Wording) -> [String] {
        let read = filter { $0.kind == .doubtfulLine }
        let places = read.map { "\($0.page ?? 0):\($0.line ?? 0)" }.joined(separator: " ")
        let together = say(
            "\(read.count) lines may be misread; compare them with their pictures: \(places)",
            "\(read.count) บรรทัดอาจอ่านผิด โปรดเทียบกับภาพ: \(places)")
        let others = filter { $0.kind != .doubtfulLine }.map { doubt in
            (doubt.page.map { say("page \($0): ", "หน้า \($0): ") } ?? "") + doubt.words(say)
        }
        return (read.isEmpty ? [] : [together]) + others
    }
}

extension CalendarDate {
    /// The first moment of the day in Thailand.
    var startInThailand: Timestamp {
        Timestamp(milliseconds: Int64(daysSinceEpoch) * 86_400_000 - 7 * 3_600_000)
    }
}

extension Timestamp {
    /// The moment as people in Thailand read it: `2026-11-22 12:08:52`, without its zone, which is always +07:00.
    var inThailand: String {
        let local = adding(seconds: 7 * 3600).description
        return "\(local.prefix(10)) \(local.dropFirst(11).prefix(8))"
    }
}

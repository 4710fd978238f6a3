internal import ComplaintModel

/// What part the police have in a matter, and the words that show it.
struct PoliceMatter {
    let role: PoliceRole
    /// The fault, the request or the mention.
    let span: Range<Int>
    let confidence: Double

    /// Judges the words for police and what stands near them; nil where no police occur.
    ///
    /// `isForPolice` tells whether the category is one that the police answer for; `officers` are the ranks and names of
    /// officers other than the writer.
    init?(_ text: ScannedText, parts: LetterParts, isForPolice: Bool, officers: [Range<Int>]) {
        let finder = PoliceWords(text: text, parts: parts, officers: officers)
        if let fault = finder.fault() {
            self.init(role: .respondent, span: fault, confidence: 0.9)
        } else if let request = finder.request() {
            self.init(role: .requestedActor, span: request, confidence: 0.85)
        } else if isForPolice {
            let span = text.matches(.category).first?.range ?? 0..<0
            self.init(role: .requestedActor, span: span, confidence: 0.6)
        } else if let mention = finder.mention() {
            self.init(role: .incidental, span: mention, confidence: 0.65)
        } else {
            return nil
        }
    }

    private init(role: PoliceRole, span: Range<Int>, confidence: Double) {
        (self.role, self.span, self.confidence) = (role, span, confidence)
    }
}

/// The words for police in a text and their neighbourhood.
private struct PoliceWords {
    let text: ScannedText
    let parts: LetterParts
    let officers: [Range<Int>]

    /// A fault of the police's duty told near a word for police on duty.
    func fault() -> Range<Int>? {
        let faults = faults()
        for word in onDuty() {
            if let label = charge(before: word.range.lowerBound) {
                return label.range.lowerBound..<word.range.upperBound
            }
            if let crime = text.match(text.matches(.policeCrime), startingAt: endOfActor(word)), !isReport(word) {
                return word.range.lowerBound..<crime.range.upperBound
            }
            let after = text.nearest(faults, startingWithin: 90, after: word.range.upperBound)
            if let after, isAgent(word) || !isOthers(after, since: word) {
                return word.range.lowerBound..<after.range.upperBound
            }
            if let before = text.nearest(faults, endingWithin: 12, before: word.range.lowerBound), !isSuffered(before) {
                return before.range.lowerBound..<word.range.upperBound
            }
        }
        return afterReport()
    }

    /// What the police do wrong; what somebody is charged with (ข้อหาทำร้ายร่างกาย) is none.
    private func faults() -> [Match] {
        text.matches(of: [.policeFault, .policeIdle, .policeOffence]).filter { match in
            let before = text.skipSpacesBack(match.range.lowerBound)
            let isOfCase = text.start(of: "คดี", endingAt: before) != nil && isOffence(match)
            return !isOfCase && text.start(of: "ข้อหา", endingAt: before) == nil
        }
    }

    private func isOffence(_ match: Match) -> Bool {
        text.match(text.matches(.policeOffence), startingAt: match.range.lowerBound)?.range == match.range
    }

    private static let telling: [Literal] = ["แจ้ง", "แจ้งความ", "ที่", "กับ", "ต่อ", "บอก"]

    /// Where the deed begins after a word for police, with the station of an officer (ตำรวจ สภ.บางบัวทอง) before it.
    private func endOfActor(_ word: Match) -> Int {
        let next = text.skipSpaces(word.range.upperBound)
        let long = text.match(text.matches(.stationLong), startingAt: next)
        guard let station = long ?? text.match(text.matches(.stationShort), startingAt: next) else { return next }
        var end = text.skipSpaces(station.range.upperBound)
        while let unit = text.unit(end), unit.isThaiLetter { end += 1 }
        return text.skipSpaces(end)
    }

    /// "แจ้งตำรวจ ลวนลาม…": where the police are told of a crime it is not theirs.
    private func isReport(_ word: Match) -> Bool {
        let before = text.skipSpacesBack(word.range.lowerBound)
        return text.start(ofAny: PoliceWords.telling, endingAt: before) != nil
    }

    /// "ร้องเรียนพฤติกรรมเจ้าหน้าที่ตำรวจ": a charge is a fault even where the deed is told in other words.
    private func charge(before offset: Int) -> Match? {
        var position = offset
        for _ in 0..<4 {
            position = text.skipSpacesBack(position)
            if let label = text.match(text.matches(.respondentLabel), endingAt: position) {
                return text.end(ofAny: PoliceWords.charges, at: label.range.lowerBound) == nil ? nil : label
            }
            guard let start = text.start(ofAny: PoliceWords.betweenChargeAndPolice, endingAt: position) else {
                return nil
            }
            position = start
        }
        return nil
    }

    private static let charges: [Literal] = [
        "ขอร้องเรียน", "ร้องเรียน", "ขอให้ตรวจสอบ", "ตรวจสอบ", "เอาผิด", "ดำเนินคดี", "ฟ้อง", "ผู้ถูก", "แจ้งจับ",
    ]
    private static let betweenChargeAndPolice: [Literal] = [
        "เจ้าหน้าที่", "เจ้าพนักงาน", "ข้าราชการ", "พฤติกรรม", "การทำงาน", "การปฏิบัติหน้าที่", "การกระทำ", "ของ", "กรณี", "เรื่อง",
    ]

    /// A report to the police that led to nothing, where no word for police stands by.
    private func afterReport() -> Range<Int>? {
        for word in text.outermost(.policeHistory) {
            if let fault = text.nearest(text.matches(.policeIdle), startingWithin: 90, after: word.range.upperBound) {
                return word.range.lowerBound..<fault.range.upperBound
            }
        }
        return nil
    }

    /// The police asked to act: a request before the word, or an action asked for after it.
    func request() -> Range<Int>? {
        for word in onDuty() {
            let asks = text.nearest(text.matches(.request), endingWithin: 30, before: word.range.lowerBound)
            let acts = text.nearest(text.matches(.policeAction), startingWithin: 25, after: word.range.upperBound)
            if let asks, let acts { return asks.range.lowerBound..<acts.range.upperBound }
            if let asks, text.denseIndex[word.range.lowerBound] - asks.dense.upperBound <= 6,
                text.units[asks.range].count >= 4
            {
                return asks.range.lowerBound..<word.range.upperBound
            }
        }
        return nil
    }

    func mention() -> Range<Int>? {
        let words = text.outermost(.policeWord) + text.outermost(.policeHistory) + text.outermost(.policeOffDuty)
        return words.map(\.range).filter { isContent($0) && !isMeasure($0) }.min { $0.lowerBound < $1.lowerBound }
    }

    /// "50 ตร.ว.": a measure, not the police.
    private func isMeasure(_ range: Range<Int>) -> Bool {
        text.unit(text.skipSpacesBack(range.lowerBound) - 1)?.isDigit == true
    }

    /// Words for police and officers named, without those that tell of somebody's calling only (เพื่อนบ้านเป็นตำรวจ) and
    /// without ranks, whose owners are among the officers or the writer.
    private func onDuty() -> [Match] {
        let pretended = pretences()
        let offDuty = Spans(
            text.matches(.policeOffDuty).map(\.range) + text.outermost(.title).map(\.range) + pretended)
        let words = text.matches(.policeWord).filter {
            isContent($0.range) && !offDuty.overlaps($0.range) && !isMeasure($0.range)
        }
        let named = officers.filter { isContent($0) && !pretended.contains($0) }.map {
            Match(range: $0, dense: text.denseIndex[$0.lowerBound]..<text.denseIndex[$0.upperBound], value: 0)
        }
        return (words + named).sorted { $0.range.lowerBound < $1.range.lowerBound }
    }

    /// "แอบอ้างเป็นพนักงานสอบสวน สภ.เมือง": words for police and officers that tell of somebody's calling or pretence, with
    /// those that follow at once; a name may follow somewhat later (ชื่อ พ.ต.ท.…).
    private func pretences() -> [Range<Int>] {
        var ends = Set(text.matches(.policeOffDuty).map(\.range.upperBound))
        var found: [Range<Int>] = []
        let words = text.matches(.policeWord).map { (range: $0.range, reach: 0) }
        let named = officers.map { (range: $0, reach: 30) }
        for word in (words + named).sorted(by: { $0.range.lowerBound < $1.range.lowerBound }) {
            var start = text.skipSpacesBack(word.range.lowerBound)
            if let office = text.start(ofAny: PoliceWords.offices, endingAt: start) {
                start = text.skipSpacesBack(office)
            }
            let follows = ends.contains { $0 <= start && text.denseIndex[start] - text.denseIndex[$0] <= word.reach }
            if follows || text.start(ofAny: PoliceWords.pretending, endingAt: start) != nil {
                found.append(word.range)
                ends.insert(word.range.upperBound)
            }
        }
        return found
    }

    private static let offices: [Literal] = ["เจ้าหน้าที่", "เจ้าพนักงาน", "ข้าราชการ"]
    private static let pretending: [Literal] = [
        "อ้างเป็น", "อ้างว่าเป็น", "อ้างตัวเป็น", "อ้างตัวว่าเป็น", "ปลอมเป็น", "ปลอมตัวเป็น", "สวมรอยเป็น", "แต่งตัวเป็น", "แอบอ้างชื่อ",
        "แอบอ้าง",
    ]

    /// Whether a range tells of the matter: neither the addressee nor the sender's address.
    private func isContent(_ range: Range<Int>) -> Bool {
        if let addressee = parts.addressee, addressee.overlaps(range) { return false }
        return range.lowerBound >= parts.head.upperBound && !parts.enclosures.contains { $0.overlaps(range) }
            && !parts.references.contains { $0.overlaps(range) }
    }

    /// "ถูกเจ้าหน้าที่ตำรวจ … ถูกซ้อม": what is suffered then is suffered from the police.
    private func isAgent(_ word: Match) -> Bool {
        var position = text.skipSpacesBack(word.range.lowerBound)
        if let start = text.start(ofAny: ["เจ้าหน้าที่", "เจ้าพนักงาน"], endingAt: position) {
            position = text.skipSpacesBack(start)
        }
        return text.match(text.matches(.accuse), endingAt: position) != nil
    }

    /// Whether somebody else is told of between: a fault after another actor's name is theirs.
    private func isOthers(_ fault: Match, since word: Match) -> Bool {
        if isSuffered(fault) { return true }
        let asked = text.nearest(text.matches(.policeAction), startingWithin: 20, after: word.range.upperBound)
        guard let asked, asked.dense.upperBound <= fault.dense.lowerBound else { return false }
        return text.nearest(text.matches(.request), endingWithin: 14, before: word.range.lowerBound) != nil
    }

    private func isSuffered(_ fault: Match) -> Bool {
        text.has(.accuse, endingWithin: 0, before: fault.range.lowerBound)
    }
}

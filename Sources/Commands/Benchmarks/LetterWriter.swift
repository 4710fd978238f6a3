/// Writes letters and messages of people who do not exist.
struct LetterWriter {
    private var random: SeededGenerator
    private let places: [CorpusPlace]
    private let words: WordSampler

    /// Scalars of the body of a letter that fills a page.
    private static let page = 1300

    init(seed: UInt64, places: [CorpusPlace], words: WordSampler) {
        (random, self.places, self.words) = (SeededGenerator(seed: seed), places, words)
    }

    /// A letter of about a page: head, subject, addressee, body, closing, signature.
    mutating func letter() -> String {
        let name = fill("{name}")
        var lines = [fill("บ้านเลขที่ {house} หมู่ที่ {small}"), fill("{place} {postcode}"), fill("วันที่ {date}"), ""]
        lines.append("เรื่อง " + fill(pick(Phrases.subjects)))
        lines.append("เรียน " + pick(Phrases.addressees))
        if chance(3) { lines.append(fill("อ้างถึง หนังสือของข้าพเจ้า ลงวันที่ {date}")) }
        if chance(2) { lines.append(fill("สิ่งที่ส่งมาด้วย สำเนาบัตรประจำตัวประชาชน จำนวน {small} ฉบับ")) }
        let opening = "ข้าพเจ้า \(name) เลขประจำตัวประชาชน {id} โทรศัพท์ {phone} " + pick(Phrases.openings)
        lines += ["", fill(opening)]
        var size = 0
        while size < Self.page {
            let paragraph = self.paragraph()
            size += paragraph.unicodeScalars.count
            lines += ["", paragraph]
        }
        lines += ["", fill(pick(Phrases.requests)), "", "ขอแสดงความนับถือ", "(\(name))"]
        return lines.joined(separator: "\n")
    }

    /// A message as it is typed on a telephone.
    mutating func message() -> String { fill(pick(Phrases.messages)) }

    /// Sentences of the stock and as many of drawn words.
    private mutating func paragraph() -> String {
        let sentences = (0..<Int.random(in: 2...4, using: &random)).flatMap { _ in
            [fill(pick(Phrases.sentences)), drawn()]
        }
        return sentences.joined(separator: " ")
    }

    private mutating func drawn() -> String {
        let phrases = (0..<Int.random(in: 1...3, using: &random)).map { _ in
            (0..<Int.random(in: 4...12, using: &random)).map { _ in words.word(using: &random) }.joined()
        }
        return phrases.joined(separator: " ")
    }

    /// A phrase with each `{slot}` filled.
    private mutating func fill(_ phrase: String) -> String {
        var filled = ""
        var rest = phrase[...]
        while let open = rest.firstIndex(of: "{"), let close = rest[open...].firstIndex(of: "}") {
            filled += rest[..<open]
            filled += slot(rest[rest.index(after: open)..<close])
            rest = rest[rest.index(after: close)...]
        }
        return filled + rest
    }

    private mutating func slot(_ name: Substring) -> String {
        switch name {
        case "name": "\(pick(Phrases.titles))\(pick(Phrases.firstNames)) \(pick(Phrases.lastNames))"
        case "place": place?.written ?? ""
        case "postcode": place?.postcode ?? ""
        case "district": place?.district ?? ""
        case "date": "\(number(1...28)) \(pick(Phrases.months)) \(number(2567...2569))"
        case "time": "\(number(10...23)).\(number(10...59)) น."
        case "house": "\(number(1...399))/\(number(1...99))"
        case "small": number(1...12)
        case "amount": "\(number(1...99)),\(number(100...999)) บาท"
        case "id": citizenID()
        case "phone": "081-000-\(number(1000...9999))"
        default: ""
        }
    }

    /// Thirteen digits with a true check digit, in a range that is given to nobody.
    private mutating func citizenID() -> String {
        let digits = [9, 9] + (0..<10).map { _ in Int.random(in: 0...9, using: &random) }
        let sum = zip(digits, stride(from: 13, through: 2, by: -1)).reduce(0) { $0 + $1.0 * $1.1 }
        let text = (digits + [(11 - sum % 11) % 10]).map(String.init).joined()
        let cuts = [0, 1, 5, 10, 12, 13]
        return zip(cuts, cuts.dropFirst()).map { String(Array(text)[$0..<$1]) }.joined(separator: "-")
    }

    private var place: CorpusPlace? {
        mutating get { places.randomElement(using: &random) }
    }

    private mutating func number(_ range: ClosedRange<Int>) -> String { String(Int.random(in: range, using: &random)) }
    private mutating func pick(_ list: [String]) -> String { list.randomElement(using: &random) ?? "" }
    private mutating func chance(_ oneIn: Int) -> Bool { Int.random(in: 0..<oneIn, using: &random) == 0 }
}

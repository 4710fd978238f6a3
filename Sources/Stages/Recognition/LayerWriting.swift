internal import ThaiText

/// What a text in normal form looks like: writing, or what a broken font table left of it.
struct LayerWriting {
    /// Letters of any script.
    let letters: Int
    /// Why it is no sound writing, for a note; nil where it is.
    let fault: String?

    init(of text: String) {
        let scalars = text.unicodeScalars
        letters = scalars.count { $0.properties.isAlphabetic }
        let thai = scalars.count { (0x0E01...0x0E4E).contains($0.value) }
        let strange = scalars.count(where: Self.isStrange)
        if letters < Self.leastLetters {
            fault = "it holds next to no text"
        } else if strange * 200 > letters {
            fault = "it holds \(strange) characters of no known meaning"
        } else {
            fault = thai * 5 > letters ? Self.faultOfThai(text, thai: thai) : Self.faultOfLatin(text)
        }
    }

    static func isControl(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x09...0x0D: false
        case 0..<0x20, 0x7F..<0xA0: true
        default: false
        }
    }

    private static func faultOfThai(_ text: String, thai: Int) -> String? {
        let scalars = text.unicodeScalars
        guard WritingQuality.legalPairShare(of: text) >= 0.98 else { return "its marks are out of order" }
        // Upper and lower signs are a fifth of Thai.
        let marks = scalars.count {
            $0.value == 0x0E31 || (0x0E34...0x0E3A).contains($0.value) || (0x0E47...0x0E4E).contains($0.value)
        }
        guard marks * 12 >= thai else { return "it has lost its marks" }
        guard !hasLostSaraAm(text, thai: thai) else { return "it has lost SARA AM" }
        guard !standsApart(text) else { return "its letters stand apart" }
        guard WritingQuality.lexiconCover(of: text) >= 0.8 else { return "its words are not Thai words" }
        return nil
    }

    /// Text without Thai is English, or Thai whose font tells no meaning of its codes.
    private static func faultOfLatin(_ text: String) -> String? {
        let words = text.lowercased().split { !$0.isLetter && $0 != "'" }
        let common = words.count { commonWords.contains(String($0)) }
        return common * 12 >= words.count ? nil : "its words are neither Thai nor English"
    }

    /// SARA AM is one in a hundred characters of Thai; and of some words everybody writes, the form without it is none.
    private static func hasLostSaraAm(_ text: String, thai: Int) -> Bool {
        func count(_ words: [String]) -> Int { words.reduce(0) { $0 + occurrences(of: $1, in: text) } }
        let broken = count(wordsOfSaraAm.map { replacing(saraAm: "\u{0E32}", in: $0) })
        if broken > 0, broken > count(wordsOfSaraAm) { return true }
        return thai >= enoughForSaraAm && !text.unicodeScalars.contains("\u{0E33}")
    }

    /// Whether spaces are left between single clusters, as where every glyph was placed by itself.
    private static func standsApart(_ text: String) -> Bool {
        let words = text.split(whereSeparator: \.isWhitespace).filter { word in
            word.unicodeScalars.contains { (0x0E01...0x0E2E).contains($0.value) }
        }
        let lone = words.count { word in word.unicodeScalars.count { (0x0E01...0x0E2E).contains($0.value) } == 1 }
        return words.count >= 10 && lone * 3 > words.count
    }

    private static func occurrences(of word: String, in text: String) -> Int {
        let (word, text) = (Array(word.utf8), Array(text.utf8))
        guard text.count >= word.count else { return 0 }
        return (0...text.count - word.count).count { start in
            text[start] == word[0] && text[start..<start + word.count].elementsEqual(word)
        }
    }

    private static func replacing(saraAm: Unicode.Scalar, in word: String) -> String {
        String(String.UnicodeScalarView(word.unicodeScalars.map { $0 == "\u{0E33}" ? saraAm : $0 }))
    }

    private static func isStrange(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0xFFFD, 0xE000...0xF8FF, 0xF0000...0x10FFFF: true
        default: isControl(scalar)
        }
    }

    /// A page with less is a picture with a caption, a stamp or a page number.
    private static let leastLetters = 40
    private static let enoughForSaraAm = 600

    private static let wordsOfSaraAm = [
        "อำเภอ", "ตำบล", "สำนัก", "จำนวน", "ดำเนิน", "กำหนด", "คำร้อง", "ทำให้", "สำเนา", "สำคัญ", "ตำรวจ", "จำเป็น",
        "ประจำ", "ชำรุด", "คำสั่ง", "ลำบาก", "บำนาญ", "ตำแหน่ง",
    ]
    private static let commonWords: Set<String> = [
        "the", "of", "and", "to", "in", "a", "is", "that", "for", "on", "it", "with", "as", "was", "we", "i", "my",
        "our",
        "this", "by", "be", "are", "have", "has", "not", "from", "at", "which", "you", "your", "or", "no", "an", "but",
    ]
}

internal import EngineContract
internal import ThaiText

extension MailText {
    /// The text, its charsets told by its bytes, in one line without control characters.
    var decoded: String {
        let text = pieces.map { ThaiDecoder.decode($0).text }.joined()
        return String(String.UnicodeScalarView(text.unicodeScalars.map { $0.isControl ? " " : $0 }))
    }
}

extension String {
    /// The text with its lines ended by LF alone and without other control characters but tabs: a form feed would part
    /// pages, a NUL end the text elsewhere.
    var tidied: String {
        var tidy = String.UnicodeScalarView()
        var previous: Unicode.Scalar = " "
        for scalar in unicodeScalars {
            switch scalar {
            case "\n" where previous == "\r": break
            case "\n", "\r", "\u{B}", "\u{C}", "\u{2028}", "\u{2029}": tidy.append("\n")
            case "\t": tidy.append(scalar)
            case "\u{FEFF}": break
            default: if !scalar.isControl { tidy.append(scalar) }
            }
            previous = scalar
        }
        return String(tidy)
    }

    /// Whether anything in it is a letter or a digit.
    var hasWords: Bool {
        unicodeScalars.contains { $0.properties.isAlphabetic || $0.properties.numericType != nil }
    }

    /// Whether it is no writing: bytes that are none read as text, or letters lost on the way.
    ///
    /// Thai that somebody typed has next to no illegal pairs, random bytes have one in three.
    var isGarbled: Bool {
        let scalars = unicodeScalars
        let letters = scalars.count { $0.properties.isAlphabetic }
        let strange = scalars.count { $0 == "\u{FFFD}" || (0xE000..<0xF700).contains($0.value) }
        if strange * 20 > letters || ThaiDecoder.decode(Array(utf8)).isLost { return true }
        let thai = scalars.count { (0x0E01...0x0E4E).contains($0.value) }
        return thai >= 20 && WritingQuality.legalPairShare(of: self) < 0.85
    }

    /// No more than so many scalars of it.
    func cut(to count: Int) -> String { String(unicodeScalars.prefix(count)) }
}

extension Unicode.Scalar {
    fileprivate var isControl: Bool { value < 0x20 || (0x7F...0x9F).contains(value) }
}

/// Turns bytes from anywhere into text: the encoding is read off the bytes, not off a label (E01-E05).
public enum ThaiDecoder {
    /// Text of bytes, whatever a label said about them.
    public static func decode(_ bytes: some Collection<UInt8>) -> DecodedText {
        decode(bytes, lexicon: .standard)
    }

    /// Text of bytes, with a lexicon of one's own to judge repairs by.
    public static func decode(_ bytes: some Collection<UInt8>, lexicon: Lexicon) -> DecodedText {
        let bytes = Array(bytes)
        let (text, encoding) = read(bytes)
        guard encoding != .windows874 else {
            return DecodedText(text: text, encoding: encoding, repairs: [])
        }
        let (repaired, repairs) = repair(text, lexicon: lexicon)
        return DecodedText(text: repaired, encoding: encoding, repairs: repairs)
    }

    /// Text that was decoded wrongly before it came here, put right where that is certain.
    public static func repair(_ text: String, lexicon: Lexicon = .standard) -> (text: String, repairs: [Mojibake]) {
        let repaired = MojibakeRepair.repair(text, lexicon: lexicon)
        return (repaired.text, repaired.layers.map(\.damage))
    }

    private static func read(_ bytes: [UInt8]) -> (String, TextEncoding) {
        if bytes.starts(with: [0xFF, 0xFE]) {
            return (utf16(bytes.dropFirst(2), isBigEndian: false), .utf16)
        }
        if bytes.starts(with: [0xFE, 0xFF]) {
            return (utf16(bytes.dropFirst(2), isBigEndian: true), .utf16)
        }
        if looksUTF16(bytes, highByte: 1) { return (utf16(bytes[...], isBigEndian: false), .utf16LittleEndian) }
        if looksUTF16(bytes, highByte: 0) { return (utf16(bytes[...], isBigEndian: true), .utf16BigEndian) }
        let body = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? bytes.dropFirst(3) : bytes[...]
        if let text = String(validating: body, as: UTF8.self) { return (text, .utf8) }
        if isDamagedUTF8(body) { return (String(decoding: body, as: UTF8.self), .utf8) }
        return (Windows874.decode(bytes), .windows874)
    }

    // MARK: UTF-16

    /// Whether nine in ten bytes at one parity are 00 or 0E, as the high bytes of Thai and ASCII are, and one is 0E.
    private static func looksUTF16(_ bytes: [UInt8], highByte: Int) -> Bool {
        guard bytes.count >= 2 else { return false }
        var (high, thai, count) = (0, 0, 0)
        for index in stride(from: highByte, to: bytes.count, by: 2) {
            count += 1
            if bytes[index] == 0x0E { thai += 1 }
            if bytes[index] == 0x00 || bytes[index] == 0x0E { high += 1 }
        }
        return thai > 0 && high * 10 >= count * 9
    }

    private static func utf16(_ bytes: ArraySlice<UInt8>, isBigEndian: Bool) -> String {
        let first = bytes.startIndex
        var units = stride(from: first, to: bytes.endIndex - 1, by: 2).map { index in
            let (one, two) = (UInt16(bytes[index]), UInt16(bytes[index + 1]))
            return isBigEndian ? one << 8 | two : two << 8 | one
        }
        // Half a unit is a letter lost, and shown as one.
        if bytes.count % 2 == 1 { units.append(0xFFFD) }
        return String(decoding: units, as: UTF16.self)
    }

    // MARK: UTF-8 with a wound

    /// Whether bytes are UTF-8 but for a few, as a text cut in the middle of a character: four in five bytes that
    /// are not ASCII belong to whole Thai sequences, and there are at least four of those.
    private static func isDamagedUTF8(_ bytes: ArraySlice<UInt8>) -> Bool {
        var (sequences, beyondASCII) = (0, 0)
        var index = bytes.startIndex
        while index < bytes.endIndex {
            let isThai =
                index + 2 < bytes.endIndex && bytes[index] == 0xE0 && bytes[index + 1] & 0xFE == 0xB8
                && bytes[index + 2] & 0xC0 == 0x80
            if isThai {
                sequences += 1
                beyondASCII += 3
                index += 3
            } else {
                if bytes[index] >= 0x80 { beyondASCII += 1 }
                index += 1
            }
        }
        return sequences >= 4 && sequences * 15 >= beyondASCII * 4
    }
}

/// What bytes were read as.
public enum TextEncoding: String, Codable, Sendable, CaseIterable {
    /// UTF-8, with or without its mark.
    case utf8 = "utf-8"
    /// UTF-16 with its mark.
    case utf16 = "utf-16"
    /// UTF-16 without its mark, low byte first.
    case utf16LittleEndian = "utf-16-le"
    /// UTF-16 without its mark, high byte first: UCS-2 as SMS has it.
    case utf16BigEndian = "utf-16-be"
    /// windows-874, TIS-620, ISO-8859-11, and the glyph bytes of old fonts.
    case windows874 = "windows-874"
}

/// A wrong decoding that was undone.
public enum Mojibake: String, Codable, Sendable, CaseIterable {
    /// UTF-8 read as windows-874.
    case utf8AsThai = "E03"
    /// UTF-8 read as Latin-1 or windows-1252.
    case utf8AsLatin = "E04"
    /// TIS-620 read as Latin-1 or windows-1252.
    case thaiAsLatin = "E05"
}

/// Text out of bytes, and how it was got.
public struct DecodedText: Sendable, Hashable {
    /// The text, not normalised.
    public let text: String
    /// What the bytes were read as.
    public let encoding: TextEncoding
    /// Wrong decodings undone, the outermost first.
    public let repairs: [Mojibake]

    /// Whether the sender's letters were lost on the way: question marks where letters should be, beyond repair.
    public var isLost: Bool { WritingQuality.isLost(text.utf8) }
}

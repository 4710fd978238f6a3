/// Undoes wrong decodings, where what comes out proves that it was one (E03-E05).
enum MojibakeRepair {
    private static let mostLayers = 2

    /// One wrong decoding undone: what it was, and where each scalar stood before.
    struct Layer {
        let damage: Mojibake
        let map: OffsetMap
    }

    /// The text put right, with the layers of damage, the outermost first.
    static func repair(_ text: String, lexicon: Lexicon) -> (text: String, layers: [Layer]) {
        var (text, layers) = (text, [Layer]())
        while layers.count < mostLayers, let (better, damage) = repairOnce(text, lexicon: lexicon) {
            layers.append(Layer(damage: damage, map: map(from: better, damage)))
            text = better
        }
        return (text, layers)
    }

    /// Each scalar stands for as many before as its UTF-8 has bytes, or for one if bytes were letters.
    private static func map(from text: String, _ damage: Mojibake) -> OffsetMap {
        guard damage != .thaiAsLatin else { return OffsetMap(identity: text.unicodeScalars.count) }
        var map = OffsetMap(rawCount: text.utf8.count)
        var position = 0
        for scalar in text.unicodeScalars {
            let width = UTF8.width(scalar)
            map.append(raw: position..<position + width)
            position += width
        }
        return map
    }

    private static func repairOnce(_ text: String, lexicon: Lexicon) -> (String, Mojibake)? {
        // Every sign of damage is a scalar beyond ASCII.
        guard text.utf8.contains(where: { $0 >= 0x80 }) else { return nil }
        let evidence = Evidence(text)
        if evidence.hasThaiDamage, let better = decoded(text, by: Windows874.byte) { return (better, .utf8AsThai) }
        if evidence.hasLatinDamage, let better = decoded(text, by: Windows1252.byte) { return (better, .utf8AsLatin) }
        if evidence.mayBeThaiBytes, let better = thaiBytes(of: text, lexicon: lexicon) { return (better, .thaiAsLatin) }
        // Thai bytes read as Latin-1, and the UTF-8 of that read so again.
        if evidence.hasDoubledLatin, let better = decoded(text, by: Windows1252.byte), Evidence(better).mayBeThaiBytes,
            thaiBytes(of: better, lexicon: lexicon) != nil
        {
            return (better, .utf8AsLatin)
        }
        return nil
    }

    private static func decoded(_ text: String, by byte: (UInt32) -> UInt8?) -> String? {
        bytes(of: text, by: byte).flatMap { String(validating: $0, as: UTF8.self) }
    }

    private static func bytes(of text: String, by byte: (UInt32) -> UInt8?) -> [UInt8]? {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.utf8.count / 2)
        for scalar in text.unicodeScalars {
            guard let value = scalar.isASCII ? UInt8(scalar.value) : byte(scalar.value) else { return nil }
            bytes.append(value)
        }
        return bytes
    }

    private static func thaiBytes(of text: String, lexicon: Lexicon) -> String? {
        guard let bytes = bytes(of: text, by: Windows1252.byte) else { return nil }
        let thai = Windows874.decode(bytes)
        guard WritingQuality.legalPairShare(of: thai) >= 0.95,
            WritingQuality.lexiconCover(of: thai, lexicon: lexicon) >= 0.5
        else { return nil }
        return thai
    }

    /// What speaks for each kind of damage.
    private struct Evidence {
        private var thai = 0
        private var thaiPairs = 0
        private var latinPairs = 0
        private var doubledLatin = 0
        private var asciiLetters = 0
        private var thaiByteLetters = 0
        private var beyondASCII = 0

        init(_ text: String) {
            var (beforePrevious, previous) = (UInt32(0), UInt32(0))
            for scalar in text.unicodeScalars.lazy.map(\.value) {
                count(scalar)
                if previous == 0x0E40, scalar == 0x0E18 || scalar == 0x0E19 { thaiPairs += 1 }
                if previous | 1 == 0xC3, scalar >= 0x80 { doubledLatin += 1 }
                let endsPair = scalar == 0xB8 || scalar == 0xB9
                if endsPair, previous == 0xE0 || previous == 0xC2 && beforePrevious == 0xA0 { latinPairs += 1 }
                (beforePrevious, previous) = (previous, scalar)
            }
        }

        private mutating func count(_ scalar: UInt32) {
            if scalar < 0x80 {
                if (scalar | 0x20) &- 0x61 < 26 { asciiLetters += 1 }
                return
            }
            beyondASCII += 1
            if ThaiScalar.isThai(scalar) { thai += 1 }
            if scalar &- 0xA1 < 0x5B { thaiByteLetters += 1 }
        }

        var hasThaiDamage: Bool { thaiPairs > 0 && thaiPairs * 5 >= thai }
        var hasLatinDamage: Bool { latinPairs > 0 }
        /// Half of what is not ASCII opens a sequence of two bytes.
        var hasDoubledLatin: Bool { thai == 0 && doubledLatin > 0 && doubledLatin * 2 == beyondASCII }
        var mayBeThaiBytes: Bool {
            thai == 0 && thaiByteLetters >= 4 && thaiByteLetters * 10 >= beyondASCII * 8
                && asciiLetters * 10 <= (asciiLetters + thaiByteLetters) * 3
        }
    }
}

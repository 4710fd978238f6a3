/// The rules that look at one scalar alone: N01-N05, full-width forms of N07, N21.
enum CharacterRules {
    enum Outcome {
        case keep
        case drop(NormalisationRule)
        case replace(UInt32, NormalisationRule)
    }

    /// What becomes of a scalar that is not a line break.
    @inline(__always)
    static func outcome(of scalar: UInt32) -> Outcome {
        if scalar &- 0x20 < 0x5F || ThaiScalar.isThai(scalar) { return .keep }
        return rareOutcome(of: scalar)
    }

    /// The byte length of a line break at an index, or 0: CRLF, LF, CR, VT, FF, NEL, LS, PS.
    @inline(__always)
    static func lineBreakLength(in bytes: UnsafeBufferPointer<UInt8>, at index: Int) -> Int {
        switch bytes[index] {
        case 0x0A, 0x0B, 0x0C: 1
        case 0x0D: index + 1 < bytes.count && bytes[index + 1] == 0x0A ? 2 : 1
        case 0xC2: bytes[index + 1] == 0x85 ? 2 : 0
        case 0xE2: bytes[index + 1] == 0x80 && bytes[index + 2] & 0xFE == 0xA8 ? 3 : 0
        default: 0
        }
    }

    private static func rareOutcome(of scalar: UInt32) -> Outcome {
        switch scalar {
        case 0x09:
            .replace(0x20, .control)
        case 0x00...0x1F, 0x7F...0x9F:
            .drop(.control)
        case 0xAD, 0x034F, 0x061C, 0x180E, 0x200B, 0x200C, 0x200E, 0x200F, 0x202A...0x202E, 0x2060...0x2064,
            0x2066...0x2069, 0xFEFF, 0xFFF9...0xFFFB:
            .drop(.invisible)
        case 0xA0, 0x1680, 0x2000...0x200A, 0x202F, 0x205F, 0x3000:
            .replace(0x20, .space)
        case 0x2010...0x2015, 0x2212, 0xFE58, 0xFE63, 0xFF0D:
            .replace(0x2D, .punctuation)
        case 0x2018...0x201B, 0x2032, 0x2035:
            .replace(0x27, .punctuation)
        case 0x201C...0x201F, 0x2033, 0x2036:
            .replace(0x22, .punctuation)
        case 0xFF01...0xFF5E:
            .replace(scalar - 0xFEE0, .composition)
        default:
            PrivateUseGlyphs.base(of: scalar).map { .replace($0, .privateUse) } ?? .keep
        }
    }

    /// Whether ZERO WIDTH JOINER may stand beside the scalar: it is drawn as a picture, or changes one.
    static func isPictographic(_ scalar: UInt32) -> Bool {
        guard scalar > 0xFF, let properties = Unicode.Scalar(scalar)?.properties else { return false }
        return scalar == 0xFE0F || properties.isEmoji || properties.isEmojiModifier
    }
}

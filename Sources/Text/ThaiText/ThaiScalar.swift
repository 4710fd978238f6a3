/// What a Thai scalar does in writing, by code point.
enum ThaiScalar {
    static let maiHanAkat: UInt32 = 0x0E31
    static let saraA: UInt32 = 0x0E30
    static let saraAA: UInt32 = 0x0E32
    static let saraAM: UInt32 = 0x0E33
    static let saraI: UInt32 = 0x0E34
    static let saraUE: UInt32 = 0x0E36
    static let paiyannoi: UInt32 = 0x0E2F
    static let phinthu: UInt32 = 0x0E3A
    static let saraE: UInt32 = 0x0E40
    static let saraAE: UInt32 = 0x0E41
    static let lakkhangyao: UInt32 = 0x0E45
    static let maiyamok: UInt32 = 0x0E46
    static let maitaikhu: UInt32 = 0x0E47
    static let thanthakhat: UInt32 = 0x0E4C
    static let nikhahit: UInt32 = 0x0E4D

    @inline(__always) static func isConsonant(_ s: UInt32) -> Bool { s &- 0x0E01 < 0x2E }
    /// A vowel written before its consonant.
    @inline(__always) static func isLead(_ s: UInt32) -> Bool { s &- 0x0E40 < 5 }
    /// A vowel written after its consonant, on the line.
    @inline(__always) static func isFollow(_ s: UInt32) -> Bool {
        s == 0x0E30 || s == 0x0E32 || s == 0x0E33 || s == 0x0E45
    }
    @inline(__always) static func isTone(_ s: UInt32) -> Bool { s &- 0x0E48 < 4 }
    /// A vowel above or below its consonant.
    @inline(__always) static func isMarkVowel(_ s: UInt32) -> Bool { s == 0x0E31 || s &- 0x0E34 < 6 }
    /// Anything that hangs above or below a consonant.
    @inline(__always) static func isMark(_ s: UInt32) -> Bool {
        s == 0x0E31 || s &- 0x0E34 < 7 || s &- 0x0E47 < 8
    }
    /// A consonant, vowel or mark: what words are written with, the signs of repetition and abbreviation apart.
    @inline(__always) static func isLetter(_ s: UInt32) -> Bool {
        s &- 0x0E01 < 0x3A && s != paiyannoi || s &- 0x0E40 < 6 || s &- 0x0E47 < 8
    }
    @inline(__always) static func isDigit(_ s: UInt32) -> Bool { s &- 0x0E50 < 10 }
    @inline(__always) static func isThai(_ s: UInt32) -> Bool { s &- 0x0E00 < 0x80 }

    /// RU and LU, which LAKKHANGYAO may follow.
    @inline(__always) static func takesLakkhangyao(_ s: UInt32) -> Bool { s == 0x0E24 || s == 0x0E26 }

    /// The lexicon's label of a scalar that may stand in a word.
    @inline(__always) static func letterCode(_ s: UInt32) -> UInt8? {
        isLetter(s) || s == paiyannoi || s == maiyamok ? UInt8(truncatingIfNeeded: s & 0x7F) : nil
    }

    /// Whether text may break between the scalars of two labels (bit 7 is not part of a label).
    @inline(__always) static func mayBreak(between left: UInt8, and right: UInt8) -> Bool {
        let (l, r) = (UInt32(left & 0x7F) | 0x0E00, UInt32(right & 0x7F) | 0x0E00)
        return !(isLead(l) || isMark(r) || isFollow(r))
    }

    /// Canonical combining class of the Thai marks that have one.
    @inline(__always) static func combiningClass(_ s: UInt32) -> UInt8 {
        switch s {
        case 0x0E3A: 9
        case 0x0E38, 0x0E39: 103
        case 0x0E48...0x0E4B: 107
        default: 0
        }
    }
}

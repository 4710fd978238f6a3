/// A normalised text, what was done to it, and the way back to the raw text.
public struct NormalisedString: Sendable, Hashable {
    /// The normalised text.
    public let text: String
    /// Where each scalar stood in the raw text.
    public let map: OffsetMap
    /// What was changed, by rule, in the order of the raw text.
    public let edits: [TextEdit]
    /// What a reader may want to know, each once, by name.
    public let flags: [NormalisationFlag]

    /// A result put together by hand, as when an operator has corrected the text.
    public init(text: String, map: OffsetMap, edits: [TextEdit], flags: [NormalisationFlag]) {
        self.text = text
        self.map = map
        self.edits = edits
        self.flags = flags
    }
}

/// One change: a rule's name, the raw scalars it was applied to, and the output scalars that stand for them.
public struct TextEdit: Codable, Sendable, Hashable {
    /// The rule, as "N08".
    public let rule: String
    /// Scalar offsets in the raw text.
    public let from: Range<Int>
    /// Scalar offsets in the normalised text; empty if nothing is left.
    public let to: Range<Int>

    /// An edit by a rule, from raw scalars to output scalars.
    public init(rule: String, from: Range<Int>, to: Range<Int>) {
        self.rule = rule
        self.from = from
        self.to = to
    }
}

/// What normalisation wants its reader to know.
public enum NormalisationFlag: String, Codable, Sendable, CaseIterable {
    /// A mark with nothing to stand on was dropped.
    case dangling
    /// Lao look-alikes became Thai letters.
    case lao
    /// The letters became question marks before the text came here: the sender must be asked.
    case lost
    /// Glyphs of an old font became letters.
    case pua
    /// SARA AM was restored out of a space and SARA AA.
    case saraAmSpace
    /// A space inside a word was removed.
    case space
    /// Two tone marks on one consonant: the last was kept.
    case toneConflict
    /// UTF-8 had been read as windows-874.
    case utf8AsThai = "E03"
    /// UTF-8 had been read as Latin-1 or windows-1252.
    case utf8AsLatin = "E04"
    /// TIS-620 had been read as Latin-1 or windows-1252.
    case thaiAsLatin = "E05"
    /// Two vowels on one consonant: the first was kept.
    case vowelConflict

    /// The flag of a wrong decoding that was undone.
    public init(_ mojibake: Mojibake) {
        self =
            switch mojibake {
            case .utf8AsThai: .utf8AsThai
            case .utf8AsLatin: .utf8AsLatin
            case .thaiAsLatin: .thaiAsLatin
            }
    }
}

/// How a text came in, which decides the rules applied to it.
public enum NormalisationMode: String, Codable, Sendable, CaseIterable {
    /// Typed text: e-mail, SMS, web.
    case text
    /// Read from an image: spaces inside words are removed.
    case ocr
    /// The text layer of a PDF: spaces inside words are removed.
    case pdf
    /// For matching only: besides, digits become ASCII and Latin letters lower case.
    case match

    var joinsWords: Bool { self == .ocr || self == .pdf }
}

/// The rules by their names in the documentation.
enum NormalisationRule: String {
    case lineBreak = "N01"
    case control = "N02"
    case invisible = "N03"
    case space = "N04"
    case privateUse = "N05"
    case lao = "N06"
    case composition = "N07"
    case saraAM = "N08"
    case doubleSaraE = "N09"
    case markOrder = "N10"
    case markAfterVowel = "N11"
    case repetition = "N12"
    case saraUE = "N13"
    case dangling = "N13b"
    case markAfterLead = "N14"
    case spaceBeforeSaraAA = "N15"
    case spaceInCluster = "N16"
    case signSpacing = "N17"
    case abbreviation = "N18"
    case wordSpacing = "N20"
    case punctuation = "N21"
    case whitespace = "N22"
    case leader = "N23"
    case lakkhangyao = "N24"
    case match = "NM"
}

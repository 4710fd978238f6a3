/// A scalar at match level: Thai digits as ASCII digits, ASCII in lower case, anything beyond the BMP as U+FFFD.
///
/// One unit a scalar, so an offset into units is an offset into scalars.
typealias Unit = UInt16

extension Unit {
    static let space: Unit = 0x20
    static let newline: Unit = 0x0A

    init(matching scalar: Unicode.Scalar) {
        switch scalar.value {
        case 0x0E50...0x0E59: self = Unit(scalar.value - 0x0E50 + 0x30)
        case 0x41...0x5A: self = Unit(scalar.value + 0x20)
        case 0x10000...: self = 0xFFFD
        default: self = Unit(scalar.value)
        }
    }

    init(ascii character: Unicode.Scalar) { self = Unit(character.value) }

    var isDigit: Bool { (0x30...0x39).contains(self) }
    var isLatin: Bool { (0x61...0x7A).contains(self) }
    var isSpace: Bool { self == .space || self == .newline }
    /// Thai letters and marks, without digits, ฯ, ๆ and ฿.
    var isThaiLetter: Bool { (0x0E01...0x0E4E).contains(self) && self != 0x0E2F && self != 0x0E3F && self != 0x0E46 }
    var isConsonant: Bool { (0x0E01...0x0E2E).contains(self) }
    /// Vowels written before their consonant; no cluster ends after one.
    var isLeadVowel: Bool { (0x0E40...0x0E44).contains(self) }
    /// Marks above and below, and vowels that follow; no cluster begins with one.
    var isDependent: Bool {
        switch self {
        case 0x0E30...0x0E3A, 0x0E45, 0x0E47...0x0E4E: true
        default: false
        }
    }
    var isLetterOrDigit: Bool { isDigit || isLatin || isThaiLetter }
    /// The digit's value; meaningless for other units.
    var digitValue: Int { Int(self) - 0x30 }
}

extension Sequence<Unit> {
    /// The number written in these digits.
    var number: Int { reduce(0) { $0 * 10 + $1.digitValue } }
    /// The units as text.
    var text: String {
        var text = String.UnicodeScalarView()
        for unit in self { text.append(Unicode.Scalar(UInt32(unit)) ?? "\u{FFFD}") }
        return String(text)
    }
}

extension StringProtocol {
    /// The text at match level, as it stands.
    var units: [Unit] { unicodeScalars.map(Unit.init(matching:)) }
    /// The text at match level without spaces: the form phrases are looked up in.
    var denseUnits: [Unit] { units.filter { !$0.isSpace } }
}

extension String {
    /// The text without its spaces.
    var withoutSpaces: String { String(String.UnicodeScalarView(unicodeScalars.filter { $0 != " " })) }
}

/// A short text to be matched in place, with a space allowed at any cluster boundary.
struct Literal: ExpressibleByStringLiteral, Sendable {
    let units: [Unit]
    init(stringLiteral value: String) { units = value.denseUnits }
}

internal import ComplaintModel

/// Finds tracking codes in what people write: in any case, with Thai digits, with any hyphen or none.
enum QuotedCodes {
    /// More codes than this are no quotation.
    private static let most = 20

    /// The first codes whose check character fits, each once, in order.
    static func find(in text: String) -> [TrackingCode] {
        let scalars = text.unicodeScalars.map(plain)
        var codes: [TrackingCode] = []
        for start in scalars.indices where scalars[start] == "R" && (start == 0 || !isWord(scalars[start - 1])) {
            guard let code = code(in: scalars, at: start), !codes.contains(code) else { continue }
            codes.append(code)
            if codes.count == most { break }
        }
        return codes
    }

    private static func code(in scalars: [Unicode.Scalar], at start: Int) -> TrackingCode? {
        guard start + 1 < scalars.count, scalars[start + 1] == "T" else { return nil }
        var position = start + 2
        skipSeparator(scalars, &position)
        let year = digits(scalars, &position)
        if year.count == 2 { skipSeparator(scalars, &position) }
        let number = year.count == 2 ? digits(scalars, &position) : []
        var after = position
        skipSeparator(scalars, &after)
        var body = year + number
        if after < scalars.count, isWord(scalars[after]), after + 1 == scalars.count || !isWord(scalars[after + 1]) {
            body.append(scalars[after])
        } else if position < scalars.count, isWord(scalars[position]) {
            return nil
        }
        return TrackingCode(rawValue: "RT" + String(String.UnicodeScalarView(body)))
    }

    private static func digits(_ scalars: [Unicode.Scalar], _ position: inout Int) -> [Unicode.Scalar] {
        let start = position
        while position < scalars.count, position - start < 20, ("0"..."9").contains(scalars[position]) { position += 1 }
        return Array(scalars[start..<position])
    }

    private static func skipSeparator(_ scalars: [Unicode.Scalar], _ position: inout Int) {
        while position < scalars.count, scalars[position] == "-" || scalars[position] == " " { position += 1 }
    }

    private static func isWord(_ scalar: Unicode.Scalar) -> Bool {
        ("0"..."9").contains(scalar) || ("A"..."Z").contains(scalar)
    }

    /// A letter in upper case, a Thai digit as an Arabic one, a hyphen of any kind as `-`.
    private static func plain(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
        switch scalar.value {
        case 0x61...0x7A: Unicode.Scalar(UInt8(scalar.value - 0x20))
        case 0x0E50...0x0E59: Unicode.Scalar(UInt8(scalar.value - 0x0E50 + 0x30))
        case 0x2010...0x2015, 0x2212, 0xAD: "-"
        case 0xA0: " "
        default: scalar
        }
    }
}

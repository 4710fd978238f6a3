/// The one filter that every text from outside passes before it reaches a terminal or a log.
public enum TerminalText {
    /// The text with everything made visible that a terminal would obey: C0 and C1 controls, escapes, bidirectional
    /// overrides, line separators, lone surrogates' stand-ins; line feeds stay where `keepingLines` is set.
    ///
    /// A run of more than eight combining marks is cut, so that nobody can paint over the lines above.
    public static func safe(_ text: String, keepingLines: Bool = false) -> String {
        var result = String.UnicodeScalarView()
        var marks = 0
        for scalar in text.unicodeScalars {
            switch scalar.properties.generalCategory {
            case .nonspacingMark, .enclosingMark:
                marks += 1
                if marks > 8 { continue }
                result.append(scalar)
                continue
            default: marks = 0
            }
            if scalar == "\n", keepingLines {
                result.append(scalar)
            } else if obeys(scalar) {
                result.append(contentsOf: "\\u{\(String(scalar.value, radix: 16, uppercase: true))}".unicodeScalars)
            } else {
                result.append(scalar)
            }
        }
        return String(result)
    }

    /// JSON with the same scalars as escapes, so that it stays the same JSON and no terminal obeys it.
    public static func safeJSON(_ json: String) -> String {
        guard json.unicodeScalars.contains(where: { $0.value >= 0x20 && obeys($0) }) else { return json }
        var result = ""
        for scalar in json.unicodeScalars {
            guard scalar.value >= 0x20, obeys(scalar) else {
                result.unicodeScalars.append(scalar)
                continue
            }
            for unit in String(scalar).utf16 {
                let digits = String(unit, radix: 16)
                result += "\\u" + String(repeating: "0", count: 4 - digits.utf8.count) + digits
            }
        }
        return result
    }

    private static func obeys(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0..<0x20, 0x7F..<0xA0: true
        case 0x061C, 0x200E...0x200F, 0x2028...0x2029, 0x202A...0x202E, 0x2066...0x2069: true
        case 0xFFF9...0xFFFB, 0xE0000...0xE007F: true
        default: false
        }
    }
}

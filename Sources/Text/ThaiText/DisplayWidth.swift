/// Columns of text on a terminal: marks take none, East Asian wide characters and pictographs two.
public enum DisplayWidth {
    /// Columns the text takes.
    public static func columns(of text: some StringProtocol) -> Int {
        var meter = Meter()
        return text.unicodeScalars.reduce(0) { $0 + meter.advance($1) }
    }

    /// The text with spaces after it, up to so many columns.
    public static func padded(_ text: String, to columns: Int) -> String {
        text + String(repeating: " ", count: max(0, columns - self.columns(of: text)))
    }

    /// The text cut to so many columns, its end replaced by an ellipsis if anything is cut; marks stay with their base.
    public static func truncated(_ text: String, to columns: Int) -> String {
        guard self.columns(of: text) > columns else { return text }
        guard columns > 0 else { return "" }
        var meter = Meter()
        var (width, end) = (0, text.startIndex)
        for index in text.unicodeScalars.indices {
            width += meter.advance(text.unicodeScalars[index])
            guard width <= columns - 1 else { break }
            end = text.unicodeScalars.index(after: index)
        }
        return text[..<end] + "…"
    }

    /// The text cut or padded to exactly so many columns.
    public static func fitted(_ text: String, to columns: Int) -> String {
        padded(truncated(text, to: columns), to: columns)
    }

    /// Widths of scalars in sequence, as a pictograph after ZERO WIDTH JOINER is drawn in the one before.
    private struct Meter {
        private var isJoined = false
        private var previousWidth = 0
        private var isHalfFlag = false

        mutating func advance(_ scalar: Unicode.Scalar) -> Int {
            let isFlag = scalar.value &- 0x1F1E6 < 26
            defer {
                isJoined = scalar.value == 0x200D
                isHalfFlag = isFlag && !isHalfFlag
            }
            if scalar.value == 0xFE0F, previousWidth == 1 {
                previousWidth = 2
                return 1
            }
            let width = isJoined || isFlag && isHalfFlag ? 0 : DisplayWidth.width(of: scalar)
            if width > 0 { previousWidth = width }
            return width
        }
    }

    private static func width(of scalar: Unicode.Scalar) -> Int {
        let value = scalar.value
        if value < 0x300 { return value < 0x20 || (0x7F..<0xA0).contains(value) || value == 0xAD ? 0 : 1 }
        if ThaiScalar.isThai(value) { return ThaiScalar.isMark(value) ? 0 : 1 }
        switch scalar.properties.generalCategory {
        case .nonspacingMark, .enclosingMark, .format, .lineSeparator, .paragraphSeparator: return 0
        default: break
        }
        if scalar.properties.isEmojiModifier { return 0 }
        return isWide(value) || scalar.properties.isEmojiPresentation ? 2 : 1
    }

    /// East Asian Width W and F, by block; jamo that follow take none of their own.
    private static func isWide(_ value: UInt32) -> Bool {
        switch value {
        case 0x1100...0x115F, 0x2329...0x232A, 0x2E80...0x303E, 0x3041...0x33FF, 0x3400...0x4DBF, 0x4E00...0xA4CF,
            0xA960...0xA97C, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE10...0xFE19, 0xFE30...0xFE6B, 0xFF01...0xFF60,
            0xFFE0...0xFFE6, 0x17000...0x18CFF, 0x1AFF0...0x1B2FF, 0x1F200...0x1F2FF, 0x20000...0x3FFFD:
            true
        default:
            false
        }
    }
}

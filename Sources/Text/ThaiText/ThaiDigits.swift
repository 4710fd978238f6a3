/// Digits, Thai and ASCII.
public enum ThaiDigits {
    /// The value of a Thai or ASCII digit, nil for anything else.
    public static func value(of scalar: Unicode.Scalar) -> Int? {
        switch scalar.value {
        case 0x30...0x39: Int(scalar.value - 0x30)
        case 0x0E50...0x0E59: Int(scalar.value - 0x0E50)
        default: nil
        }
    }

    /// The text with ASCII digits for Thai ones, scalar for scalar.
    public static func ascii(_ text: some StringProtocol) -> String {
        mapped(text) { ThaiScalar.isDigit($0) ? $0 - 0x0E50 + 0x30 : $0 }
    }

    /// The text with Thai digits for ASCII ones, scalar for scalar.
    public static func thai(_ text: some StringProtocol) -> String {
        mapped(text) { $0 &- 0x30 < 10 ? $0 - 0x30 + 0x0E50 : $0 }
    }

    /// The number that digits of either kind write; nil if anything else stands among them or it does not fit.
    public static func integer(_ text: some StringProtocol) -> Int? {
        guard !text.isEmpty else { return nil }
        var number = 0
        for scalar in text.unicodeScalars {
            guard let digit = value(of: scalar) else { return nil }
            let (tens, overflows) = number.multipliedReportingOverflow(by: 10)
            let (sum, spills) = tens.addingReportingOverflow(digit)
            guard !overflows, !spills else { return nil }
            number = sum
        }
        return number
    }

    private static func mapped(_ text: some StringProtocol, _ digit: (UInt32) -> UInt32) -> String {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.utf8.count)
        for scalar in text.unicodeScalars { bytes.appendUTF8(digit(scalar.value)) }
        return String(decoding: bytes, as: UTF8.self)
    }
}

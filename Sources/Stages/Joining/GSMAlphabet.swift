/// The default alphabet of short messages and its extension (3GPP TS 23.038, 6.2.1), one septet a byte.
enum GSMAlphabet {
    private static let basic = Array(
        "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞ\u{1B}ÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
            .unicodeScalars)
    private static let extended: [UInt8: Unicode.Scalar] = [
        0x0A: "\u{C}", 0x14: "^", 0x28: "{", 0x29: "}", 0x2F: "\\", 0x3C: "[", 0x3D: "~", 0x3E: "]", 0x40: "|",
        0x65: "€",
    ]
    private static let escape: UInt8 = 0x1B

    /// The text of septets; nil where one is no septet.
    static func decode(_ septets: [UInt8]) -> String? {
        var text = String.UnicodeScalarView()
        var rest = septets[...]
        while let septet = rest.popFirst() {
            guard septet < 0x80 else { return nil }
            // What follows an escape and is unknown is shown as the basic character, as the standard says.
            if septet == escape, let next = rest.popFirst() {
                guard next < 0x80 else { return nil }
                text.append(extended[next] ?? basic[Int(next)])
            } else {
                text.append(septet == escape ? " " : basic[Int(septet)])
            }
        }
        return String(text)
    }
}

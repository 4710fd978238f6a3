/// Files in which a complaint may be written and which nobody here opens.
enum SealedFile: String {
    case archive = "an archive or an Office document (ZIP)"
    case otherArchive = "an archive"
    case oldOffice = "an Office document or mail of the old kind"
    case outlook = "a winmail.dat of Outlook (TNEF)"
    case picture = "a picture of a kind that cannot be opened here"

    private static let signs: [(SealedFile, offset: Int, bytes: [UInt8])] = [
        (.archive, 0, Array("PK".utf8) + [3, 4]), (.archive, 0, Array("PK".utf8) + [5, 6]),
        (.otherArchive, 0, Array("Rar!".utf8)), (.otherArchive, 0, [0x37, 0x7A, 0xBC, 0xAF, 0x27, 0x1C]),
        (.otherArchive, 0, [0x1F, 0x8B, 8]), (.otherArchive, 257, Array("ustar".utf8)),
        (.oldOffice, 0, [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]), (.oldOffice, 0, Array("{\\rtf".utf8)),
        (.outlook, 0, [0x78, 0x9F, 0x3E, 0x22]),
    ]

    /// A picture of fewer bytes is an ornament of the mail, no page.
    private static let leastPicture = 30_000

    /// Tells such files by their first bytes; a picture that is none of those which can be drawn also by what the sender
    /// calls it.
    init?(sniffing bytes: [UInt8], declaredType: String) {
        if let sign = SealedFile.signs.first(where: { bytes.dropFirst($0.offset).starts(with: $0.bytes) }) {
            self = sign.0
        } else if bytes.count >= SealedFile.leastPicture, declaredType.hasPrefix("image/") || Self.isBitmap(bytes) {
            self = .picture
        } else {
            return nil
        }
    }

    private static func isBitmap(_ bytes: [UInt8]) -> Bool {
        bytes.starts(with: Array("BM".utf8)) && bytes[6..<10].allSatisfy { $0 == 0 }
    }
}

/// A kind of way in.
public enum ChannelKind: String, Codable, Sendable, Hashable, CaseIterable {
    case scan, fax, email, sms, web
}

/// The name of one configured watcher of a channel, such as `po-box-1111`.
///
/// Lower-case ASCII letters, digits and `-`, beginning with a letter, at most 40 characters: it appears in file names.
public struct SourceName: RawRepresentable, Codable, Sendable, Hashable, CustomStringConvertible {
    /// The name itself.
    public let rawValue: String

    /// Makes a name, or gives nil where `rawValue` is not of the accepted form.
    public init?(rawValue: String) {
        let bytes = Array(rawValue.utf8)
        guard (1...40).contains(bytes.count), let first = bytes.first, isLower(first),
            bytes.allSatisfy({ isLower($0) || isDigit($0) || $0 == UInt8(ascii: "-") })
        else { return nil }
        self.rawValue = rawValue
    }

    /// The name as text.
    public var description: String { rawValue }
}

/// The identity of one raw thing as it came: derived from its source and the channel's own key, so that taking the
/// same thing in twice gives the same identity.
///
/// A letter for the channel, `-`, and 26 characters of Crockford's base 32 in lower case (130 bits of a SHA-256).
public struct ArrivalID: RawRepresentable, Codable, Sendable, Hashable, Comparable, CustomStringConvertible {
    /// The identity as text, fit for a file name.
    public let rawValue: String

    /// Reads an identity, or gives nil where `rawValue` is not of the accepted form.
    public init?(rawValue: String) {
        let bytes = Array(rawValue.utf8)
        guard bytes.count == 28, bytes[1] == UInt8(ascii: "-"), isLower(bytes[0]),
            bytes.dropFirst(2).allSatisfy({ isLower($0) || isDigit($0) })
        else { return nil }
        self.rawValue = rawValue
    }

    /// Derives the identity of what `source` knows under `channelKey`.
    public init(channel: ChannelKind, source: SourceName, channelKey: String) {
        let digest = ContentDigest(of: Array("\(source.rawValue)\u{0}\(channelKey)".utf8))
        rawValue = "\(channel.rawValue.prefix(1))-\(base32(digest.bytes, characters: 26))"
    }

    /// The identity as text.
    public var description: String { rawValue }

    /// Orders identities as text, for stable listings.
    public static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
}

/// The identity of what moves through the queues: an arrival, or one letter of an arrival that holds several.
public struct ItemID: RawRepresentable, Codable, Sendable, Hashable, Comparable, CustomStringConvertible {
    /// The arrival this item came with.
    public let arrival: ArrivalID
    /// Which letter of the arrival it is, from 1; nil where the arrival is one letter.
    public let part: Int?

    /// Names an arrival, or the letter `part` of it.
    public init(_ arrival: ArrivalID, part: Int? = nil) {
        self.arrival = arrival
        self.part = part
    }

    /// Reads `<arrival>` or `<arrival>/<part>`; in file names a `+` stands for the `/`.
    public init?(rawValue: String) {
        let pieces = rawValue.split(omittingEmptySubsequences: false) { $0 == "/" || $0 == "+" }
        guard pieces.count <= 2, let arrival = ArrivalID(rawValue: String(pieces[0])) else { return nil }
        self.arrival = arrival
        guard pieces.count == 2 else {
            part = nil
            return
        }
        guard let number = Int(pieces[1]), number > 0, String(number) == pieces[1] else { return nil }
        part = number
    }

    /// The identity as people and machines read it.
    public var rawValue: String { part.map { "\(arrival)/\($0)" } ?? arrival.rawValue }

    /// The identity in a form fit for a file name.
    public var fileName: String { part.map { "\(arrival)+\($0)" } ?? arrival.rawValue }

    /// The identity as text.
    public var description: String { rawValue }

    /// Orders by arrival, then by part.
    public static func < (left: Self, right: Self) -> Bool {
        (left.arrival, left.part ?? 0) < (right.arrival, right.part ?? 0)
    }
}

private func isLower(_ byte: UInt8) -> Bool { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) }
private func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }

/// The first `characters` digits of `bytes` in Crockford's base 32, lower case (no i, l, o, u).
private func base32(_ bytes: [UInt8], characters: Int) -> String {
    let alphabet = Array("0123456789abcdefghjkmnpqrstvwxyz".utf8)
    var text: [UInt8] = []
    var buffer: UInt32 = 0
    var bits = 0
    for byte in bytes where text.count < characters {
        buffer = (buffer << 8 | UInt32(byte)) & 0xFFFF
        bits += 8
        while bits >= 5, text.count < characters {
            bits -= 5
            text.append(alphabet[Int(buffer >> UInt32(bits)) & 31])
        }
    }
    return String(decoding: text, as: UTF8.self)
}

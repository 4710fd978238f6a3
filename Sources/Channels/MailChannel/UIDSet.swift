/// A set of UIDs as IMAP writes it: `1:3,7`.
struct UIDSet: Sendable, Hashable, CustomStringConvertible {
    private(set) var ranges: [ClosedRange<UInt32>] = []

    init(_ uids: some Sequence<UInt32> = EmptyCollection()) {
        for uid in uids.sorted() { append(uid) }
    }

    /// Adds a UID that is no less than any there is.
    private mutating func append(_ uid: UInt32) {
        guard let last = ranges.last, uid <= last.upperBound || uid - last.upperBound == 1 else {
            ranges.append(uid...uid)
            return
        }
        ranges[ranges.count - 1] = last.lowerBound...max(last.upperBound, uid)
    }

    var isEmpty: Bool { ranges.isEmpty }
    var count: Int { ranges.reduce(0) { $0 + $1.count } }
    var uids: [UInt32] { ranges.flatMap(Array.init) }

    mutating func insert(_ uids: some Sequence<UInt32>) { self = UIDSet(self.uids + uids) }

    mutating func remove(_ uids: some Sequence<UInt32>) {
        let gone = Set(uids)
        self = UIDSet(self.uids.filter { !gone.contains($0) })
    }

    var description: String {
        ranges.map { $0.count == 1 ? "\($0.lowerBound)" : "\($0.lowerBound):\($0.upperBound)" }
            .joined(separator: ",")
    }

    /// Reads a set, or gives nil where `text` is none.
    init?(_ text: String) {
        for part in text.split(separator: ",") {
            let bounds = part.split(separator: ":", omittingEmptySubsequences: false).map { UInt32($0) }
            guard let first = bounds[0], let last = bounds[bounds.count - 1], bounds.count <= 2, first <= last else {
                return nil
            }
            ranges.append(first...last)
        }
    }
}

extension UIDSet: Codable {
    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        guard let set = UIDSet(try container.decode(String.self)) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "A set of UIDs looks like 1:3,7.")
        }
        self = set
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}

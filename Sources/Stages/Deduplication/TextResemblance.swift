/// The letters and digits of a text, one byte each, as a scan, a fax and an SMS of the same words have them in common:
/// no tone marks, no vowels above or below, no spaces, no punctuation; Thai digits as European ones.
struct Skeleton: Sendable, Hashable {
    /// More than this is not compared: some ten closely written pages, at a cost that a hostile letter cannot raise.
    static let limit = 16_384

    let bytes: [UInt8]

    init(_ text: some StringProtocol) { bytes = text.unicodeScalars.compactMap(skeletonByte) }

    init(bytes: [UInt8]) { self.bytes = bytes }

    /// Whether there is enough text for likeness to mean anything: "ไฟดับ" is written by many.
    var isTelling: Bool { bytes.count >= 40 }

    /// The part that is compared.
    var compared: ArraySlice<UInt8> { bytes.prefix(Skeleton.limit) }

    func contains(_ part: Skeleton) -> Bool {
        !part.bytes.isEmpty && bytes.firstRange(of: part.bytes) != nil
    }
}

private func skeletonByte(_ scalar: Unicode.Scalar) -> UInt8? {
    switch scalar.value {
    case 0x30...0x39, 0x61...0x7A: UInt8(scalar.value)
    case 0x41...0x5A: UInt8(scalar.value + 0x20)
    case 0x0E50...0x0E59: UInt8(scalar.value - 0x0E50 + 0x30)
    // SARA AM reads as NIKHAHIT and SARA AA, of which only the latter stands on the line.
    case 0x0E33: 0xB2
    case 0x0E01...0x0E30, 0x0E32, 0x0E40...0x0E46: UInt8(scalar.value - 0x0E00 + 0x80)
    default: nil
    }
}

/// How much two texts have in common.
struct TextRelation: Sendable {
    /// Twice the longest common subsequence over both lengths, 0 to 1; robust against wrong readings.
    let similarity: Double
    /// The share of the shorter text's shingles that the longer one has too: high where one quotes the other.
    let containment: Double
    /// Whether both are long enough for likeness to mean anything.
    let isTelling: Bool
    /// Whether both have the same letters and digits throughout.
    let isSame: Bool

    init(_ left: Skeleton, _ right: Skeleton) {
        let (shorter, longer) = left.bytes.count <= right.bytes.count ? (left, right) : (right, left)
        let common = longestCommonSubsequence(Array(shorter.compared), longer.compared)
        let total = shorter.compared.count + longer.compared.count
        similarity = total == 0 ? 0 : 2 * Double(common) / Double(total)
        let parts = Set(shingles(of: shorter))
        let whole = Set(shingles(of: longer))
        containment = parts.isEmpty ? 0 : Double(parts.count(where: whole.contains)) / Double(parts.count)
        isTelling = shorter.isTelling
        isSame = left == right && !left.bytes.isEmpty
    }
}

/// The length of the longest common subsequence, 64 columns at a time.
///
/// After Hyyrö, "Bit-parallel LCS-length computation revisited" (2004).
func longestCommonSubsequence(_ pattern: [UInt8], _ text: ArraySlice<UInt8>) -> Int {
    let words = (pattern.count + 63) / 64
    guard words > 0 else { return 0 }
    var masks = [UInt64](repeating: 0, count: 256 * words)
    for (position, byte) in pattern.enumerated() {
        masks[Int(byte) * words + position / 64] |= 1 << UInt64(position % 64)
    }
    var row = [UInt64](repeating: .max, count: words)
    for byte in text {
        var carry: UInt64 = 0
        for word in 0..<words {
            let match = row[word] & masks[Int(byte) * words + word]
            let (partial, first) = row[word].addingReportingOverflow(match)
            let (sum, second) = partial.addingReportingOverflow(carry)
            carry = first || second ? 1 : 0
            row[word] = sum | (row[word] & ~match)
        }
    }
    // Bits past the pattern's end never match and stay set.
    return row.reduce(0) { $0 + (~$1).nonzeroBitCount }
}

/// Six neighbouring bytes each, hashed to 32 bits.
func shingles(of skeleton: Skeleton) -> [UInt32] {
    let width = 6
    let bytes = skeleton.compared
    guard bytes.count >= width else { return [] }
    var window: UInt64 = 0
    return bytes.enumerated().compactMap { position, byte in
        window = (window << 8 | UInt64(byte)) & 0xFFFF_FFFF_FFFF
        guard position >= width - 1 else { return nil }
        // The finaliser of SplitMix64, which spreads neighbouring values over all bits.
        var hash = window &+ 0x9E37_79B9_7F4A_7C15
        hash = (hash ^ (hash >> 30)) &* 0xBF58_476D_1CE4_E5B9
        hash = (hash ^ (hash >> 27)) &* 0x94D0_49BB_1331_11EB
        return UInt32(truncatingIfNeeded: hash >> 32)
    }
}

/// The shingles by which a text is kept and sought: a sample that depends on the shingle alone, so that two texts keep
/// the same ones; short texts keep more of theirs.
struct ShingleSample {
    /// What to keep in the index.
    let kept: [UInt32]
    /// What to look up in it.
    let sought: [UInt32]

    init(_ skeleton: Skeleton) {
        let sought = Set(shingles(of: skeleton)).filter { $0 & 1 == 0 }
        self.sought = sought.sorted()
        kept = skeleton.bytes.count < 400 ? self.sought : self.sought.filter { $0 & 7 == 0 }
    }
}

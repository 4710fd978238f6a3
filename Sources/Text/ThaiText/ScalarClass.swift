/// What a scalar is to the rules that look at neighbours.
///
/// `isSettled` is the fast path's whole knowledge: a line none of whose pairs is unsettled is left alone by all rules.
/// It may call a pair unsettled that is not; the reverse would be a fault, and a property test looks for it.
enum ScalarClass: UInt8, CaseIterable {
    case other, lineEdge, space, dot, underscore, ellipsis, digit, latin, parenthesis
    case consonant, ruLu, saraE, lead, saraA, saraAA, saraAM, lakkhangyao
    case phinthu, saraI, vowel, maitaikhu, nikhahit, tone, thanthakhat, yamakkan
    case maiyamok, paiyannoi
    /// A line break other than LF.
    case lineBreak
    /// The first byte of a scalar that is neither ASCII nor Thai: to be decoded.
    case multibyte
    /// Something a rule for single scalars may change.
    case unsettled

    var isMark: Bool { rawValue >= Self.phinthu.rawValue && rawValue <= Self.yamakkan.rawValue }
    var isFollow: Bool { rawValue >= Self.saraA.rawValue && rawValue <= Self.lakkhangyao.rawValue }
    var isLead: Bool { self == .saraE || self == .lead }
    var isConsonant: Bool { self == .consonant || self == .ruLu }
    var isThaiLetter: Bool { rawValue >= Self.consonant.rawValue && rawValue <= Self.yamakkan.rawValue }
    var isLeader: Bool { self == .dot || self == .underscore || self == .ellipsis }

    /// The class of a scalar.
    @inline(__always)
    static func of(_ scalar: UInt32) -> ScalarClass {
        if scalar &- 0x0E00 < 0x80 { return thai[Int(scalar & 0x7F)] }
        if scalar < 0x80 { return ascii[Int(scalar)] }
        return scalar == 0x2026 ? .ellipsis : .other
    }

    /// Whether a pair breaks a rule of clusters (N08-N14, N24).
    @inline(__always)
    static func isClusterDisorder(_ left: ScalarClass, _ right: ScalarClass) -> Bool {
        clusterDisorder[Int(left.rawValue)] >> UInt32(right.rawValue) & 1 != 0
    }

    /// Whether a rule may object to the letters of two labels side by side.
    static func isUnsettled(_ left: UInt8, _ right: UInt8) -> Bool {
        let (left, right) = (thai[Int(left & 0x7F)], thai[Int(right & 0x7F)])
        return unsettledPairs[Int(left.rawValue)] >> UInt32(right.rawValue) & 1 != 0
    }

    static let ascii: [ScalarClass] = (UInt8(0)..<0x80).map { byte in
        switch byte {
        case 0x0A: .lineEdge
        case 0x0B, 0x0C, 0x0D: .lineBreak
        case 0..<0x20, 0x7F: .unsettled
        case 0x20: .space
        case UInt8(ascii: "."): .dot
        case UInt8(ascii: "_"): .underscore
        case UInt8(ascii: "("): .parenthesis
        case UInt8(ascii: "0")...UInt8(ascii: "9"): .digit
        case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"): .latin
        default: .other
        }
    }

    static let thai: [ScalarClass] = (UInt32(0x0E00)..<0x0E80).map { scalar in
        switch scalar {
        case 0x0E24, 0x0E26: .ruLu
        case 0x0E01...0x0E2E: .consonant
        case 0x0E2F: .paiyannoi
        case 0x0E30: .saraA
        case 0x0E32: .saraAA
        case 0x0E33: .saraAM
        case 0x0E34: .saraI
        case 0x0E31, 0x0E35...0x0E39: .vowel
        case 0x0E3A: .phinthu
        case 0x0E40: .saraE
        case 0x0E41...0x0E44: .lead
        case 0x0E45: .lakkhangyao
        case 0x0E46: .maiyamok
        case 0x0E47: .maitaikhu
        case 0x0E48...0x0E4B: .tone
        case 0x0E4C: .thanthakhat
        case 0x0E4D: .nikhahit
        case 0x0E4E: .yamakkan
        case 0x0E50...0x0E59: .digit
        default: .other
        }
    }

    private static let clusterDisorder: [UInt32] = masks(breaksCluster)
    /// By the class on the left, a bit for each class on the right that a rule may object to.
    static let unsettledPairs: [UInt32] = masks { breaksCluster($0, $1) || breaksSpacing($0, $1) }

    private static func masks(_ rule: (ScalarClass, ScalarClass) -> Bool) -> [UInt32] {
        allCases.map { left in
            allCases.reduce(into: UInt32(0)) { mask, right in
                if rule(left, right) { mask |= 1 << UInt32(right.rawValue) }
            }
        }
    }

    private static func breaksCluster(_ left: ScalarClass, _ right: ScalarClass) -> Bool {
        if right.isMark {
            if left.isConsonant { return false }
            // Places ascend within a cluster; NIKHAHIT after SARA I or MAITAIKHU may compose.
            let composes = right == .nikhahit && (left == .saraI || left == .maitaikhu)
            let ascends = left.isMark && left.place < right.place
            return !ascends || composes || left == .nikhahit
        }
        if right.isFollow {
            if left.isFollow { return !(left == .saraAA && right == .saraA) }
            return left == .nikhahit || right == .lakkhangyao && left != .ruLu
        }
        return left.isLead && left == right
    }

    private static func breaksSpacing(_ left: ScalarClass, _ right: ScalarClass) -> Bool {
        switch (left, right) {
        case (.space, .space), (.space, .lineEdge), (.lineEdge, .space), (.space, .maiyamok), (.space, .paiyannoi):
            true
        case (.space, _) where right.isFollow || right.isLeader: true
        case (_, .space): left.isLead
        case (.maiyamok, _): right.isThaiLetter || [.latin, .digit, .parenthesis].contains(right)
        default: left.isLeader && right.isLeader
        }
    }

    private var place: UInt8 { self == .saraI ? Self.vowel.rawValue : rawValue }
}

/// Whether two submissions have the same writer; their texts' likeness plays no part in it.
enum IdentityRelation: Sendable, Equatable {
    /// The same, for the reason given.
    case same(String)
    /// Probably the same: a telephone number, a mail address or a name that somebody else might have put there.
    case likely(String)
    /// Not the same.
    case different
    /// Nothing tells.
    case unknown

    /// Compares two writers; `shared` are contacts that several persons use, which prove nothing.
    init(_ left: IndexEntry, _ right: Candidate, shared: Set<String>) {
        let numbers = IdentityRelation.compareNumbers(left.profile, right.profile)
        if let numbers {
            self = numbers
            return
        }
        let contacts = Set(left.profile.contactKeys).intersection(right.profile.contactKeys).subtracting(shared)
        let contact = "the same telephone number or mail address"
        let likeness = IdentityRelation.likeness(left.profile.name, right.profile.name)
        switch likeness {
        case .some(0.85...): self = .same("the same full name")
        case .some(0.6...) where !contacts.isEmpty: self = .same("\(contact), a similar name")
        case .none where !contacts.isEmpty:
            self = left.profile.hasSameSender(as: right.profile) ? .same("the same sender") : .likely(contact)
        default:
            let isNamed = left.mentions(right.profile.name) || right.mentions(left.profile.name)
            if isNamed, likeness ?? 1 >= 0.6 {
                self = .likely("the writer's name stands in the other letter")
            } else {
                self = likeness == nil || isNamed || likeness ?? 0 >= 0.6 ? .unknown : .different
            }
        }
    }

    /// What citizen ids tell; nil where one is missing or they differ by no more than misread digits.
    private static func compareNumbers(_ left: Profile, _ right: Profile) -> IdentityRelation? {
        guard let mine = left.citizenID, let theirs = right.citizenID else { return nil }
        if mine == theirs { return .same("the same citizen id") }
        return zip(mine.utf8, theirs.utf8).count { $0 != $1 } > 2 ? .different : nil
    }

    private static func likeness(_ left: [UInt8]?, _ right: [UInt8]?) -> Double? {
        guard let left, let right else { return nil }
        return 2 * Double(longestCommonSubsequence(left, right[...])) / Double(left.count + right.count)
    }
}

extension IndexEntry {
    fileprivate func mentions(_ name: [UInt8]?) -> Bool { name.map { occurs($0, in: skeleton) } ?? false }
}

extension Candidate {
    fileprivate func mentions(_ name: [UInt8]?) -> Bool { name.map { occurs($0, in: skeleton) } ?? false }
}

/// Whether `name` stands somewhere in `text` with no more than one wrong letter in five.
///
/// After Sellers, "The theory and computation of evolutionary distances" (1980).
private func occurs(_ name: [UInt8], in text: Skeleton) -> Bool {
    guard name.count >= 8 else { return false }
    var column = Array(0...name.count)
    let allowed = name.count / 5
    for byte in text.compared {
        var diagonal = 0
        for row in 1...name.count {
            let change = diagonal + (name[row - 1] == byte ? 0 : 1)
            diagonal = column[row]
            column[row] = min(change, column[row] + 1, column[row - 1] + 1)
        }
        if column[name.count] <= allowed { return true }
    }
    return false
}

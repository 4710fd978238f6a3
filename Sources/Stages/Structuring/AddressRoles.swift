internal import ComplaintModel

/// Tells where the writer lives from where it happened.
struct AddressRoles {
    let text: ScannedText
    let parts: LetterParts

    /// The places with their roles, each once, the complainant's first.
    func assign(_ found: [Finding<Address>]) -> [Finding<Address>] {
        var placed: [Finding<Address>] = []
        for finding in found {
            var address = finding.value
            address.role = .other
            if placed.contains(where: { isSame($0.value, address) }) { continue }
            address.role = role(finding, after: placed)
            placed.append(Finding(address, confidence: finding.confidence, span: finding.span, flags: finding.flags ?? []))
        }
        let order: [Address.Role] = [.complainant, .incident, .other]
        return order.flatMap { role in
            placed.enumerated().filter { $0.element.value.role == role }
                .sorted { ($1.element.confidence, $0.offset) < ($0.element.confidence, $1.offset) }.map(\.element)
        }
    }

    private func role(_ finding: Finding<Address>, after placed: [Finding<Address>]) -> Address.Role {
        let span = finding.span.range
        let hasComplainant = placed.contains { $0.value.role == .complainant }
        let isForm = parts.head.contains(span.lowerBound) || parts.signature.contains(span.lowerBound)
        if isForm { return hasComplainant ? .other : .complainant }
        if parts.references.contains(where: { $0.overlaps(span) }) || parts.enclosures.contains(where: { $0.overlaps(span) }) { return .other }
        if text.has(.incidentPlace, endingWithin: 4, before: span.lowerBound) { return .incident }
        let isHome = text.has(.home, endingWithin: 6, before: span.lowerBound) || text.has(.home, startingWithin: 0, after: span.lowerBound)
        if !hasComplainant, finding.value.house != nil || isHome { return .complainant }
        if !hasComplainant, isHome { return .complainant }
        return .incident
    }

    /// Whether two are the same place, told once more.
    private func isSame(_ known: Address, _ address: Address) -> Bool {
        func agree(_ left: String?, _ right: String?) -> Bool { left == nil || right == nil || left?.units == right?.units }
        return agree(known.house, address.house) && agree(known.moo, address.moo) && agree(known.soi, address.soi)
            && agree(known.road, address.road) && agree(known.subdistrict, address.subdistrict)
            && agree(known.district, address.district) && agree(known.province, address.province)
            && (address.house == nil ? address.moo == nil && address.soi == nil && address.road == nil || known.house == nil : known.house != nil)
    }
}

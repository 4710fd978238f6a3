internal import ComplaintModel

/// Tells where the writer lives from where it happened.
struct AddressRoles {
    let text: ScannedText
    let parts: LetterParts

    /// The places with their roles, each once, the complainant's first.
    func assign(_ found: [Finding<Address>]) -> [Finding<Address>] {
        let kept = found.enumerated().filter { index, finding in
            !found[..<index].contains { isSame($0.value, finding.value) } && !isDateline(finding)
        }.map(\.element)
        let home = kept.indices.filter { homeScore(kept[$0]) > 0 }.max {
            (homeScore(kept[$0]), -$0) < (homeScore(kept[$1]), -$1)
        }
        let placed = kept.indices.map { index in
            var address = kept[index].value
            address.role = index == home ? .complainant : isForm(kept[index]) ? .other : .incident
            return Finding(
                address, confidence: kept[index].confidence, span: kept[index].span, flags: kept[index].flags ?? [])
        }
        let order: [Address.Role] = [.complainant, .incident, .other]
        return order.flatMap { role in
            placed.enumerated().filter { $0.element.value.role == role }
                .sorted { ($1.element.confidence, $0.offset) < ($0.element.confidence, $1.offset) }.map(\.element)
        }
    }

    /// How much speaks for a place being where the writer lives.
    private func homeScore(_ finding: Finding<Address>) -> Int {
        let span = finding.span.range
        let isStated = parts.head.contains(span.lowerBound) || parts.signature.contains(span.lowerBound)
        let isHome =
            text.has(.home, endingWithin: 6, before: span.lowerBound)
            || text.has(.home, startingWithin: 0, after: span.lowerBound)
        if !isStated, !isHome, text.has(.incidentPlace, endingWithin: 4, before: span.lowerBound) { return 0 }
        if parts.references.contains(where: { $0.overlaps(span) }) { return 0 }
        var score = (isStated ? 4 : 0) + (isHome ? 3 : 0)
        if finding.value.house != nil { score += 4 }
        // A place without a house is home only where the form of the letter or a word says so.
        return score
    }

    private func isForm(_ finding: Finding<Address>) -> Bool {
        let span = finding.span.range
        return parts.head.contains(span.lowerBound) || parts.signature.contains(span.lowerBound)
            || parts.references.contains { $0.overlaps(span) } || parts.enclosures.contains { $0.overlaps(span) }
    }

    /// "กรุงเทพฯ 21 ตุลาคม 2569": a province before a date tells where a letter was written, not where anybody lives.
    private func isDateline(_ finding: Finding<Address>) -> Bool {
        guard finding.confidence < 0.5, parts.head.contains(finding.span.from) else { return false }
        let next = text.skipSpaces(finding.span.to)
        return text.unit(next)?.isDigit == true || text.end(of: "วันที่", at: next) != nil
    }

    /// Whether two are the same place, told once more.
    private func isSame(_ known: Address, _ address: Address) -> Bool {
        func agree(_ left: String?, _ right: String?) -> Bool {
            left == nil || right == nil || left?.units == right?.units
        }
        return agree(known.house, address.house) && agree(known.moo, address.moo) && agree(known.soi, address.soi)
            && agree(known.road, address.road) && agree(known.subdistrict, address.subdistrict)
            && agree(known.district, address.district) && agree(known.province, address.province)
            && (address.house == nil
                ? address.moo == nil && address.soi == nil && address.road == nil || known.house == nil
                : known.house != nil)
    }
}

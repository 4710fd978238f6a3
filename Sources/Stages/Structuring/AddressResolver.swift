internal import ComplaintModel

/// Resolves the names of an address from the bottom up, and reports what stays open.
struct AddressResolver {
    let gazetteer: Gazetteer

    /// The address with codes as far as the names leave no choice.
    func resolve(_ pieces: [AddressPiece], postcode: Range<Int>?, in text: ScannedText) -> Finding<Address> {
        var address = Address(role: .other)
        for piece in pieces { set(piece, in: &address) }
        address.postcode = postcode.map { text.units[$0].text }
        var flags: [String] = []
        let zip = postcode.map { text.number($0) }
        let codes = codes(pieces, postcode: zip, &flags)
        apply(codes, to: &address, keepingNames: flags)
        if let zip, !fits(zip, codes) { flags.append("postcodeMismatch") }
        let start = pieces.map(\.span.lowerBound).min() ?? 0
        let end = max(pieces.map(\.span.upperBound).max() ?? start, postcode?.upperBound ?? start)
        let isBare = pieces.count == 1 && !pieces[0].isNamed
        let confidence = isBare ? 0.4 : confidence(codes, flags)
        return Finding(address, confidence: confidence, span: Span(start..<end), flags: flags)
    }

    /// What was resolved; successors where the place itself is no more.
    private struct Codes {
        var subdistrict: Int?
        var district: Int?
        var province: Int?
        /// The places whose postcodes the address may have.
        var postal: [Int] = []
    }

    private func set(_ piece: AddressPiece, in address: inout Address) {
        switch piece.part {
        case .house: address.house = piece.value
        case .moo: address.moo = piece.value
        case .village: address.village = piece.value
        case .soi: address.soi = piece.value
        case .road: address.road = piece.value
        case .subdistrict: address.subdistrict = piece.value
        case .district: address.district = piece.value
        case .province: address.province = piece.places.first.flatMap { gazetteer.place($0)?.name } ?? piece.value
        }
    }

    private func codes(_ pieces: [AddressPiece], postcode: Int?, _ flags: inout [String]) -> Codes {
        let province = pieces.first { $0.part == .province }
        let district = pieces.first { $0.part == .district }
        let subdistrict = pieces.first { $0.part == .subdistrict }
        let provinces = province.flatMap { self.provinces($0, &flags) }
        var districts = district.map { self.districts($0, in: provinces, subdistrict, &flags) }
        var subdistricts = subdistrict.map { self.subdistricts($0, districts, provinces, &flags) }
        if let postcode {
            narrow(&subdistricts, by: postcode)
            narrow(&districts, by: postcode)
        }
        return settle(subdistricts, districts, provinces, &flags)
    }

    /// The province of the name or the only one that near; nil where the name says nothing.
    private func provinces(_ piece: AddressPiece, _ flags: inout [String]) -> Set<Int>? {
        if !piece.places.isEmpty { return Set(piece.places) }
        let near = gazetteer.places.filter {
            $0.level == .province && isWithinOneEdit($0.name.units, piece.value.units)
        }
        guard near.count == 1, piece.value.unicodeScalars.count >= 4 else {
            flags.append("unknownPlace")
            return nil
        }
        flags.append("repaired")
        return [near[0].code]
    }

    /// Districts of the name that lie in the province, or what took their place.
    private func districts(
        _ piece: AddressPiece, in provinces: Set<Int>?, _ subdistrict: AddressPiece?, _ flags: inout [String]
    ) -> Set<Int> {
        if piece.isSeat {
            if let provinces { return Set(provinces.map { $0 * 100 + 1 }.filter { gazetteer.place($0) != nil }) }
            let seats = Set((subdistrict?.places ?? []).map { $0 / 100 }.filter { $0 % 100 == 1 })
            return seats.isEmpty
                ? Set(gazetteer.places.filter { $0.level == .district && $0.code % 100 == 1 }.map(\.code)) : seats
        }
        let inside = Set(piece.places.filter { provinces?.contains($0 / 100) ?? true })
        if !inside.isEmpty { return inside }
        let former = piece.abolished.map { gazetteer.abolished[$0] }.filter {
            provinces?.contains($0.code / 100) ?? true
        }
        if !former.isEmpty {
            flags.append("abolishedDistrict")
            return Set(former.flatMap(\.successors))
        }
        if !piece.places.isEmpty { flags.append("inconsistent") }
        return []
    }

    private func subdistricts(
        _ piece: AddressPiece, _ districts: Set<Int>?, _ provinces: Set<Int>?, _ flags: inout [String]
    ) -> Set<Int> {
        func isInside(_ code: Int) -> Bool {
            if let districts, !districts.isEmpty { return districts.contains(code / 100) }
            return provinces?.contains(code / 10_000) ?? true
        }
        let inside = Set(piece.places.filter(isInside))
        if !inside.isEmpty { return inside }
        let former = piece.abolished.map { gazetteer.abolished[$0] }.filter { isInside($0.code) }
        if !former.isEmpty {
            flags.append("abolishedSubdistrict")
            return Set(former.flatMap(\.successors))
        }
        // A scan may have one character wrong: only where a single place of the district is that near.
        let near = gazetteer.places.filter {
            $0.level == .subdistrict && districts?.contains($0.district) == true
                && isWithinOneEdit($0.name.units, piece.value.units)
        }
        if near.count == 1, piece.value.unicodeScalars.count >= 4 {
            flags.append("repaired")
            return [near[0].code]
        }
        flags.append(piece.places.isEmpty ? "unknownPlace" : "inconsistent")
        return []
    }

    private func narrow(_ codes: inout Set<Int>?, by postcode: Int) {
        guard let all = codes, all.count > 1 else { return }
        let fitting = all.filter { gazetteer.postcodes(of: $0).contains(postcode) }
        if !fitting.isEmpty { codes = fitting }
    }

    private func settle(
        _ subdistricts: Set<Int>?, _ districts: Set<Int>?, _ provinces: Set<Int>?, _ flags: inout [String]
    ) -> Codes {
        var codes = Codes()
        let isSplit = flags.contains("abolishedSubdistrict")
        if let found = subdistricts, !found.isEmpty {
            codes.postal = Array(found)
            if found.count == 1 { codes.subdistrict = found.first }
            codes.district = common(found.map { $0 / 100 })
            codes.province = common(found.map { $0 / 10_000 })
            if found.count > 1, !isSplit { flags.append("ambiguous") }
        }
        if let found = districts, !found.isEmpty, codes.district == nil {
            if codes.postal.isEmpty { codes.postal = Array(found) }
            codes.district = found.count == 1 ? found.first : nil
            codes.province = common(found.map { $0 / 100 })
            if found.count > 1, !flags.contains("ambiguous"), !flags.contains("abolishedDistrict") {
                flags.append("ambiguous")
            }
        }
        if codes.province == nil, let provinces, !flags.contains("abolishedDistrict") {
            codes.province = common(Array(provinces))
        }
        return codes
    }

    private func common(_ codes: [Int]) -> Int? { Set(codes).count == 1 ? codes.first : nil }

    private func apply(_ codes: Codes, to address: inout Address, keepingNames flags: [String]) {
        address.codes = Address.Codes(
            subdistrict: codes.subdistrict.map(String.init), district: codes.district.map(String.init),
            province: codes.province.map(String.init))
        if let place = codes.subdistrict.flatMap(gazetteer.place), !flags.contains("abolishedSubdistrict") {
            address.subdistrict = place.name
        }
        if let place = codes.district.flatMap(gazetteer.place), !flags.contains("abolishedDistrict") {
            address.district = place.name
        }
        if address.province == nil { address.province = codes.province.flatMap(gazetteer.place)?.name }
    }

    private func fits(_ postcode: Int, _ codes: Codes) -> Bool {
        let known = codes.postal.reduce(into: Set<Int>()) { $0.formUnion(gazetteer.postcodes(of: $1)) }
        return known.isEmpty || known.contains(postcode)
    }

    private func confidence(_ codes: Codes, _ flags: [String]) -> Double {
        var confidence =
            codes.subdistrict != nil ? 0.95 : codes.district != nil ? 0.9 : codes.province != nil ? 0.75 : 0.5
        if !flags.isEmpty { confidence -= 0.15 }
        return confidence
    }
}

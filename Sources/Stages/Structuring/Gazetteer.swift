internal import Foundation

/// A province, district or subdistrict of Thailand.
struct Place: Sendable {
    enum Level: UInt8, Sendable { case province, district, subdistrict }
    let code: Int
    let level: Level
    let name: String
    let postcodes: [Int]

    /// The code of the province the place lies in.
    var province: Int { level == .province ? code : level == .district ? code / 100 : code / 10_000 }
    /// The code of the district the place lies in, for subdistricts and districts.
    var district: Int { level == .subdistrict ? code / 100 : code }
}

/// A place that is no more, and the places that took its place.
struct AbolishedPlace: Sendable {
    let code: Int
    let name: String
    let successors: [Int]
    var isDistrict: Bool { code < 10_000 }
}

/// The administrative divisions by code and by name.
struct Gazetteer: Sendable {
    /// What a name in the trie refers to.
    enum Entry: Sendable { case place(Int32), abolished(Int32) }

    private(set) var places: [Place] = []
    private(set) var abolished: [AbolishedPlace] = []
    private(set) var trie = PhraseTrie<Entry>(expectedNodes: 1 << 16)
    private(set) var aliases: [(name: String, province: Int)] = []
    private var indexByCode: [Int: Int32] = [:]
    private var districtPostcodes: [Int: Set<Int>] = [:]

    static let bangkok = 10

    func place(_ code: Int) -> Place? { indexByCode[code].map { places[Int($0)] } }

    /// The postcodes of a subdistrict, or of all subdistricts of a district.
    func postcodes(of code: Int) -> Set<Int> {
        code < 10_000 ? districtPostcodes[code] ?? [] : Set(place(code)?.postcodes ?? [])
    }

    /// Reads the gazetteer's files, noting their faults.
    init(directory: URL, faults: inout [ReferenceFault]) {
        places.reserveCapacity(8500)
        readPlaces(directory, &faults)
        readAbolished(directory, &faults)
        readAliases(directory, &faults)
    }

    private mutating func readPlaces(_ directory: URL, _ faults: inout [ReferenceFault]) {
        let columns = ["level", "code", "name_th", "name_en", "parent", "postcodes"]
        var table = TableFile("gazetteer.tsv", columns: columns, in: directory)
        indexByCode.reserveCapacity(table.rowCount)
        for row in 0..<table.rowCount {
            guard let (level, digits) = level(table.firstByte(row, 0)), let code = table.number(row, 1),
                String(code).utf8.count == digits
            else {
                table.report(
                    row, "level and code do not fit",
                    remedy: "Give P with 2 digits, D with 4 or S with 6 digits of the official code")
                continue
            }
            let name = table.text(row, 2)
            if name.isEmpty { table.report(row, "has no Thai name", remedy: "Fill in name_th") }
            let isOrphan = level != .province && indexByCode[code / 100] == nil
            if isOrphan || table.number(row, 4) != (level == .province ? nil : code / 100) {
                table.report(
                    row, "its parent is not above it", remedy: "Put the parent's row first and its code in parent")
            }
            if indexByCode[code] != nil {
                table.report(row, "the code \(code) is there twice", remedy: "Remove one of the rows")
            }
            add(Place(code: code, level: level, name: name, postcodes: postcodes(row, &table)))
            // Short English names (Nan, Tak) are too easily other words.
            let english = table.text(row, 3)
            if level == .province, english.utf8.count > 4 { aliases.append((english, code)) }
        }
        faults += table.faults
    }

    private mutating func add(_ place: Place) {
        let index = Int32(places.count)
        indexByCode[place.code] = index
        places.append(place)
        trie.insert(place.name.denseUnits, .place(index))
        if !place.postcodes.isEmpty { districtPostcodes[place.district, default: []].formUnion(place.postcodes) }
    }

    private func level(_ byte: UInt8?) -> (Place.Level, digits: Int)? {
        switch byte {
        case UInt8(ascii: "P"): (.province, 2)
        case UInt8(ascii: "D"): (.district, 4)
        case UInt8(ascii: "S"): (.subdistrict, 6)
        default: nil
        }
    }

    private func postcodes(_ row: Int, _ table: inout TableFile) -> [Int] {
        if let single = table.number(row, 5), (10_000...99_999).contains(single) { return [single] }
        return table.list(row, 5, separator: " ").compactMap { code in
            guard let number = Int(code), (10_000...99_999).contains(number) else {
                table.report(row, "“\(code)” is no postcode", remedy: "Give five digits, several parted by a space")
                return nil
            }
            return number
        }
    }

    private mutating func readAbolished(_ directory: URL, _ faults: inout [ReferenceFault]) {
        let columns = ["code", "name_th", "name_en", "abolished", "successors", "reason"]
        var table = TableFile("gazetteer_abolished.tsv", columns: columns, in: directory)
        for row in 0..<table.rowCount {
            guard let code = table.number(row, 0), code >= 1000 else {
                table.report(row, "its code is not of 4 or 6 digits", remedy: "Give the code the place had")
                continue
            }
            let successors = table.list(row, 4, separator: " ").compactMap(Int.init)
            if let lost = successors.first(where: { indexByCode[$0] == nil }) {
                table.report(
                    row, "its successor \(lost) is not in gazetteer.tsv", remedy: "Correct the successor or add its row"
                )
            }
            if successors.isEmpty { continue }
            abolished.append(AbolishedPlace(code: code, name: table.text(row, 1), successors: successors))
            trie.insert(table.text(row, 1).denseUnits, .abolished(Int32(abolished.count - 1)))
        }
        faults += table.faults
    }

    private mutating func readAliases(_ directory: URL, _ faults: inout [ReferenceFault]) {
        var table = TableFile("gazetteer_aliases.tsv", columns: ["alias", "province_code"], in: directory)
        for row in 0..<table.rowCount {
            guard let code = table.number(row, 1), let index = indexByCode[code], code < 100 else {
                table.report(row, "its province code is unknown", remedy: "Give two digits as in gazetteer.tsv")
                continue
            }
            aliases.append((table.text(row, 0), code))
            trie.insert(table.text(row, 0).denseUnits, .place(index))
        }
        faults += table.faults
    }
}

/// The parts an address is written in, from the house to the province.
enum AddressWord: Int, Sendable, CaseIterable {
    case house, moo, village, soi, road, subdistrict, district, province

    /// The words each part begins with.
    var words: [String] {
        switch self {
        case .house: ["บ้านเลขที่", "เลขที่", "ที่อยู่เลขที่", "หอพักเลขที่", "บ้านเลข", "ห้องเลขที่", "บลท."]
        case .moo: ["หมู่ที่", "หมู่", "ม.", "ม.ที่", "moo"]
        case .village: ["หมู่บ้าน", "อาคาร", "คอนโด", "คอนโดมิเนียม", "ชุมชน", "แฟลต", "มบ.", "บ้าน", "หอพัก", "เคหะชุมชน"]
        case .soi: ["ซอย", "ซ.", "ตรอก", "ตรอก/ซอย"]
        case .road: ["ถนน", "ถ."]
        case .subdistrict: ["ตำบล", "ต.", "แขวง", "ตำบล/แขวง", "แขวง/ตำบล", "ต./แขวง"]
        case .district: ["อำเภอ", "อ.", "เขต", "กิ่งอำเภอ", "กิ่งอ.", "อำเภอ/เขต", "เขต/อำเภอ", "อ./เขต"]
        case .province: ["จังหวัด", "จ.", "จว."]
        }
    }

    static func add(to vocabulary: inout Vocabulary) {
        for part in allCases { part.words.forEach { vocabulary.add($0, .addressPart, part.rawValue) } }
    }
}

/// A part of an address where it stands in a text.
struct AddressPiece {
    var part: AddressWord
    /// From the word that introduces it to the end of its value.
    var span: Range<Int>
    var value: String
    /// The places of that name, for subdistrict, district and province.
    var places: [Int] = []
    /// Places that are no more, by index.
    var abolished: [Int] = []
    /// The word alone: อำเภอเมือง, the district of the province's seat.
    var isSeat = false
    /// Whether a word such as ตำบล or จังหวัด introduces it.
    var isNamed = true

    var isKnown: Bool { !places.isEmpty || !abolished.isEmpty || isSeat }
}

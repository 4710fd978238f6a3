/// The words dates and times are written with; they belong to the language, not to a site, so they stand in code.
enum DateWords {
    /// Full and clipped names of the months, each with the number of the month.
    static let months: [[String]] = [
        ["มกราคม", "มกรา", "ม.ค.", "ม.ค", "january", "jan.", "jan"],
        ["กุมภาพันธ์", "กุมภา", "ก.พ.", "ก.พ", "february", "feb.", "feb"],
        ["มีนาคม", "มีนา", "มี.ค.", "มี.ค", "march", "mar."],
        ["เมษายน", "เมษา", "เม.ย.", "เม.ย", "april", "apr.", "apr"],
        ["พฤษภาคม", "พฤษภา", "พ.ค.", "พ.ค"],
        ["มิถุนายน", "มิถุนา", "มิ.ย.", "มิ.ย", "june", "jun.", "jun"],
        ["กรกฎาคม", "กรกฎา", "กรกฏาคม", "กรกฏา", "ก.ค.", "ก.ค", "july", "jul.", "jul"],
        ["สิงหาคม", "สิงหา", "ส.ค.", "ส.ค", "august", "aug.", "aug"],
        ["กันยายน", "กันยา", "ก.ย.", "ก.ย", "september", "sept.", "sep.", "sep"],
        ["ตุลาคม", "ตุลา", "ต.ค.", "ต.ค", "october", "oct.", "oct"],
        ["พฤศจิกายน", "พฤศจิกา", "พ.ย.", "พ.ย", "november", "nov.", "nov"],
        ["ธันวาคม", "ธันวา", "ธ.ค.", "ธ.ค", "december", "dec."],
    ]
    /// Names that are a month only beside the number of a day.
    static let shortMonths: [[String]] = [
        ["มค.", "มค"], ["กพ.", "กพ"], ["มีค.", "มีค", "mar"], ["เมย.", "เมย"], ["พค.", "พค", "may"], ["มิย.", "มิย"],
        ["กค.", "กค"], ["สค.", "สค"], ["กย.", "กย"], ["ตค.", "ตค"], ["พย.", "พย"], ["ธค.", "ธค", "dec"],
    ]
    /// The days of the week from Sunday.
    static let weekdays: [[String]] = [
        ["วันอาทิตย์", "sunday", "sun."], ["วันจันทร์", "monday", "mon."], ["วันอังคาร", "tuesday", "tue."],
        ["วันพุธ", "wednesday", "wed."], ["วันพฤหัสบดี", "วันพฤหัส", "วันพฤหัสฯ", "thursday", "thu."],
        ["วันศุกร์", "friday", "fri."], ["วันเสาร์", "saturday", "sat."],
    ]
    /// Words for a day counted from today, with how many days back it lies.
    static let relativeDays: [(word: String, daysBack: Int)] = [
        ("วันนี้", 0), ("เช้านี้", 0), ("เย็นนี้", 0), ("คืนนี้", 0), ("บ่ายนี้", 0), ("เมื่อเช้านี้", 0), ("เมื่อเช้า", 0),
        ("เมื่อสักครู่", 0), ("เมื่อกี้", 0), ("เมื่อวานนี้", 1), ("เมื่อวาน", 1), ("เมื่อวานซืน", 2), ("เมื่อวานซืนนี้", 2),
        ("วานนี้", 1), ("เมื่อคืนนี้", 1), ("เมื่อคืน", 1), ("เมื่อคืนวาน", 1), ("วานซืน", 2), ("yesterday", 1), ("today", 0),
    ]
    /// The words of numbers; those from ten on multiply what stands before them.
    static let numbers: [(word: String, value: Int)] = [
        ("หนึ่ง", 1), ("นึง", 1), ("เอ็ด", 1), ("สอง", 2), ("ยี่", 2), ("สาม", 3), ("สี่", 4), ("ห้า", 5), ("หก", 6),
        ("เจ็ด", 7), ("แปด", 8), ("เก้า", 9), ("สิบ", 10), ("ร้อย", 100), ("พัน", 1000), ("หมื่น", 10_000),
        ("แสน", 100_000), ("ล้าน", 1_000_000),
    ]

    static func add(to vocabulary: inout Vocabulary) {
        for (index, names) in months.enumerated() { names.forEach { vocabulary.add($0, .month, index + 1) } }
        for (index, names) in shortMonths.enumerated() { names.forEach { vocabulary.add($0, .shortMonth, index + 1) } }
        for (index, names) in weekdays.enumerated() { names.forEach { vocabulary.add($0, .weekday, index) } }
        for entry in relativeDays { vocabulary.add(entry.word, .relativeDay, entry.daysBack) }
        for entry in numbers { vocabulary.add(entry.word, .numberWord, entry.value) }
    }
}

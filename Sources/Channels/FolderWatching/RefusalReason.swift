/// Why a file cannot be taken in, as whoever looks after the folder reads it beside the file.
enum RefusalReason: Sendable, Hashable {
    case tooLarge(mebibytes: Int)
    case empty
    case special
    case name
    case unreadable

    /// The text of the `.reason.txt`: with the mark that old editors need to see UTF-8, and their line ends.
    func letter(about name: EntryName, to keeper: FolderKeeper) -> [UInt8] {
        let (thai, english) = keeper == .clerk ? sentences : sentencesForAdministrators
        let shown = String(
            String.UnicodeScalarView(name.numbered(1).text?.unicodeScalars.filter { $0.value >= 0x20 } ?? .init()))
        let lines = [
            "ระบบรับไฟล์นี้ไม่ได้: \(shown)", "สาเหตุ: \(thai.cause)", "วิธีแก้ไข: \(thai.remedy)", "",
            "This file could not be taken in: \(shown)", "Reason: \(english.cause)", "What to do: \(english.remedy)",
            "",
        ]
        return [0xEF, 0xBB, 0xBF] + Array(lines.joined(separator: "\r\n").utf8)
    }

    typealias Sentences = (cause: String, remedy: String)

    private var sentences: (thai: Sentences, english: Sentences) {
        switch self {
        case .tooLarge(let limit):
            (
                ("ไฟล์ใหญ่เกิน \(limit) MiB", "สแกนใหม่ที่ 300 dpi แบบขาวดำ หรือแบ่งเป็นหลายไฟล์ แล้ววางในโฟลเดอร์สแกนอีกครั้ง"),
                (
                    "The file is larger than \(limit) MiB.",
                    "Scan it again at 300 dpi in black and white, or in several files, and put it into the scan folder."
                )
            )
        case .empty:
            (
                ("ไฟล์ว่างเปล่า ไม่มีข้อมูล", "ตรวจสอบเครื่องสแกนและเครือข่าย แล้วสแกนเอกสารใหม่"),
                ("The file is empty.", "Check the scanner and the network, and scan the paper again.")
            )
        case .special:
            (
                ("รายการนี้ไม่ใช่ไฟล์ธรรมดา (เป็นทางลัดหรือไฟล์พิเศษ)", "คัดลอกไฟล์เอกสารตัวจริงมาวางในโฟลเดอร์สแกน"),
                (
                    "This is no ordinary file but a link or a special file, and links are not followed.",
                    "Copy the document itself into the scan folder."
                )
            )
        case .name:
            (
                ("ชื่อไฟล์หรือชื่อโฟลเดอร์มีอักขระที่อ่านไม่ได้ (ไม่ใช่ UTF-8)", "เปลี่ยนชื่อ แล้ววางไฟล์ในโฟลเดอร์สแกนอีกครั้ง"),
                (
                    "The name of the file or of its folder has characters that cannot be read (no UTF-8).",
                    "Give it another name and put it into the scan folder again."
                )
            )
        case .unreadable:
            (
                ("ระบบไม่มีสิทธิ์อ่านไฟล์ หรืออ่านจากดิสก์ไม่ได้", "ตรวจสอบสิทธิ์ของไฟล์ หรือสแกนเอกสารใหม่ แล้ววางในโฟลเดอร์สแกนอีกครั้ง"),
                (
                    "The file could not be read: the permission is missing or the disk fails.",
                    "Check the permissions of the file or scan the paper again, and put it into the scan folder."
                )
            )
        }
    }
}

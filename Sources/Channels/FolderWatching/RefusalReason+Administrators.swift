extension RefusalReason {
    /// The same to whoever runs the program that writes the files.
    var sentencesForAdministrators: (thai: Sentences, english: Sentences) {
        switch self {
        case .tooLarge(let limit):
            (
                ("ไฟล์ใหญ่เกิน \(limit) MiB", "ตรวจสอบโปรแกรมที่เขียนไฟล์นี้ หรือเพิ่มค่า max_file_mebibytes แล้วย้ายไฟล์กลับไปไว้ที่เดิม"),
                (
                    "The file is larger than \(limit) MiB.",
                    "See what wrote it, or raise max_file_mebibytes of the source, and move the file back."
                )
            )
        case .empty:
            (
                ("ไฟล์ว่างเปล่า ไม่มีข้อมูล", "ตรวจสอบพื้นที่ดิสก์และล็อกของโปรแกรมที่เขียนไฟล์นี้ ข้อความหรือโทรสารนี้ต้องส่งใหม่"),
                (
                    "The file is empty.",
                    "See the disk space and the log of the program that wrote it: what was received has to be sent again."
                )
            )
        case .special:
            (
                ("รายการนี้ไม่ใช่ไฟล์ธรรมดา (เป็นลิงก์หรือไฟล์พิเศษ)", "ตั้งค่าโปรแกรมให้เขียนไฟล์จริงลงในโฟลเดอร์นี้ ระบบไม่อ่านผ่านลิงก์"),
                (
                    "This is no ordinary file but a link or a special file, and links are not followed.",
                    "Have the program write the file itself into this folder."
                )
            )
        case .name:
            (
                ("ชื่อไฟล์มีอักขระที่อ่านไม่ได้ (ไม่ใช่ UTF-8)", "ตั้งค่าโปรแกรมให้ใช้ชื่อไฟล์แบบ UTF-8 แล้วย้ายไฟล์กลับไปไว้ที่เดิม"),
                (
                    "The name of the file has characters that cannot be read (no UTF-8).",
                    "Have the program name its files in UTF-8, and move the file back under another name."
                )
            )
        case .unreadable:
            (
                ("ระบบไม่มีสิทธิ์อ่านไฟล์ หรืออ่านจากดิสก์ไม่ได้", "ให้ผู้ใช้ rongthuk อ่านไฟล์ได้ ตรวจสอบดิสก์ แล้วย้ายไฟล์กลับไปไว้ที่เดิม"),
                (
                    "The file could not be read: the permission is missing or the disk fails.",
                    "Let the user rongthuk read what the program writes, check the disk, and move the file back."
                )
            )
        }
    }
}

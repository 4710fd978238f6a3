internal import Foundation

/// A mailbox's name as the wire wants it: modified UTF-7 (RFC 3501, section 5.1.3), so that Thai names work everywhere.
enum MailboxName {
    static func encoded(_ name: String) -> String {
        var encoded = ""
        var pending: [UInt16] = []
        func flush() {
            guard !pending.isEmpty else { return }
            let bytes = pending.flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] }
            let base64 = Data(bytes).base64EncodedString().replacingOccurrences(of: "/", with: ",")
            encoded += "&" + base64.prefix { $0 != "=" } + "-"
            pending = []
        }
        for unit in name.utf16 {
            if (0x20...0x7E).contains(unit) {
                flush()
                encoded += unit == 0x26 ? "&-" : String(UnicodeScalar(UInt8(unit)))
            } else {
                pending.append(unit)
            }
        }
        flush()
        return encoded
    }
}

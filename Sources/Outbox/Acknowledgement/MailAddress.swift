/// The address of a mail as it may be put into a command and a header: nothing in it ends a line or a bracket.
struct MailAddress: Hashable {
    /// The address, without a name.
    let text: String

    /// Takes the address out of `Name <address>` or the plain address; nil where it is none of the common form.
    init?(_ sender: String) {
        guard sender.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7F }) else { return nil }
        var address = sender[...]
        if let open = sender.lastIndex(of: "<") {
            address = sender[sender.index(after: open)...].prefix { $0 != ">" }
        }
        let parts = address.split(separator: "@", omittingEmptySubsequences: false)
        guard parts.count == 2, (1...64).contains(parts[0].utf8.count), (3...255).contains(parts[1].utf8.count),
            parts[0].utf8.allSatisfy(MailAddress.isLocal),
            parts[1].split(separator: ".", omittingEmptySubsequences: false).allSatisfy(MailAddress.isLabel)
        else { return nil }
        text = String(address)
    }

    /// Whether mail to it comes back as a bounce or an automatic answer, or goes to nobody.
    var isAutomatic: Bool {
        let local = text.prefix { $0 != "@" }.lowercased()
        let programs = ["mailer-daemon", "postmaster", "noreply", "no-reply", "donotreply", "do-not-reply", "bounce"]
        return programs.contains { local == $0 || local.hasPrefix("\($0)+") || local.hasPrefix("\($0)-") }
            || local.hasSuffix("-request") || local.hasPrefix("owner-")
    }

    /// `text` where it is a message identity in brackets that can stand in a header (RFC 5322, 3.6.4).
    static func messageIdentity(_ text: String) -> String? {
        let inner = text.utf8.dropFirst().dropLast()
        guard text.hasPrefix("<"), text.hasSuffix(">"), (3...250).contains(inner.count),
            inner.allSatisfy({ (0x21...0x7E).contains($0) && $0 != UInt8(ascii: "<") && $0 != UInt8(ascii: ">") })
        else { return nil }
        return text
    }

    private static func isLocal(_ byte: UInt8) -> Bool {
        isWord(byte) || "!#$%&'*+/=?^_`{|}~.-".utf8.contains(byte)
    }

    private static func isLabel(_ label: Substring) -> Bool {
        (1...63).contains(label.utf8.count) && label.utf8.allSatisfy { isWord($0) || $0 == UInt8(ascii: "-") }
    }

    private static func isWord(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
            || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    }
}

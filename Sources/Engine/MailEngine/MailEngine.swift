internal import CGMime
public import EngineContract

/// Takes mails apart with GMime and turns HTML into text with libxml2; meant for the worker in its jail.
///
/// Size and headers are held against their bounds before GMime sees a byte, parts and depth while its tree is walked.
public struct MailEngine: Sendable {
    /// Prepares the libraries.
    public init() {
        g_mime_init()
        HTMLText.prepare()
    }

    /// Takes a mail apart.
    public func read(_ mail: [UInt8], limits: EngineLimits) throws(EngineFault) -> MailReading {
        try check(mail, limits)
        let tree = try MailTree(mail)
        var walk = MailWalk(limits: limits)
        let content = try tree.content.map { object throws(EngineFault) in try walk.part(object, depth: 1) }
        return MailReading(headers: tree.headers, from: tree.fromAddresses, content: content)
    }

    /// The contents of the part `number`, numbered as `read` does; text in a foreign charset is turned into UTF-8.
    public func part(_ number: Int, of mail: [UInt8], limits: EngineLimits) throws(EngineFault) -> [UInt8] {
        try check(mail, limits)
        let tree = try MailTree(mail)
        var walk = MailWalk(limits: limits, wanted: number)
        _ = try tree.content.map { object throws(EngineFault) in try walk.part(object, depth: 1) }
        guard let found = walk.found else { throw .unreadable("The mail has no part \(number) with content.") }
        return found
    }

    /// The text of an HTML page in UTF-8.
    public func plainText(ofHTML html: [UInt8]) -> PlainText { HTMLText.read(html) }

    private func check(_ mail: [UInt8], _ limits: EngineLimits) throws(EngineFault) {
        guard mail.count <= limits.mailBytes else {
            throw .tooLarge(limit: "\(limits.mailBytes) bytes a mail", found: "\(mail.count) bytes")
        }
        try HeaderScan.check(mail, limits: limits)
    }
}

internal import CGMime
internal import ComplaintModel
internal import EngineContract

/// Walks the parts of a mail, counting them, and describes each, or brings the bytes of one.
struct MailWalk {
    private let limits: EngineLimits
    private let wanted: Int?
    private var count = 0
    /// The bytes of the part that was wanted.
    private(set) var found: [UInt8]?

    init(limits: EngineLimits, wanted: Int? = nil) { (self.limits, self.wanted) = (limits, wanted) }

    mutating func part(
        _ object: UnsafeMutablePointer<GMimeObject>, depth: Int
    ) throws(EngineFault) -> MailPart {
        guard depth <= limits.mailDepth else {
            throw .tooLarge(limit: "\(limits.mailDepth) parts within each other", found: "more")
        }
        count += 1
        guard count <= limits.mailParts else {
            throw .tooLarge(limit: "\(limits.mailParts) parts a mail", found: "more parts")
        }
        let number = count
        if let multipart = cgmime_multipart(object) {
            var parts: [MailPart] = []
            for index in 0..<g_mime_multipart_get_count(multipart) {
                guard let child = g_mime_multipart_get_part(multipart, index) else { continue }
                parts.append(try part(child, depth: depth + 1))
            }
            return described(object, number, parts: parts)
        }
        if let holder = cgmime_message_part(object) { return try message(holder, object, number, depth) }
        return leaf(object, number)
    }

    private mutating func message(
        _ holder: UnsafeMutablePointer<GMimeMessagePart>, _ object: UnsafeMutablePointer<GMimeObject>, _ number: Int,
        _ depth: Int
    ) throws(EngineFault) -> MailPart {
        guard let message = g_mime_message_part_get_message(holder) else { return described(object, number) }
        let inner = try g_mime_message_get_mime_part(message).map { object throws(EngineFault) in
            try part(object, depth: depth + 1)
        }
        return described(
            object, number, headers: MailTree.headers(of: cgmime_message_object(message)),
            parts: inner.map { [$0] } ?? [])
    }

    private mutating func leaf(_ object: UnsafeMutablePointer<GMimeObject>, _ number: Int) -> MailPart {
        guard let part = cgmime_part(object) else { return described(object, number) }
        // Only one part's bytes are in memory at a time, and none where another is wanted.
        guard wanted == nil || wanted == number else { return described(object, number) }
        let bytes = contents(of: part)
        if wanted == number {
            let isText = object.type.hasPrefix("text/")
            found = isText ? Charset.readable(bytes, label: object.parameter("charset") ?? "") : bytes
        }
        return described(object, number, size: bytes.count, mediaType: MediaType(sniffing: bytes.prefix(1024)))
    }

    private func contents(of part: UnsafeMutablePointer<GMimePart>) -> [UInt8] {
        guard let content = g_mime_part_get_content(part), let stream = g_mime_stream_mem_new() else { return [] }
        defer { g_object_unref(stream) }
        g_mime_data_wrapper_write_to_stream(content, stream)
        guard let array = cgmime_memory_bytes(stream), let data = array.pointee.data else { return [] }
        return Array(UnsafeBufferPointer(start: data, count: Int(array.pointee.len)))
    }

    private func described(
        _ object: UnsafeMutablePointer<GMimeObject>, _ number: Int, size: Int = 0, mediaType: MediaType = .unknown,
        headers: [MailHeader] = [], parts: [MailPart] = []
    ) -> MailPart {
        let names = ["charset", "format", "delsp", "report-type", "smime-type"]
        let parameters = names.compactMap { name in object.parameter(name).map { (name, $0) } }
        return MailPart(
            number: number, type: object.type, parameters: Dictionary(uniqueKeysWithValues: parameters),
            disposition: g_mime_object_get_disposition(object).map { String(cString: $0).lowercased() },
            name: object.name, size: size, mediaType: mediaType, headers: headers, parts: parts)
    }
}

extension UnsafeMutablePointer<GMimeObject> {
    /// `text/plain`, in lower case.
    fileprivate var type: String {
        guard let type = g_mime_object_get_content_type(self), let text = g_mime_content_type_get_mime_type(type)
        else { return "application/octet-stream" }
        defer { g_free(text) }
        return String(cString: text).lowercased()
    }

    /// A parameter of the type, in lower case.
    fileprivate func parameter(_ name: String) -> String? {
        g_mime_object_get_content_type_parameter(self, name).map { String(cString: $0).lowercased() }
    }

    /// The name of a file: the disposition's, else that of older mails.
    fileprivate var name: String? {
        let name =
            g_mime_object_get_content_disposition_parameter(self, "filename")
            ?? g_mime_object_get_content_type_parameter(self, "name")
        return name.map(String.init(cString:))
    }
}

internal import CGMime
internal import EngineContract
internal import Glibc

/// A mail as GMime has parsed it; it owns the tree.
final class MailTree {
    private let message: UnsafeMutablePointer<GMimeMessage>

    init(_ mail: [UInt8]) throws(EngineFault) {
        let stream = mail.withUnsafeBytes {
            g_mime_stream_mem_new_with_buffer($0.bindMemory(to: CChar.self).baseAddress, $0.count)
        }
        let parser = g_mime_parser_new_with_stream(stream)
        defer {
            g_object_unref(parser)
            g_object_unref(stream)
        }
        g_mime_parser_set_persist_stream(parser, 1)
        g_mime_parser_set_format(parser, GMIME_FORMAT_MESSAGE)
        guard let message = g_mime_parser_construct_message(parser, nil) else {
            throw .unreadable("The file is no mail: it has no header fields.")
        }
        self.message = message
    }

    deinit { g_object_unref(message) }

    var content: UnsafeMutablePointer<GMimeObject>? { g_mime_message_get_mime_part(message) }

    var headers: [MailHeader] { Self.headers(of: cgmime_message_object(message)) }

    /// The addresses in the topmost field From.
    var fromAddresses: [String] {
        guard let list = g_mime_message_get_from(message) else { return [] }
        return (0..<min(internet_address_list_length(list), 10)).compactMap { index in
            internet_address_list_get_address(list, index).flatMap(cgmime_mailbox_address).map(String.init(cString:))
        }
    }

    /// Every field of an object, as it stands there.
    static func headers(of object: UnsafeMutablePointer<GMimeObject>?) -> [MailHeader] {
        guard let list = g_mime_object_get_header_list(object) else { return [] }
        return (0..<g_mime_header_list_get_count(list)).compactMap { index in
            guard let header = g_mime_header_list_get_header_at(list, index), let name = g_mime_header_get_name(header),
                let value = g_mime_header_get_raw_value(header), name.pointee != 0
            else { return nil }
            let raw = UnsafeBufferPointer(start: value, count: strlen(value)).map { UInt8(bitPattern: $0) }
            return MailHeader(name: String(cString: name).lowercased(), text: HeaderText.decode(raw))
        }
    }
}

internal import Foundation

/// JSON as the store keeps it: keys in order, so that equal values give equal bytes.
enum JSONText {
    static func encode(_ value: some Encodable) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(value), as: UTF8.self)
    }

    static func decode<Value: Decodable>(_ type: Value.Type, from text: String, of item: String) throws -> Value {
        do {
            return try JSONDecoder().decode(type, from: Data(text.utf8))
        } catch {
            // The error of the decoder may quote the record.
            throw ComplaintStoreError.unreadable(item: item, reason: "it is no \(type) of this version")
        }
    }
}

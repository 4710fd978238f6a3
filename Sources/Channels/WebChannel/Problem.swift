internal import Foundation
internal import HTTPContract

/// What is wrong with a request (RFC 9457); names places in it, never what stands there.
struct Problem: Encodable {
    struct Fault: Encodable, Hashable {
        /// Where it is (RFC 6901).
        let pointer: String
        let detail: String
    }
    let title: String
    let status: Int
    let detail: String
    let errors: [Fault]?

    static func response(
        _ status: HTTPResponse.Status, _ title: String, _ detail: String, faults: [Fault] = [], header: [HTTPField] = []
    ) -> HTTPResponse {
        let problem = Problem(
            title: title, status: status.rawValue, detail: detail, errors: faults.isEmpty ? nil : faults)
        return HTTPResponse(
            status, header: [HTTPField("Content-Type", "application/problem+json")] + header, body: json(problem))
    }

    static func json(_ value: some Encodable) -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return (try? [UInt8](encoder.encode(value))) ?? []
    }
}

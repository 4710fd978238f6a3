import ComplaintModel
import Foundation
import HTTPContract
import PipelineContract
import RememberingIntake
import SchemaChecking
import Testing
import WebChannel
import Yams

/// The way in with two systems that know it, asked as the server would; every answer is held to the contract.
struct Desk {
    let intake = RememberingIntake()
    let contract: SchemaChecker
    private let routes: [HTTPRoute]

    init() throws {
        let source = try #require(SourceName(rawValue: "systems"))
        let keys = [
            APIKey(
                name: "app", secrets: [Array("first secret".utf8), Array("second secret".utf8)],
                ways: [.mobileApp, .webForm]),
            APIKey(name: "desk", secrets: [Array("desk secret".utf8)], ways: Set(WebSubmission.Way.allCases)),
        ]
        routes =
            SubmissionIntake(
                source: source, configuration: WebConfiguration(keys: keys), intake: intake, events: Silence(),
                clock: { Timestamp(milliseconds: 1_795_316_400_000) }
            ).routes
        let yaml = try #require(try load(yaml: String(decoding: SubmissionIntake.contract, as: UTF8.self)))
        let json = try JSONSerialization.data(withJSONObject: yaml)
        contract = SchemaChecker(try JSONValue(String(decoding: json, as: UTF8.self)))
    }

    var schema: JSONValue { contract.root["components"]?["schemas"]?["Submission"] ?? .null }

    /// Asks, and holds the answer to what the contract says of it.
    func ask(_ request: HTTPRequest) async throws -> HTTPResponse {
        let route = try #require(routes.first { $0.path == request.path && $0.methods.contains(request.method) })
        let response: HTTPResponse
        if let refusal = route.admit(request) { response = refusal } else { response = await route.respond(request) }
        let operation = contract.root["paths"]?[request.path]?[request.method.lowercased()]
        var described = operation?["responses"]?["\(response.status.rawValue)"]
        if let reference = described?["$ref"]?.text?.split(separator: "/").last {
            described = contract.root["components"]?["responses"]?[String(reference)]
        }
        let type = response.header.first { $0.name == "Content-Type" }?.value ?? ""
        let content = try #require(
            described?["content"]?[type], "\(response.status) with \(type) does not stand in the contract")
        if type.hasSuffix("json"), let schema = content["schema"] {
            let body = try JSONValue(String(decoding: response.body, as: UTF8.self))
            #expect(try contract.faults(of: body, by: schema) == [])
        }
        return response
    }

    func status(_ request: HTTPRequest) async throws -> HTTPResponse.Status { try await ask(request).status }
}

func submission(
    _ body: [UInt8], key: String? = "desk secret", idempotencyKey: String? = UUID().uuidString,
    type: String = "application/json"
) -> HTTPRequest {
    let header = [
        key.map { HTTPField("Authorization", "Bearer \($0)") },
        idempotencyKey.map { HTTPField("Idempotency-Key", $0) }, HTTPField("Content-Type", type),
    ]
    return HTTPRequest(method: "POST", path: "/submissions", header: header.compactMap { $0 }, body: body)
}

func submission(
    _ json: String, key: String? = "desk secret", idempotencyKey: String? = UUID().uuidString
) -> HTTPRequest {
    submission(Array(json.utf8), key: key, idempotencyKey: idempotencyKey)
}

/// A form with files, as clients write it.
func form(_ parts: [(name: String, file: String?, bytes: [UInt8])], boundary: String = "xyz") -> [UInt8] {
    let sections = parts.map { part -> [UInt8] in
        let file = part.file.map { "; filename=\"\($0)\"" } ?? ""
        let header = "--\(boundary)\r\nContent-Disposition: form-data; name=\"\(part.name)\"\(file)\r\n\r\n"
        return Array(header.utf8) + part.bytes + Array("\r\n".utf8)
    }
    return sections.flatMap { $0 } + Array("--\(boundary)--\r\n".utf8)
}

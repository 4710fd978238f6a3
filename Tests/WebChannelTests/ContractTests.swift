import ComplaintModel
import Foundation
import HTTPContract
import SchemaChecking
import Testing
import WebChannel

/// The server takes what the published contract allows, and nothing else.
@Suite struct ContractTests {
    private let full = """
        {"way":"phone_desk","reference":"CALL-1","submitted_at":"2026-11-22T09:15:00+07:00","subject":"ไฟฟ้าดับ",
         "addressee":"ศูนย์ 1111","text":"ไฟฟ้าดับทุกเย็น","kind":"grievance","category":"ไฟฟ้า",
         "complainant":{"title":"นาย","first":"สมมุติ","last":"ใจเย็น","citizen_id":"1234567890121",
           "phones":["0810001234","+66810001235","1111"],"emails":["somm@example.org"],"line_ids":["somm"],
           "anonymous":false,"secrecy":true,
           "address":{"house":"1/2","moo":"3","village":"ก","soi":"4","road":"ข","subdistrict":"บางพูด",
             "district":"ปากเกร็ด","province":"นนทบุรี","postcode":"11120"}},
         "respondent":{"title":"นาย","first":"ทดสอบ","last":"ระบบ"},
         "incident":{"date":"2026-11-20","place":{"province":"นนทบุรี","postcode":"11120"}}}
        """

    @Test func theExamplesOfTheContractAreTaken() async throws {
        let desk = try Desk()
        let operation = desk.contract.root["paths"]?["/submissions"]?["post"]
        let examples = operation?["requestBody"]?["content"]?["application/json"]?["examples"]?.members ?? [:]
        #expect(examples.count >= 2)
        for example in examples.values {
            let value = try #require(example["value"])
            #expect(try desk.contract.faults(of: value, by: desk.schema) == [])
            #expect(try await desk.status(submission(value.json)) == .created)
        }
    }

    /// Every value of a full submission is left out, emptied, made too long, put at its limit and given another type,
    /// and every object gets a key too many; contract and server must agree on each.
    @Test func contractAndServerAgreeOnEveryChange() async throws {
        let desk = try Desk()
        let whole = try JSONValue(full)
        #expect(try await desk.status(submission(whole.json)) == .created)
        let changes = whole.changes()
        #expect(changes.count > 200)
        var refused = 0
        for (what, changed) in changes {
            let isAllowed = try desk.contract.faults(of: changed, by: desk.schema).isEmpty
            let hasText = changed["text"] != nil
            let status = try await desk.status(submission(changed.json))
            #expect((status == .created) == (isAllowed && hasText), "\(what): \(status)")
            if status != .created { refused += 1 }
        }
        #expect(refused > 100)
    }

    @Test(arguments: ["mobile-app", "phone-desk"])
    func theSamplesAreTaken(_ name: String) async throws {
        let tests = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        let file = tests.deletingLastPathComponent().appendingPathComponent("samples/web/\(name).json")
        #expect(try await Desk().status(submission([UInt8](try Data(contentsOf: file)))) == .created)
    }

    @Test func theServerHandsItsContractOut() async throws {
        let response = try await Desk().ask(HTTPRequest(method: "GET", path: "/openapi.yaml"))
        #expect(response.body == SubmissionIntake.contract)
    }

    @Test(arguments: [
        "", "null", "[]", "7", "{", "{\"way\":\"web_form\",\"text\":\"a\"", "\u{FEFF}{}",
        "{\"way\":null,\"text\":\"a\"}",
    ])
    func whatIsNoSubmissionIsRefused(_ body: String) async throws {
        #expect(try await Desk().status(submission(body)) == .unprocessable)
    }

    @Test func aTextOfNothingButSpaceIsNoComplaint() async throws {
        #expect(try await Desk().status(submission(#"{"way":"web_form","text":" \n\t\u00a0"}"#)) == .unprocessable)
    }

    @Test func aRefusalNamesThePlaceAndNotTheValue() async throws {
        let response = try await Desk().ask(
            submission(#"{"way":"web_form","text":"a","complainant":{"citizen_id":"987654321"},"colour":"red"}"#))
        let body = String(decoding: response.body, as: UTF8.self)
        #expect(body.contains("/complainant/citizen_id") && body.contains("/colour"))
        #expect(!body.contains("987654321") && !body.contains("red"))
    }
}

extension JSONValue {
    var json: String {
        switch self {
        case .null: "null"
        case .boolean(let value): "\(value)"
        case .number(let value): "\(value)"
        case .string(let text): (try? JSONEncoder().encode(text)).map { String(decoding: $0, as: UTF8.self) } ?? "\"\""
        case .array(let items): "[\(items.map(\.json).joined(separator: ","))]"
        case .object(let members):
            "{\(members.map { "\(JSONValue.string($0.key).json):\($0.value.json)" }.joined(separator: ","))}"
        }
    }

    /// The value changed in one place in every way that could matter.
    func changes(_ place: String = "") -> [(String, JSONValue)] {
        switch self {
        case .object(let members):
            let added = ("\(place)/extra", JSONValue.object(members.merging(["extra": .string("a")]) { $1 }))
            return [added, (place, .string("a")), (place, .array([]))]
                + members.flatMap { name, value -> [(String, JSONValue)] in
                    let left = JSONValue.object(members.filter { $0.key != name })
                    return [("\(place)/\(name) left out", left)]
                        + value.changes("\(place)/\(name)").map { what, changed in
                            (what, .object(members.merging([name: changed]) { $1 }))
                        }
                }
        case .array(let items):
            let first = items.first ?? .null
            let many = [10, 11].map { ("\(place) \($0) times", JSONValue.array(Array(repeating: first, count: $0))) }
            return many + [(place, .array([])), (place, first)]
                + first.changes("\(place)/0").map { ($0, .array([$1] + items.dropFirst())) }
        case .string(let text):
            let lengths = [0, 1, 4, 5, 6, 12, 14, 200, 201, 500, 501].map { count in
                ("\(place) of \(count) characters", JSONValue.string(String(repeating: "ก", count: count)))
            }
            let others = ["000000", "00", "+6681", "a@b", "2026-11-22", "web_form", "help"].map {
                ("\(place) \($0)", JSONValue.string($0))
            }
            return lengths + others + [
                (place, .number(7)), (place, .boolean(true)), ("\(place)x", .string(text + "x")),
            ]
        case .boolean, .number, .null: return [(place, .string("true")), (place, .number(1))]
        }
    }
}

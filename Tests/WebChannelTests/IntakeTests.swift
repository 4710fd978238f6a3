import ComplaintModel
import ContainerFormats
import Foundation
import HTTPContract
import PipelineContract
import RememberingIntake
import Testing

@Suite struct IntakeTests {
    private let short = #"{"way":"web_form","text":"ถนนเป็นหลุม"}"#

    @Test func onlySystemsWithAKeyMayHandOver() async throws {
        let desk = try Desk()
        for key in [nil, "", "first secret ", "First secret", "third"] as [String?] {
            #expect(try await desk.status(submission(short, key: key)) == .unauthorised)
        }
        for key in ["first secret", "second secret", "desk secret"] {
            #expect(try await desk.status(submission(short, key: key)) == .created)
        }
        #expect(desk.intake.taken.map { $0.provenance.details["key"] } == ["app", "app", "desk"])
    }

    @Test func aKeyIsGoodOnlyForItsWays() async throws {
        let desk = try Desk()
        let call = #"{"way":"phone_desk","text":"ก"}"#
        #expect(try await desk.status(submission(call, key: "first secret")) == .forbidden)
        #expect(desk.intake.taken.isEmpty)
        #expect(try await desk.status(submission(call)) == .created)
        #expect(desk.intake.taken[0].provenance.details["way"] == "phone_desk")
    }

    @Test func theSameSubmissionAgainIsKnownAlready() async throws {
        let desk = try Desk()
        let first = try await desk.ask(submission(short, idempotencyKey: "one"))
        let second = try await desk.ask(submission(short, idempotencyKey: "one"))
        #expect(first.status == .created && second.status == .ok)
        #expect(String(decoding: second.body, as: UTF8.self).contains("\"known\""))
        #expect(desk.intake.taken.count == 1)
        #expect(try await desk.status(submission(short, idempotencyKey: "two")) == .created)
        #expect(desk.intake.taken.count == 2, "the same words under another key are another submission")
    }

    @Test func oneKeyForTwoSubmissionsIsRefused() async throws {
        let desk = try Desk()
        #expect(try await desk.status(submission(short, idempotencyKey: "one")) == .created)
        let other = #"{"way":"web_form","text":"น้ำไม่ไหล"}"#
        #expect(try await desk.status(submission(other, idempotencyKey: "one")) == .unprocessable)
        #expect(desk.intake.taken.count == 1)
        #expect(
            try await desk.status(submission(other, key: "first secret", idempotencyKey: "one")) == .created,
            "keys of two systems are two keys")
    }

    @Test(arguments: [nil, "", "a b", "ก", "a/b", String(repeating: "a", count: 129)] as [String?])
    func anIdempotencyKeyIsNeeded(_ key: String?) async throws {
        #expect(try await Desk().status(submission(short, idempotencyKey: key)) == .badRequest)
    }

    @Test func nothingIsPromisedBeforeItIsDurable() async throws {
        let desk = try Desk()
        for mood in [RememberingIntake.Mood.full, .broken] {
            desk.intake.set(mood)
            let response = try await desk.ask(submission(short, idempotencyKey: "one"))
            #expect(response.status == .unavailable)
            #expect(response.header.contains { $0.name == "Retry-After" })
        }
        desk.intake.set(.well)
        #expect(try await desk.status(submission(short, idempotencyKey: "one")) == .created)
    }

    // MARK: Attachments

    private func form(_ boundary: String = "xyz") -> HTTPRequest {
        let picture: [UInt8] = [0xFF, 0xD8, 0xFF, 0x0D, 0x0A, 0x2D, 0x2D, 0x78]
        let parts: [(name: String, file: String?, bytes: [UInt8])] = [
            ("submission", nil, Array(short.utf8)), ("attachment", #"../ภาพ \"1\".jpg"#, picture),
            ("attachment", "", []),
        ]
        return submission(
            WebChannelTests.form(parts, boundary: boundary), idempotencyKey: "one",
            type: "multipart/form-data; boundary=\"\(boundary)\"")
    }

    @Test func aFormIsKeptAsItCameAndOpensAgain() async throws {
        let desk = try Desk()
        #expect(try await desk.status(form()) == .created)
        let taken = try #require(desk.intake.taken.first)
        #expect(taken.mediaType == .multipart)
        let body = try SubmissionBody(evidence: taken.bytes, mediaType: taken.mediaType)
        #expect(body.json == Array(short.utf8))
        #expect(body.attachments.map { Array($0.bytes) } == [[0xFF, 0xD8, 0xFF, 0x0D, 0x0A, 0x2D, 0x2D, 0x78], []])
        #expect(body.attachments[0].fileName == #"../ภาพ "1".jpg"#)
    }

    @Test func aClientMayChooseAnotherBoundaryWhenItTriesAgain() async throws {
        let desk = try Desk()
        #expect(try await desk.status(form("xyz")) == .created)
        #expect(try await desk.status(form("another")) == .ok)
        #expect(desk.intake.taken.count == 1)
    }

    @Test func attachmentsAloneAreAComplaintToo() async throws {
        let parts: [(name: String, file: String?, bytes: [UInt8])] = [
            ("submission", nil, Array(#"{"way":"web_form"}"#.utf8)), ("attachment", "a.pdf", Array("%PDF-1.4".utf8)),
        ]
        let request = submission(WebChannelTests.form(parts), type: "multipart/form-data; boundary=xyz")
        #expect(try await Desk().status(request) == .created)
        let bare = submission(#"{"way":"web_form"}"#)
        #expect(try await Desk().status(bare) == .unprocessable)
    }

    @Test func formsThatAreBrokenOrHostileAreRefused() async throws {
        let good = WebChannelTests.form([("submission", nil, Array(short.utf8))])
        func type(_ boundary: String) -> String { "multipart/form-data; boundary=\(boundary)" }
        let many = (0..<21).map { (name: "attachment", file: String?("\($0)"), bytes: [UInt8]("a".utf8)) }
        let whole = (name: "submission", file: String?.none, bytes: Array(short.utf8))
        let bodies: [(String, [UInt8])] = [
            (type("other"), good), ("multipart/form-data", good), (type(""), good),
            (type(String(repeating: "x", count: 80)), good),
            (type("xyz"), Array(good.dropLast(6))), (type("xyz"), Array(good.dropFirst())), (type("xyz"), []),
            (type("xyz"), Array("--xyz--\r\n".utf8)), (type("xyz"), Array("--xyz\r\n".utf8)),
            (type("xyz"), WebChannelTests.form([whole, whole])), (type("xyz"), WebChannelTests.form([whole] + many)),
            (type("xyz"), WebChannelTests.form([whole, ("other", nil, [1])])),
            (type("xyz"), Array("--xyz\r\nX: \(String(repeating: "y", count: 9000))\r\n\r\na\r\n--xyz--".utf8)),
            (
                type("xyz"),
                Array(
                    "--xyz\r\nContent-Disposition: form-data; name=submission\r\nContent-Transfer-Encoding: base64\r\n\r\ne30=\r\n--xyz--"
                        .utf8)
            ),
        ]
        for (type, body) in bodies {
            let desk = try Desk()
            #expect(try await desk.status(submission(body, type: type)) == .badRequest, "\(type)")
            #expect(desk.intake.taken.isEmpty)
        }
    }

    @Test func otherMediaTypesAreRefused() async throws {
        #expect(try await Desk().status(submission(Array(short.utf8), type: "text/plain")) == .unsupportedMediaType)
    }
}

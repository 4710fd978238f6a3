import ComplaintModel
import Foundation
import PipelineContract
import Testing

/// Every sample mail is unpacked by the real engines and compared with its truth.
@Suite struct MailSampleTests {
    struct Truth: Decodable {
        struct File: Decodable {
            let name: String
            let declaredType: String
            let mediaType: MediaType
            let pages: [Int]

            enum CodingKeys: String, CodingKey {
                case name, pages
                case declaredType = "declared_type"
                case mediaType = "media_type"
            }
        }
        let expected: String
        let rule: String?
        let subject: String?
        let sender: String?
        let text: String?
        let quoted: String?
        let pages: Int?
        let attachments: [File]?
        let codes: [TrackingCode]?
        let doubts: [Doubt.Kind]?
        let authentication: [String: String]?
    }

    private static let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(
        path: "../../samples/mail")

    static let names: [String] = {
        let files = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
        return files.filter { $0.hasSuffix(".eml") }.map { String($0.dropLast(4)) }.sorted()
    }()

    @Test func thereAreSamples() { #expect(Self.names.count >= 37) }

    @Test(arguments: names)
    func becomesWhatItsTruthSays(_ name: String) async throws {
        let mail = [UInt8](try Data(contentsOf: Self.folder.appending(path: "\(name).eml")))
        let data = try Data(contentsOf: Self.folder.appending(path: "truth/\(name).json"))
        let truth = try JSONDecoder().decode(Truth.self, from: data)
        let (outcome, evidence) = try await unpackMail(mail)
        check(outcome, truth.expected)
        if let rule = truth.rule {
            #expect(outcome.rejection?.hasPrefix("mail rule \(rule): ") == true)
            return
        }
        let document = try #require(outcome.mail)
        if let text = truth.text { #expect(scalars(document.text) == scalars(text)) }
        let quoted = document.passages.filter { $0.kind == .quoted }.map(\.text).joined(separator: "\n\n")
        #expect(scalars(quoted) == scalars(truth.quoted ?? ""))
        if let subject = truth.subject {
            #expect(scalars(document.arrival.provenance.details["subject"]) == scalars(subject))
        }
        if let sender = truth.sender { #expect(document.arrival.provenance.sender == sender) }
        #expect(document.pages.map(\.number) == Array(1..<(truth.pages ?? 0) + 1))
        #expect(document.doubts.map(\.kind) == truth.doubts ?? [])
        #expect(document.quotedCodes == truth.codes ?? [])
        for (method, result) in truth.authentication ?? [:] {
            #expect(document.arrival.provenance.details[method] == result)
        }
        compare(document.attachments, truth.attachments ?? [])
        for attachment in document.attachments {
            #expect(throws: Never.self) { try evidence.read(attachment.artefact.sha256) }
        }
    }

    private func check(_ outcome: Outcome, _ expected: String) {
        switch (outcome, expected) {
        case (.advance(let parcels), "text"): #expect(parcels.map(\.queue) == [.normalise])
        case (.advance(let parcels), "pages"): #expect(parcels.map(\.queue) == [.recognise])
        case (.hold, "held"), (.reject, "rejected"): break
        default: Issue.record("expected \(expected), came \(outcome)")
        }
    }

    private func compare(_ found: [MailAttachment], _ expected: [Truth.File]) {
        #expect(found.map { scalars($0.name) } == expected.map { scalars($0.name) })
        #expect(found.map(\.declaredType) == expected.map(\.declaredType))
        #expect(found.map(\.artefact.mediaType) == expected.map(\.mediaType))
        #expect(found.map(\.pages) == expected.map(\.pages))
    }

    /// Swift's `==` takes texts for equal whose Thai marks stand in another order.
    private func scalars(_ text: String?) -> [Unicode.Scalar] { Array((text ?? "").unicodeScalars) }
}

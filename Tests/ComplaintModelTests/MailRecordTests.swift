import ComplaintModel
import Foundation
import Testing

@Suite struct MailRecordTests {
    private func document() throws -> Document {
        let source = try #require(SourceName(rawValue: "mailbox"))
        let artefact = Artefact(sha256: ContentDigest(of: [1]), size: 1, mediaType: .mail)
        let arrival = Arrival(
            channel: .email, source: source, channelKey: "1", receivedAt: Timestamp(milliseconds: 0),
            artefact: artefact, provenance: Provenance())
        return Document(
            item: ItemID(arrival.id), arrival: arrival, pages: [], text: "x", passages: [Passage(.own, "x")],
            attachments: [MailAttachment(artefact: artefact, name: nil, declaredType: "a/b", pages: [1])],
            quotedCodes: [TrackingCode(buddhistYear: 2569, number: 1)])
    }

    @Test func aDocumentComesBackWhole() throws {
        let document = try document()
        let data = try JSONEncoder().encode(document)
        #expect(try JSONDecoder().decode(Document.self, from: data) == document)
    }

    @Test func recordsOfATimeBeforeMailAreRead() throws {
        let data = try JSONEncoder().encode(document())
        var object = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
        for key in ["passages", "attachments", "quoted_codes"] { #expect(object.removeValue(forKey: key) != nil) }
        let old = try JSONDecoder().decode(Document.self, from: JSONSerialization.data(withJSONObject: object))
        #expect(old.passages.isEmpty && old.attachments.isEmpty && old.quotedCodes.isEmpty && old.text == "x")
    }
}

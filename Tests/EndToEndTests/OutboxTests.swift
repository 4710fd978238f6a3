import Foundation
import Testing

/// From the door to the outbox, by the whole program.
@Suite struct OutboxTests {
    @Test func whatIsFiledReachesItsDestinations() throws {
        let site = try TemporarySite(
            stages: """
                outbox:
                  case-system: { type: folder, folder: { directory: out } }
                  by-mail:
                    type: mail_acknowledgement
                    mail_acknowledgement: { server: "smtp://127.0.0.1:1", from: no-reply@example.go.th }
                """)
        let out = site.folder.appendingPathComponent("out")
        try FileManager.default.createDirectory(at: out, withIntermediateDirectories: true)
        let message = site.folder.appendingPathComponent("message.txt")
        try Data("เรื่อง ถนนเป็นหลุม ขอให้ซ่อมถนนหน้าตลาด".utf8).write(to: message)
        let taken = try site.run("submit", "--channel", "sms", "--sender", "0812345678", message.path)
        #expect(taken.status == 0)
        #expect(try site.drain().status == 0)
        let files = try FileManager.default.contentsOfDirectory(atPath: out.path)
        let name = try #require(files.first)
        #expect(files.count == 1 && name.hasPrefix("RT69-000001-") && name.hasSuffix(".v1.json"))
        let json = try JSONSerialization.jsonObject(with: Data(contentsOf: out.appendingPathComponent(name)))
        #expect((json as? [String: Any])?["channel"] as? String == "sms")
        let status = try site.run("status", "--json")
        let answer = try JSONSerialization.jsonObject(with: Data(status.output.utf8)) as? [String: Any]
        let outbox = try #require(answer?["outbox"] as? [String: [String: Int]])
        #expect(outbox == ["case-system": ["delivered": 1], "by-mail": ["skipped": 1]])
    }
}

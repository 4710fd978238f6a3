import ComplaintModel
import EngineContract
import Foundation
import Testing

@testable import JailedEngine

/// Mails through the worker in its jail: its libraries find there what they need, and bombs cost one call.
@Suite struct MailTests {
    private func content(_ bytes: [UInt8]) -> Content {
        let artefact = Artefact(sha256: ContentDigest(of: bytes), size: bytes.count, mediaType: .mail)
        return Content(artefact: artefact, bytes: bytes)
    }

    private func sample(_ name: String) throws -> Content {
        let root = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../samples/mail")
        return content([UInt8](try Data(contentsOf: root.appending(path: name))))
    }

    @Test func mailsAreTakenApart() async throws {
        let engine = JailedEngine(Bench.configuration())
        let limits = EngineLimits()
        let mail = try sample("scan-attached.eml")
        let parts = try #require(try await engine.readMail(mail, limits: limits).content).parts
        #expect(parts.map(\.name) == [nil, "หนังสือร้องเรียน.tif"])
        let picture = try await engine.mailPart(parts[1].number, of: mail, limits: limits)
        #expect(MediaType(sniffing: picture) == .tiff && picture.count == parts[1].size)
        // iconv loads its tables from files.
        let japanese = try await engine.mailPart(1, of: sample("iso-2022-jp.eml"), limits: limits)
        #expect(String(decoding: japanese, as: UTF8.self).contains("街灯が壊れています。"))
        let page = "<p>น้ำ&nbsp;ไม่ไหล<img src='http://127.0.0.1:9/x.gif'>"
        let plain = try await engine.plainText(ofHTML: page, limits: limits)
        #expect(plain == PlainText(text: "น้ำ\u{A0}ไม่ไหล", isWhole: true))
    }

    @Test func theDeepestMailComesThrough() async throws {
        let parts = (0..<99).map { "Content-Type: multipart/mixed; boundary=b\($0)\r\n\r\n--b\($0)\r\n" }.joined()
        let mail = content(Array(("From: a@b.c\r\n" + parts + "\r\nhello\r\n").utf8))
        let reading = try await JailedEngine(Bench.configuration()).readMail(mail, limits: EngineLimits())
        var part = try #require(reading.content)
        while let inner = part.parts.first { part = inner }
        #expect(part.number == 100 && part.type == "text/plain")
    }

    @Test func bombsAreRefusedOrReadByTheSameWorker() async throws {
        let engine = JailedEngine(Bench.configuration())
        _ = try await engine.probe()
        let before = engine.processes
        let fields = [UInt8](repeatElement(Array("A: b\r\n".utf8), count: 200_000).joined())
        await #expect(throws: EngineFault.tooLarge(limit: "131072 bytes of headers", found: "more")) {
            _ = try await engine.readMail(content(fields + [0x0D, 0x0A]), limits: EngineLimits())
        }
        let huge = Array("Subject: x\r\n\r\n".utf8) + [UInt8](repeating: 0x61, count: 26 << 20)
        await #expect(throws: EngineFault.self) {
            _ = try await engine.readMail(content(huge), limits: EngineLimits())
        }
        #expect(engine.processes == before)
    }
}

import ComplaintModel
import EngineContract
import PipelineContract
import TestPages
import Testing

/// What becomes of mails that are too large, hostile, or met by an engine that fails.
@Suite struct MailUnpackingTests {
    private static let reading = MailReading(
        headers: [MailHeader(name: "subject", text: MailText([Array("help".utf8)]))], from: ["a@example.com"],
        content: MailPart(
            number: 1, type: "multipart/mixed",
            parts: [
                MailPart(number: 2, type: "text/plain", size: 5),
                MailPart(number: 3, type: "text/html", size: 5),
                MailPart(number: 4, type: "application/x-thing", name: "thing.bin", size: 3),
            ]))

    private func outcome(_ engine: ScriptedEngine, details: [String: String] = [:]) async throws -> Outcome {
        try await unpackMail(Array("Subject: help\r\n\r\n".utf8), details: details, with: engine).outcome
    }

    private static let words: @Sendable (Int) throws -> [UInt8] = { number in
        number == 4 ? [1, 2, 3] : Array("part \(number)".utf8)
    }

    @Test func anOversizeMailIsHeldWithItsSize() async throws {
        let head = "From: a@example.com\nSubject: =?utf-8?B?4LiB?=\n\n"
        let held = try #require(try await unpackMail(text: head, details: ["oversize": "31457280"]).heldCase)
        #expect(held.doubts.map(\.kind) == [.unopened])
        #expect(held.doubts.first?.detail.contains("31457280 bytes") == true)
        #expect(held.document.arrival.provenance.sender == "a@example.com")
        // A bounce is none the less one.
        let bounce = try await unpackMail(text: "Return-Path: <>\n\n", details: ["oversize": "31457280"])
        #expect(bounce.rejection?.hasPrefix("mail rule null-sender") == true)
    }

    @Test func anOversizeMailThatCannotBeParsedIsHeldAllTheSame() async throws {
        let engine = ScriptedEngine(reading: { throw EngineFault.crashed("signal 11") })
        let held = try #require(try await outcome(engine, details: ["oversize": "99999999"]).heldCase)
        #expect(held.doubts.first?.detail.contains("99999999 bytes") == true)
    }

    @Test(arguments: [
        EngineFault.crashed("signal 11"), .timedOut(seconds: 120), .unreadable("It is no mail."),
        .tooLarge(limit: "26214400 bytes a mail", found: "26214401 bytes"), .nonsense("half an answer"),
    ])
    func aMailThatCannotBeOpenedIsHeldWithTheReason(_ fault: EngineFault) async throws {
        let held = try #require(try await outcome(ScriptedEngine(reading: { throw fault })).heldCase)
        #expect(held.doubts.map(\.kind) == [.unopened])
        #expect(held.doubts.first?.detail.contains(fault.description) == true)
    }

    @Test func aFaultCostsOnePart() async throws {
        let engine = ScriptedEngine(
            reading: { Self.reading },
            part: { if $0 == 2 { throw EngineFault.crashed("x") } else { try Self.words($0) } })
        let document = try #require(try await outcome(engine).mail)
        #expect(document.text == "Subject: help\n\npart 3")
        #expect(document.attachments.map(\.name) == ["thing.bin"])
        #expect(document.doubts.map(\.kind) == [.unopened])
    }

    @Test func brokenHTMLIsToldOf() async throws {
        let engine = ScriptedEngine(
            reading: { Self.reading }, part: Self.words, text: { PlainText(text: $0, isWhole: false) })
        let document = try #require(try await outcome(engine).mail)
        #expect(document.text == "Subject: help\n\npart 2\n\npart 3")
        #expect(document.doubts.map(\.kind) == [.unopened])
    }

    @Test func anEngineThatCannotBeHadIsNoFaultOfTheMail() async throws {
        let absent = EngineFault.unavailable("no worker")
        for engine in [
            ScriptedEngine(reading: { throw absent }),
            ScriptedEngine(reading: { Self.reading }, part: { _ in throw absent }),
        ] {
            await #expect(throws: HouseFault(absent.description)) { try await outcome(engine) }
        }
    }

    @Test func liesAboutPartsAreNotBelieved() async throws {
        let many = (2...1500).map { MailPart(number: $0, type: "text/plain") }
        var deep = MailPart(number: 200, type: "text/plain")
        for number in (1..<200).reversed() { deep = MailPart(number: number, type: "multipart/mixed", parts: [deep]) }
        for content in [MailPart(number: 1, type: "multipart/mixed", parts: many), deep] {
            let reading = MailReading(headers: [], from: [], content: content)
            let held = try #require(try await outcome(ScriptedEngine(reading: { reading })).heldCase)
            #expect(held.doubts.map(\.kind) == [.unopened])
        }
        // A text of a size that was not announced.
        let huge = ScriptedEngine(reading: { Self.reading }, part: { _ in [UInt8](repeating: 0x61, count: 2 << 20) })
        let document = try #require(try await outcome(huge).mail)
        #expect(document.doubts.contains { $0.detail.contains("1048576 bytes of text") })
    }

    @Test func aPictureThatCannotBeDrawnIsKeptAndToldOf() async throws {
        let picture = TIFFWriter.file([.letter(lines: 3, resolution: 30)])
        let engine = ScriptedEngine(reading: { Self.reading }, part: { $0 == 4 ? picture : Array("words".utf8) })
        let document = try #require(try await outcome(engine).mail)
        #expect(document.pages.isEmpty && document.attachments.map(\.pages) == [[]])
        #expect(document.doubts.first?.detail.hasPrefix("Attachment 1 was kept but not read.") == true)
    }

    @Test func pagesAreNumberedThroughTheirFiles() async throws {
        let letter = Sheet.letter(lines: 12)
        let files = [TIFFWriter.file([letter, Sheet(), letter]), TIFFWriter.file([letter])]
        let parts = files.map { file in
            "--x\r\nContent-Type: image/tiff\r\nContent-Transfer-Encoding: binary\r\n\r\n".utf8 + file + "\r\n".utf8
        }
        let head = "From: a@example.com\r\nSubject: x\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n"
        let (outcome, evidence) = try await unpackMail(
            Array(head.utf8) + parts.flatMap { $0 } + Array("--x--\r\n".utf8))
        let document = try #require(outcome.document)
        #expect(document.pages.map(\.number) == [1, 3, 4])
        #expect(document.notes.map(\.number) == [2])
        #expect(document.attachments.map(\.pages) == [[1, 2, 3], [4]])
        #expect(document.pages.last?.image == document.attachments.last?.artefact)
        for page in document.pages { #expect(throws: Never.self) { try evidence.read(page.image.sha256) } }
    }

    @Test func aTextFileThatIsTooLongIsKeptAndToldOf() async throws {
        let reading = MailReading(
            headers: [], from: [],
            content: MailPart(
                number: 1, type: "multipart/mixed",
                parts: [
                    MailPart(number: 2, type: "text/plain"),
                    MailPart(number: 3, type: "text/plain", name: "long.txt", size: 2 << 20),
                ]))
        let document = try #require(
            try await outcome(ScriptedEngine(reading: { reading }, part: { Array("part \($0)".utf8) })).mail)
        #expect(document.attachments.map(\.name) == ["long.txt"] && document.text == "part 2")
        #expect(document.doubts.map(\.kind) == [.unopened])
    }

    @Test func htmlThatIsCalledPlainIsReadAsHTML() async throws {
        let text = "From: a@example.com\nSubject: x\n\n<HTML><body><p>The road</p><p>is broken</p></body></html>\n"
        #expect(try await unpackMail(text: text).mail?.text == "Subject: x\n\nThe road\n\nis broken")
    }

    @Test(arguments: [
        ("application/zip", Array("PK\u{3}\u{4}".utf8), true),
        ("application/octet-stream", Array("Rar!\u{1A}".utf8), true),
        ("application/msword", [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1], true),
        ("application/octet-stream", [0x78, 0x9F, 0x3E, 0x22], true),
        ("image/heic", [UInt8](repeating: 1, count: 40_000), true), ("image/gif", Array("GIF89a".utf8), false),
        ("application/octet-stream", Array("BM".utf8) + [UInt8](repeating: 0, count: 40_000), true),
        ("text/csv", Array("BMW,1".utf8) + [UInt8](repeating: 0x61, count: 40_000), false),
        ("audio/mpeg", Array("ID3".utf8), false), ("application/octet-stream", [], false),
    ])
    func whatNobodyHasReadGoesToAPerson(_ type: String, _ bytes: [UInt8], _ isDoubtful: Bool) async throws {
        let reading = MailReading(
            headers: [], from: [],
            content: MailPart(
                number: 1, type: "multipart/mixed",
                parts: [MailPart(number: 2, type: "text/plain"), MailPart(number: 3, type: type)]))
        let engine = ScriptedEngine(reading: { reading }, part: { $0 == 3 ? bytes : Array("words".utf8) })
        let document = try #require(try await outcome(engine).mail)
        #expect(document.attachments.map(\.declaredType) == [type] && document.text == "words")
        #expect(document.doubts.map(\.kind) == (isDoubtful ? [.unopened] : []))
    }

    @Test func runningTwiceGivesTheSame() async throws {
        let text = "From: a@example.com\nSubject: x\n\nwords\n> quoted\n"
        let first = try await unpackMail(text: text).mail
        #expect(try await unpackMail(text: text).mail == first)
        #expect(first?.passages.map(\.kind) == [.own, .quoted])
    }
}

import ComplaintModel
import EngineContract
import MailEngine
import Testing

@Suite struct MailEngineTests {
    private let engine = MailEngine()
    private let limits = EngineLimits()

    private func mail(_ text: String) -> [UInt8] {
        Array(text.split(separator: "\n", omittingEmptySubsequences: false).joined(separator: "\r\n").utf8)
    }

    private func subject(_ value: String) throws -> [[UInt8]] {
        let reading = try engine.read(mail("From: a@b.c\nSubject: \(value)\n\nx\n"), limits: limits)
        return try #require(reading.headers.first { $0.name == "subject" }).text.pieces
    }

    // MARK: Structure

    @Test func everyPartHasItsNumberTypeAndSize() throws {
        let text = """
            From: "Somebody" <a@b.c>, d@e.f
            Content-Type: multipart/mixed; boundary=x

            --x
            Content-Type: TEXT/Plain; charset="UTF-8"; format=Flowed

            hello
            --x
            Content-Type: image/png; name="p.png"
            Content-Disposition: ATTACHMENT; filename="q.png"
            Content-Transfer-Encoding: base64

            iVBORw0KGgo=
            --x
            Content-Type: message/rfc822

            Subject: inner

            inside
            --x--
            """
        let reading = try engine.read(mail(text), limits: limits)
        #expect(reading.from == ["a@b.c", "d@e.f"])
        let content = try #require(reading.content)
        #expect(content.type == "multipart/mixed" && content.number == 1)
        #expect(content.parts.map(\.number) == [2, 3, 4])
        #expect(content.parts.map(\.type) == ["text/plain", "image/png", "message/rfc822"])
        #expect(content.parts[0].parameters == ["charset": "utf-8", "format": "flowed"])
        #expect(content.parts[1].disposition == "attachment" && content.parts[1].name == "q.png")
        #expect(content.parts[1].size == 8 && content.parts[1].mediaType == .png)
        #expect(content.parts[2].headers.map(\.name) == ["subject"])
        #expect(content.parts[2].parts.map(\.number) == [5])
        #expect(try engine.part(2, of: mail(text), limits: limits) == Array("hello".utf8))
        #expect(try engine.part(3, of: mail(text), limits: limits).count == 8)
        #expect(throws: EngineFault.self) { try engine.part(4, of: mail(text), limits: limits) }
        #expect(throws: EngineFault.self) { try engine.part(99, of: mail(text), limits: limits) }
    }

    @Test(arguments: [[], Array("no header at all".utf8), [0], [0xFF, 0xFE, 0, 0], Array("\r\n\r\nbody".utf8)])
    func whatIsHardlyAMailIsReadOrRefused(_ bytes: [UInt8]) {
        do {
            let reading = try engine.read(bytes, limits: limits)
            #expect(reading.from.isEmpty)
        } catch {
            #expect(!error.description.isEmpty)
        }
    }

    // MARK: Header texts

    private static func utf8(_ text: String) -> [UInt8] { Array(text.utf8) }

    private static let encodedWords: [(value: String, pieces: [[UInt8]])] = [
        ("=?utf-8?B?4LiB?= =?UTF-8?B?4LiC?=", [utf8("กข")]),
        // A letter is split between two words.
        ("=?utf-8?B?4Lg=?=\n =?utf-8?B?gQ==?=", [utf8("ก")]),
        ("=?tis-620?Q?=A1_=A2?= =?utf-8?Q?=E0=B8=81?=", [[0xA1, 0x20, 0xA2], utf8("ก")]),
        ("Re: =?tis-620*th?q?=A1?= end", [utf8("Re: "), [0xA1], utf8(" end")]),
        ("=?utf-8?B?4LiB", [utf8("=?utf-8?B?4LiB")]),
        ("=?utf-8?X?abc?=", [utf8("=?utf-8?X?abc?=")]),
        ("=?utf-8?Q??= =?utf-8?Q?a?=", [utf8("a")]), ("a =?", [utf8("a =?")]), ("=?", [utf8("=?")]),
        ("a =? b ?= c", [utf8("a =? b ?= c")]),
        // Padding is missing, blanks stand within.
        ("=?utf-8?B?4LiB4L iC?=", [utf8("กข")]),
        ("=?utf-8?Q?=ZZ=E0=B8=81=?=", [utf8("=ZZก=")]),
        // Charsets that are neither Thai nor Unicode come as UTF-8.
        ("=?iso-8859-1?Q?caf=E9?=", [utf8("café")]),
        ("=?windows-1252?Q?=80=81?=", [utf8("€\u{81}")]),
        ("=?koi8-r?B?8A==?=", [utf8("П")]),
        ("=?iso-2022-jp?B?GyRCMzkbKEI=?=", [utf8("街")]),
        // What says Latin and is UTF-8 is UTF-8.
        ("=?iso-8859-1?Q?=E0=B8=81?=", [utf8("ก")]),
        ("=?no-such-charset?Q?=A1?=", [[0xA1]]),
        ("=?../../etc?Q?=A1?=", [[0xA1]]),
    ]

    @Test(arguments: encodedWords) func encodedWordsAreUndone(_ word: (value: String, pieces: [[UInt8]])) throws {
        #expect(try subject(word.value) == word.pieces)
    }

    @Test func aFieldOfBeginningsTakesNoTime() throws {
        for words in ["=?u?Q?x ", "=?u?X?x?= ", "=?u?Q?x?= ", "=?u?B?=?= "] {
            let value = String(repeating: words, count: 100_000 / words.utf8.count)
            #expect(try subject(value).count <= 2)
        }
    }

    @Test func fileNamesAreUndone() throws {
        func name(_ parameters: String) throws -> String? {
            let text =
                "From: a@b.c\nContent-Type: application/pdf\nContent-Disposition: attachment; \(parameters)\n\nx\n"
            return try engine.read(mail(text), limits: limits).content?.name
        }
        #expect(try name("filename*=UTF-8''%E0%B8%81.pdf") == "ก.pdf")
        #expect(try name("filename*=tis-620'th'%A1.pdf") == "ก.pdf")
        #expect(try name("filename*0*=utf-8''%E0%B8;\n filename*1*=%81; filename*2=.pdf") == "ก.pdf")
        #expect(try name("filename=\"=?windows-874?B?oQ==?=.pdf\"") == "ก.pdf")
        #expect(try name("filename=../../etc/passwd") == "../../etc/passwd")
    }

    @Test func textInAForeignCharsetComesAsUTF8() throws {
        func body(_ charset: String, _ hex: String) throws -> [UInt8] {
            let text =
                "From: a@b.c\nContent-Type: text/plain; charset=\(charset)\nContent-Transfer-Encoding: quoted-printable\n\n\(hex)"
            return try engine.part(1, of: mail(text), limits: limits)
        }
        #expect(try body("iso-8859-1", "caf=E9") == Array("café".utf8))
        #expect(try body("tis-620", "=A1") == [0xA1])
        #expect(try body("windows-874", "=E0=B8=81") == [0xE0, 0xB8, 0x81])
        #expect(try body("utf-16le", "=01=0E") == Array("ก".utf8))
        #expect(try body("gb2312", "=C4=E3=FF") == Array("你\u{FFFD}".utf8))
    }

    // MARK: Limits

    @Test func everyBoundStandsInItsError() throws {
        func fault(_ bytes: [UInt8], _ change: (inout EngineLimits) -> Void = { _ in }) -> EngineFault? {
            var limits = EngineLimits()
            change(&limits)
            do { _ = try engine.read(bytes, limits: limits) } catch { return error }
            return nil
        }
        let small = mail("From: a@b.c\n\nx\n")
        #expect(fault(small) == nil)
        #expect(fault(small) { $0.mailBytes = 10 } == .tooLarge(limit: "10 bytes a mail", found: "18 bytes"))
        let many = Array("A: b\r\n".utf8)
        let headers = Array(repeatElement(many, count: 30_000).joined()) + small
        #expect(fault(headers) == .tooLarge(limit: "131072 bytes of headers", found: "more"))
        let long = Array("Subject: ".utf8) + [UInt8](repeating: 0x61, count: 200_000) + Array("\r\n\r\n".utf8)
        #expect(fault(long) == .tooLarge(limit: "131072 bytes of headers", found: "more"))
        let start = mail("From: a@b.c\nContent-Type: multipart/mixed; boundary=x\n\n")
        let inPart = start + Array("--x\r\n".utf8) + headers
        #expect(fault(inPart) == .tooLarge(limit: "131072 bytes of headers", found: "more"))
        let inMail = mail("From: a@b.c\nContent-Type: Message/RFC822\n\n") + headers
        #expect(fault(inMail) == .tooLarge(limit: "131072 bytes of headers", found: "more"))
        let parts = start + Array(repeatElement(Array("--x\r\n\r\na\r\n".utf8), count: 1000).joined())
        #expect(fault(parts) == .tooLarge(limit: "1000 parts a mail", found: "more parts"))
        let nested = (0..<150).map { "Content-Type: multipart/mixed; boundary=b\($0)\n\n--b\($0)\n" }.joined()
        #expect(fault(mail("From: a@b.c\n" + nested)) == .tooLarge(limit: "100 parts within each other", found: "more"))
    }

    @Test func manyPartsAndLinesOfDashesPass() throws {
        let start = mail("From: a@b.c\nContent-Type: multipart/mixed; boundary=x\n\n")
        let parts = start + Array(repeatElement(Array("--x\r\n\r\na\r\n".utf8), count: 900).joined())
        #expect(try engine.read(parts, limits: limits).content?.parts.count == 900)
        let dashes =
            mail("From: a@b.c\n\n") + Array(repeatElement(Array("----------\r\nword\r\n".utf8), count: 5000).joined())
        #expect(try engine.read(dashes, limits: limits).content?.type == "text/plain")
    }
}

import Testing

@testable import MailChannel

/// What a server says, cut and read by the grammar of RFC 3501.
@Suite struct GrammarTests {
    private func responses(_ text: String, pieces size: Int = .max, limit: Int = 1000) throws -> [Response] {
        var reader = ResponseReader()
        reader.literalLimit = limit
        var responses: [Response] = []
        var rest = Array(text.replacing("\n", with: "\r\n").utf8)[...]
        while !rest.isEmpty {
            reader.feed(Array(rest.prefix(size)))
            rest = rest.dropFirst(size)
            while let pieces = try reader.next() { responses.append(try ResponseParser.parse(pieces)) }
        }
        return responses
    }

    /// As Dovecot 2.3 speaks.
    private let transcript = """
        * CAPABILITY IMAP4rev1 SASL-IR IDLE LITERAL+
        r1 OK Capability completed (0.001 + 0.000 secs).
        * FLAGS (\\Answered \\Flagged \\Deleted \\Seen \\Draft)
        * OK [PERMANENTFLAGS (\\Answered \\*)] Flags permitted {99}
        * 5 EXISTS
        * 5 RECENT
        * OK [UIDVALIDITY 1795315596] UIDs valid
        r2 OK [READ-WRITE] Select completed (0.003 + 0.000 + 0.002 secs).
        * 1 FETCH (UID 1 FLAGS (\\Seen $Taken) INTERNALDATE "22-Nov-2026 02:47:14 +0000" RFC822.SIZE 727 MODSEQ (2))
        * 2 FETCH (UID 2 BODY[] {9}
        ab)
        c{3} ENVELOPE (NIL "a \\"b\\" (" {3}
        x"( NIL) BODY[HEADER.FIELDS (SUBJECT TO)] NIL)
        * 1 EXPUNGE
        * VANISHED (EARLIER) 41,43:116
        + idling
        * BYE [UNAVAILABLE] going
        """ + "\n"

    private let meaning: [Response] = [
        .capabilities(["IMAP4REV1", "SASL-IR", "IDLE", "LITERAL+"]),
        .status(tag: "r1", Status(condition: .done)), .other,
        .status(tag: nil, Status(condition: .done, code: "PERMANENTFLAGS", argument: "(\\Answered \\*)")),
        .exists(5), .other,
        .status(tag: nil, Status(condition: .done, code: "UIDVALIDITY", argument: "1795315596")),
        .status(tag: "r2", Status(condition: .done, code: "READ-WRITE")),
        .fetched(Fetched(uid: 1, size: 727)),
        .fetched(Fetched(uid: 2, body: Array("ab)\r\nc{3}".utf8))),
        .expunged, .other, .proceed,
        .status(tag: nil, Status(condition: .farewell, code: "UNAVAILABLE")),
    ]

    @Test(arguments: [1, 2, 3, 7, 64, 10_000])
    func aTranscriptMeansTheSameHoweverItIsCut(_ size: Int) throws {
        #expect(try responses(transcript, pieces: size) == meaning)
    }

    @Test(
        arguments: [
            "* 1 FETCH (UID 1 BODY[] {3}\nabcd)\n",  // one byte too few announced
            "* 1 FETCH (UID 1 BODY[] {5}\nabc)\nr1 OK\n",  // two too many: the bracket is swallowed
            "* 1 FETCH (UID 1 BODY[] {0}\nabc)\n", "* 1 FETCH (UID 1 BODY[] {1}\na\n", "* 1 FETCH (UID 1 BODY[] abc\n",
            "* 1 FETCH UID 1\n", "* 1 FETCH (UID x)\n", "* 1 FETCH (UID -1)\n", "* 1 FETCH (UID 4294967296)\n",
            "* 1 FETCH (UID 1) x\n", "* 1 FETCH (UID)\n", "* 1 FETCH (UID 1 ENVELOPE \"a\n", "* 1 FETCH (\n",
            "nonsense\n", "\n", "*\n", "r1 MAYBE\n", "* 1 FETCH (RFC822.SIZE 99999999999999999999)\n",
            "* 1 FETCH (UID 1 BODY[] {99999999999999999999}\n", "* 1 FETCH (UID 1 BODY[",
        ].map { $0.hasSuffix("[") ? $0 + "\n" : $0 })
    func whatIsNoResponseIsAFault(_ text: String) {
        #expect(throws: MailFault.self) { try responses(text) }
    }

    @Test func listsThatStandTooDeepAreAFaultAndNoCrash() {
        let deep = "* 1 FETCH (X \(String(repeating: "(", count: 100_000)))\n"
        #expect(throws: MailFault.self) { try responses(deep) }
    }

    @Test func aLineWithoutEndIsAFaultBeforeItFillsTheMemory() throws {
        var reader = ResponseReader()
        #expect(throws: MailFault.self) {
            for _ in 0..<100 {
                reader.feed([UInt8](repeating: 97, count: 100_000))
                _ = try reader.next()
            }
        }
    }

    @Test(arguments: [1001, 4_294_967_296])
    func aLiteralBeyondTheLimitIsRefusedBeforeItComes(_ size: Int) {
        #expect { try responses("* 1 FETCH (UID 1 BODY[] {\(size)}\n") } throws: {
            ($0 as? MailFault)?.kind == .literalTooLarge(size)
        }
    }

    @Test func bareLineFeedsAreAFault() {
        var reader = ResponseReader()
        reader.feed(Array("* OK hello\n".utf8))
        #expect(throws: MailFault.self) { try reader.next() }
    }

    /// Thousands of damaged transcripts end in responses or in a fault, never in a crash or a loop.
    @Test func damagedTranscriptsNeverCrash() {
        var random = SplitMix(state: 1111)
        let original = Array(transcript.replacing("\n", with: "\r\n").utf8)
        for _ in 0..<3000 {
            var bytes = original
            for _ in 0...Int(random.next() % 4) {
                let place = Int(random.next() % UInt64(bytes.count))
                switch random.next() % 3 {
                case 0: bytes[place] = UInt8(truncatingIfNeeded: random.next())
                case 1: bytes.remove(at: place)
                default: bytes.insert(Array("(){}[]\"\\* 0\r\n".utf8)[Int(random.next() % 13)], at: place)
                }
            }
            var reader = ResponseReader()
            reader.feed(bytes)
            while let pieces = try? reader.next() { _ = try? ResponseParser.parse(pieces) }
        }
    }
}

/// Steele, Lea and Flood's generator, for damage that is the same in every run.
struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}

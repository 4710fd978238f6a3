import Testing

@testable import MailChannel

/// What is said to a server, and when.
@Suite struct DialogueTests {
    private func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }

    @Test func commandsCarryTagsThatCountUp() throws {
        var dialogue = Dialogue()
        #expect(text(dialogue.begin(Command("NOOP"))) == "r1 NOOP\r\n")
        dialogue.receive(Array("* 3 EXISTS\r\nr1 OK done\r\n".utf8))
        #expect(try dialogue.next() == .untagged(.exists(3)))
        #expect(try dialogue.next() == .completed(Status(condition: .done)))
        #expect(try dialogue.next() == nil)
        #expect(text(dialogue.begin(Command("UID STORE", .plain("1:2"), .plain("+FLAGS (a)")))).hasPrefix("r2 UID"))
    }

    @Test func textThatCannotBeQuotedIsALiteralThatTheServerWaitsFor() throws {
        var dialogue = Dialogue()
        #expect(text(dialogue.begin(Command("SELECT", .string("a\r\nb")))) == "r1 SELECT {4}\r\n")
        dialogue.receive(Array("+ go on\r\n".utf8))
        #expect(try dialogue.next() == .send(Array("a\r\nb\r\n".utf8)))
    }

    @Test func withLiteralPlusNobodyWaits() {
        var dialogue = Dialogue()
        let command = Command("SELECT", .string("ก"), .plain("(X)"), offering: ["LITERAL+"])
        #expect(text(dialogue.begin(command)) == "r1 SELECT {3+}\r\nก (X)\r\n")
        #expect(text(Command("SELECT", .string("a \"b\" \\c")).parts[0]) == "SELECT \"a \\\"b\\\" \\\\c\"\r\n")
    }

    @Test func aRefusalSaysWhatWasRefusedAndNothingElse() throws {
        var dialogue = Dialogue()
        _ = dialogue.begin(Command("UID MOVE", .plain("7"), .string("Secret folder")))
        dialogue.receive(Array("r1 NO [TRYCREATE] Mailbox of Somchai is not there\r\n".utf8))
        #expect {
            try dialogue.next()
        } throws: { error in
            let fault = error as? MailFault
            return fault?.kind == .refused(code: "TRYCREATE")
                && fault?.description == "The mail server refuses UID MOVE with TRYCREATE."
        }
        #expect(text(dialogue.begin(Command("NOOP"))) == "r2 NOOP\r\n", "the session goes on")
    }

    @Test(arguments: ["r9 OK done\r\n", "+ go on\r\n", "r1 BYE\r\n", "* BYE\r\n"])
    func whatNobodyAskedForEndsTheSession(_ answer: String) {
        var dialogue = Dialogue()
        _ = dialogue.begin(Command("NOOP"))
        dialogue.receive(Array(answer.utf8))
        #expect { try dialogue.next() } throws: { ($0 as? MailFault)?.isRefusal == false }
    }

    @Test func idleWaitsForTheServersConsent() throws {
        var dialogue = Dialogue()
        #expect(text(dialogue.begin(Command("IDLE"))) == "r1 IDLE\r\n")
        dialogue.receive(Array("+ idling\r\n* 4 EXISTS\r\nr1 OK done\r\n".utf8))
        #expect(try dialogue.next() == .idling)
        #expect(try dialogue.next() == .untagged(.exists(4)))
        #expect(try dialogue.next() == .completed(Status(condition: .done)))
    }

    /// RFC 3501, section 5.1.3, and a Thai name as Dovecot writes it.
    @Test(arguments: [
        ("INBOX", "INBOX"), ("a&b", "a&-b"), ("~peter/mail/台北/日本語", "~peter/mail/&U,BTFw-/&ZeVnLIqe-"),
        ("ร้องเรียน", "&DiMOSQ4tDgcOQA4jDjUOIg4Z-"), ("😀", "&2D3eAA-"),
    ])
    func mailboxNamesAreModifiedUTF7(_ name: String, _ encoded: String) {
        #expect(MailboxName.encoded(name) == encoded)
    }
}

import Synchronization

@testable import MailChannel

/// A mail server in memory, honest unless told otherwise, that many sessions may talk to.
final class FakeMailServer: Sendable {
    struct Mail: Sendable {
        let uid: UInt32
        let bytes: [UInt8]
        var flags: Set<String> = []
    }

    struct State: Sendable {
        var capabilities = ["IMAP4rev1", "IDLE", "MOVE", "UIDPLUS", "CONDSTORE"]
        var uidValidity: UInt32 = 7
        var uidNext: UInt32 = 1
        var change: UInt64 = 1
        var mails: [Mail] = []
        /// What lies in other folders.
        var folders: [String: [Mail]] = ["Done": []]
        /// How often a body was sent.
        var fetches: [UInt32: Int] = [:]
        var sessions = 0
        /// What a liar makes of an answer to a command, by session from 1.
        var lie: (@Sendable (_ answer: [UInt8], _ command: String, _ session: Int) -> [UInt8])?
        /// What happens just before a command is answered.
        var before: (@Sendable (_ command: String, _ state: inout State) -> Void)?
        /// The size that a listing tells, where it is wrong.
        var toldSizes: [UInt32: Int] = [:]

        mutating func deliver(_ bytes: [UInt8]) {
            mails.append(Mail(uid: uidNext, bytes: bytes))
            (uidNext, change) = (uidNext + 1, change + 1)
        }
    }
    private let state = Mutex(State())

    init(_ mails: [[UInt8]] = [], _ change: (inout State) -> Void = { _ in }) {
        state.withLock { state in
            for mail in mails { state.deliver(mail) }
            change(&state)
        }
    }

    func with<Result: Sendable>(_ body: (inout State) -> Result) -> Result {
        state.withLock { body(&$0) }
    }

    /// Opens a session that is past its login.
    func open() -> FakeMailSession {
        FakeMailSession(
            self,
            number: with {
                $0.sessions += 1; return $0.sessions
            })
    }
}

/// One session: bytes of the client in, bytes of the server out.
struct FakeMailSession {
    let server: FakeMailServer
    let number: Int
    private var input: [UInt8] = []
    private var told = 0
    private var idleTag: String?
    /// Every command so far, without its tag.
    private(set) var commands: [String] = []

    init(_ server: FakeMailServer, number: Int) { (self.server, self.number) = (server, number) }

    /// What the server sends in answer to what came.
    mutating func answer(_ bytes: [UInt8]) -> [UInt8] {
        input += bytes
        var output: [UInt8] = []
        while let end = input.firstIndex(of: 10) {
            let line = String(decoding: input[..<end].filter { $0 != 13 }, as: UTF8.self)
            input.removeSubrange(...end)
            output += answer(line: line)
        }
        return output
    }

    /// What the server says by itself while the client idles.
    mutating func news() -> [UInt8] {
        guard idleTag != nil else { return [] }
        let count = server.with { $0.mails.count }
        guard count != told else { return [] }
        told = count
        return Array("* \(count) EXISTS\r\n".utf8)
    }

    private mutating func answer(line: String) -> [UInt8] {
        if line == "DONE", let tag = idleTag {
            idleTag = nil
            return Array("\(tag) OK idled\r\n".utf8)
        }
        let words = line.split(separator: " ", maxSplits: 1).map(String.init)
        guard words.count == 2 else { return Array("* BAD what?\r\n".utf8) }
        let (tag, command) = (words[0], words[1])
        commands.append(command)
        let number = self.number
        var told = self.told
        let (output, lie) = server.with { state in
            state.before?(command, &state)
            return (Self.output(command, tag, &state, &told), state.lie)
        }
        self.told = told
        if command == "IDLE" { idleTag = tag }
        return lie?(output, command, number) ?? output
    }

    private static func output(
        _ command: String, _ tag: String, _ state: inout FakeMailServer.State, _ told: inout Int
    ) -> [UInt8] {
        var output: [UInt8] = []
        func say(_ text: String) { output += Array("\(text)\r\n".utf8) }
        let words = command.split(separator: " ").map(String.init)
        switch words.prefix(words.first == "UID" ? 2 : 1).joined(separator: " ") {
        case "CAPABILITY": say("* CAPABILITY \(state.capabilities.joined(separator: " "))")
        case "NOOP": say("* \(state.mails.count) EXISTS")
        case "SELECT":
            say("* FLAGS (\\Answered \\Seen)")
            say("* OK [PERMANENTFLAGS (\\Answered \\Seen \\*)] Limited {12}")
            say("* \(state.mails.count) EXISTS")
            say("* OK [UIDVALIDITY \(state.uidValidity)] UIDs valid")
            say("* OK [UIDNEXT \(state.uidNext)] Predicted")
            if state.capabilities.contains("CONDSTORE") { say("* OK [HIGHESTMODSEQ \(state.change)] Highest") }
            told = state.mails.count
            say("\(tag) OK [READ-WRITE] Selected")
            return output
        case "UID FETCH": output += fetch(words[2], command, &state)
        case "UID STORE":
            let flag = words[words.count - 1].filter { $0 != "(" && $0 != ")" }
            let uids = numbers(words[2], state)
            for index in state.mails.indices where uids.contains(state.mails[index].uid) {
                state.mails[index].flags.insert(flag)
            }
        case "UID MOVE", "UID COPY":
            let target = words[3].filter { $0 != "\"" }
            guard state.folders[target] != nil else {
                say("\(tag) NO [TRYCREATE] no such folder")
                return output
            }
            let uids = numbers(words[2], state)
            state.folders[target]? += state.mails.filter { uids.contains($0.uid) }
            if words[1] == "MOVE" { remove(uids, &state, say) }
        case "UID EXPUNGE":
            let uids = numbers(words[2], state)
            remove(
                Set(state.mails.filter { $0.flags.contains("\\Deleted") }.map(\.uid)).intersection(uids), &state, say)
        case "CREATE": state.folders[words[1].filter { $0 != "\"" }] = []
        case "IDLE":
            say("+ idling")
            return output
        case "LOGOUT": say("* BYE see you")
        default:
            say("\(tag) BAD unknown")
            return output
        }
        say("\(tag) OK done")
        return output
    }

    private static func remove(_ uids: Set<UInt32>, _ state: inout FakeMailServer.State, _ say: (String) -> Void) {
        while let index = state.mails.firstIndex(where: { uids.contains($0.uid) }) {
            state.mails.remove(at: index)
            state.change += 1
            say("* \(index + 1) EXPUNGE")
        }
    }

    private static func fetch(_ set: String, _ command: String, _ state: inout FakeMailServer.State) -> [UInt8] {
        let uids = numbers(set, state)
        var output: [UInt8] = []
        for (index, mail) in state.mails.enumerated() where uids.contains(mail.uid) {
            output += Array("* \(index + 1) FETCH (UID \(mail.uid) ".utf8)
            if command.contains("RFC822.SIZE") {
                output += Array("RFC822.SIZE \(state.toldSizes[mail.uid] ?? mail.bytes.count)".utf8)
            } else {
                state.fetches[mail.uid, default: 0] += 1
                let isHead = command.contains("HEADER")
                let body = isHead ? head(of: mail.bytes) : mail.bytes
                output += Array("BODY[\(isHead ? "HEADER" : "")]\(isHead ? "<0>" : "") {\(body.count)}\r\n".utf8) + body
            }
            output += Array(")\r\n".utf8)
        }
        return output
    }

    private static func head(of bytes: [UInt8]) -> [UInt8] {
        let end = bytes.indices.dropLast(3).first { bytes[$0..<($0 + 4)].elementsEqual([13, 10, 13, 10]) }
        return Array(bytes[..<(end.map { $0 + 4 } ?? bytes.endIndex)])
    }

    private static func numbers(_ set: String, _ state: FakeMailServer.State) -> Set<UInt32> {
        let last = state.mails.last?.uid ?? 0
        var uids: Set<UInt32> = []
        for part in set.split(separator: ",") {
            let bounds = part.split(separator: ":").map { $0 == "*" ? last : UInt32($0) ?? 0 }
            let range = min(bounds[0], bounds[bounds.count - 1])...max(bounds[0], bounds[bounds.count - 1])
            uids.formUnion(state.mails.map(\.uid).filter(range.contains))
        }
        return uids
    }
}

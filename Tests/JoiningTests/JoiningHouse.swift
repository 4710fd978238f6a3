import ComplaintModel
import Foundation
import PipelineContract
import Spool
import StageRuntime
import Synchronization
import Testing

@testable import Joining

/// A house of the real spool and the joining stage; what unpacking and the later stages do is done by hand.
final class JoiningHouse {
    let path = NSTemporaryDirectory() + "joining-\(UUID().uuidString)"
    let watch = Watch()
    private(set) var spool: SpoolDirectory
    private var worker: StageWorker<JoiningStage>
    private let settings: JoiningSettings

    init(_ change: (inout JoiningSettings) -> Void = { _ in }) throws {
        var settings = JoiningSettings()
        change(&settings)
        self.settings = settings
        (spool, worker) = try JoiningHouse.open(path, watch, settings)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    private static func open(
        _ path: String, _ watch: Watch, _ settings: JoiningSettings
    ) throws -> (SpoolDirectory, StageWorker<JoiningStage>) {
        var marks = SpaceMarks()
        (marks.freeBytes, marks.freeShare, marks.freeInodeShare) = (0, 0, 0)
        let spool = try SpoolDirectory(path, marks: marks, allowingAnyFileSystem: true, clock: { watch.time })
        let stage = JoiningStage(
            memory: try PartMemory(directory: "\(path)/index"), evidence: spool.evidence, account: spool,
            settings: settings)
        return (spool, StageWorker(stage, spool: spool, events: Silence()))
    }

    /// What a new process would do; with a lost memory where that is wanted.
    func restart(losingMemory: Bool = false) throws {
        if losingMemory { try FileManager.default.removeItem(atPath: "\(path)/index") }
        (spool, worker) = try JoiningHouse.open(path, watch, settings)
        _ = try spool.recover()
    }

    /// Takes messages in, each as an arrival of its own, and unpacks them.
    @discardableResult func take(
        _ records: SMSRecord..., details: [String: String] = [:]
    ) async throws -> [ItemID] {
        var items: [ItemID] = []
        for record in records {
            watch.turn(seconds: 1)
            let incoming = Incoming(
                channel: .sms, source: .line, channelKey: record.channelKey, mediaType: .json,
                provenance: Provenance(sender: record.sender, details: details), bytes: try record.json())
            items.append(ItemID(try await spool.makeIntake().take(incoming).arrival))
            try unpack()
        }
        return items
    }

    private func unpack() throws {
        while let claim = try spool.claim(from: .unpack, events: Silence()) {
            let arrival = try claim.payload(as: Arrival.self)
            let parcel = Parcel(to: .join, item: claim.envelope.item, payload: arrival)
            try spool.settle(claim, .advance([parcel]), seconds: 0, events: Silence())
        }
    }

    /// Joins whatever is due, and gives what went on.
    @discardableResult func join(after seconds: Int64 = 0) async throws -> [Transcript] {
        watch.turn(seconds: seconds)
        try unpack()
        var isBusy = true
        while isBusy {
            _ = try spool.queue(.join).wakeDeferred(at: watch.time)
            isBusy = try await worker.step()
        }
        return try spool.queue(.normalise).entries(in: .ready).map {
            try spool.queue(.normalise).read(Transcript.self, of: $0).1
        }
    }

    /// Lets what went on be settled, as the later stages would.
    func settle(_ outcome: Outcome) throws {
        while let claim = try spool.claim(from: .normalise, events: Silence()) {
            try spool.settle(claim, outcome, seconds: 0, events: Silence())
        }
    }

    func state(of item: ItemID) throws -> Ledger.State? { try spool.ledger.item(item)?.state }

    func balance(filed: [ItemID: Set<ArrivalID>] = [:]) async throws -> Balance {
        try await spool.balance(
            filed: Set(filed.keys), isFiled: { filed[$0] != nil }, parts: { filed[$0] }, pause: {})
    }
}

/// A clock that tests turn.
final class Watch: Sendable {
    private let milliseconds = Mutex<Int64>(1_795_315_634_000)
    var time: Timestamp { Timestamp(milliseconds: milliseconds.withLock { $0 }) }
    func turn(seconds: Int64) { milliseconds.withLock { $0 += seconds * 1000 } }
}

struct Silence: EventSink {
    func emit(_ event: PipelineEvent) {}
}

extension SourceName {
    static var line: SourceName {
        guard let name = SourceName(rawValue: "line") else { preconditionFailure("line is a sound name") }
        return name
    }
}

extension SMSRecord {
    /// A message that came whole.
    static func whole(_ text: String, from sender: String? = "+66812345678", id: String, sentAt: Int64? = nil)
        -> SMSRecord
    {
        SMSRecord(
            dialect: "test", messageID: id, sender: sender, recipient: "1111",
            sentAt: sentAt.map { Timestamp(milliseconds: $0 * 1000) }, text: text,
            payload: Payload(.utf16BE, text.utf16BE), originals: [])
    }

    /// A long message cut into parts of `size` UTF-16 units, wherever that falls.
    static func parts(
        of text: String, size: Int, reference: Int = 7, bits: Int = 8, from sender: String = "+66812345678",
        id: String = "g"
    ) throws -> [SMSRecord] {
        let units = Array(text.utf16)
        let pieces = stride(from: 0, to: units.count, by: size).map { Array(units[$0..<min($0 + size, units.count)]) }
        return try pieces.enumerated().map { index, piece in
            let part = try #require(
                Part(reference: reference, referenceBits: bits, total: pieces.count, number: index + 1))
            return SMSRecord(
                dialect: "test", messageID: "\(id)\(index)", sender: sender, recipient: "1111", sentAt: nil, text: nil,
                payload: Payload(.utf16BE, piece.flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] }), part: part,
                originals: [])
        }
    }
}

extension String {
    var utf16BE: [UInt8] { utf16.flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] } }
    /// Scalars, since `==` on strings hides the order of marks.
    var scalars: [Unicode.Scalar] { Array(unicodeScalars) }
}

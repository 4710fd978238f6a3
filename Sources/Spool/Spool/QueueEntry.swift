public import ComplaintModel

/// The states an entry of a queue can be in, each a folder.
public enum EntryState: String, Codable, Sendable, Hashable, CaseIterable {
    /// Waits for a worker.
    case ready
    /// Is in the hands of a live worker, which holds a lock on it.
    case active
    /// Is tried again at a time.
    case deferred
    /// Waits for an operator or for `rongthuk queue release`.
    case held
    /// Cannot go on; kept with its reason.
    case quarantine
}

/// One entry of a queue, by its name alone.
public struct QueueEntry: Sendable, Hashable {
    /// The file's name.
    public let name: String
    /// The state it is in.
    public let state: EntryState
    /// The item, where the name is one of ours.
    public let item: ItemID?
    /// The round of the item it belongs to, where the name is one of ours.
    public let round: Int?
    /// When the item's arrival was taken in, where the name is one of ours.
    public let receivedAt: Timestamp?
    /// Not before this time, where it is deferred.
    public let notBefore: Timestamp?

    /// Reads a file's name: `<received>.<item>.<round>.record`, with `<not-before>@` before it in `deferred`.
    init(name: String, state: EntryState) {
        (self.name, self.state) = (name, state)
        let parts = name.split(separator: "@", maxSplits: 1)
        notBefore = parts.count == 2 ? Int64(parts[0]).map(Timestamp.init(milliseconds:)) : nil
        let words = (parts.last ?? "").split(separator: ".", omittingEmptySubsequences: false)
        guard words.count == 4, words[3] == "record", let received = Int64(words[0]),
            let item = ItemID(rawValue: String(words[1])), let round = Int(words[2])
        else {
            (self.item, self.round, receivedAt) = (nil, nil, nil)
            return
        }
        (self.item, self.round, receivedAt) = (item, round, Timestamp(milliseconds: received))
    }

    /// The name without a time before it.
    var plainName: String { name.split(separator: "@", maxSplits: 1).last.map(String.init) ?? name }

    /// The name of the note that says why the entry lies in quarantine.
    var noteName: String { name + QueueEntry.noteEnding }

    static let noteEnding = ".reason.txt"

    /// The name the entry has while it waits for `time`.
    func deferredName(until time: Timestamp) -> String { "\(time.milliseconds)@\(plainName)" }

    /// The name an item has in every queue, so that a second run writes over the first; one of an earlier round, that a
    /// crash brought back, never does.
    static func name(of envelope: Envelope) -> String {
        let digits = String(envelope.receivedAt.milliseconds)
        let padding = String(repeating: "0", count: max(0, 13 - digits.utf8.count))
        return "\(padding)\(digits).\(envelope.item.fileName).\(envelope.round).record"
    }
}

/// A record written under a temporary name and not yet visible.
struct StagedEntry {
    let temporaryName: String
    let name: String
}

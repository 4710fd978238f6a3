internal import ComplaintModel

/// A long message, whole or not, or a short one.
struct PartSet: Sendable {
    /// Its parts by number; a part that came twice with the same words stands once.
    private(set) var parts: [Int: MessageFacts]
    let total: Int
    let key: String?
    /// When the first of it was taken in.
    let since: Timestamp

    init(_ first: MessageFacts) {
        (parts, total, key) = ([first.number: first], first.total, first.set)
        since = first.receivedAt
    }

    /// Takes a part, unless it belongs to another message: references are used again.
    mutating func take(_ facts: MessageFacts) -> Bool {
        guard key != nil, facts.set == key else { return false }
        if let known = parts[facts.number] { return known.content == facts.content }
        parts[facts.number] = facts
        return true
    }

    /// Whether a message only says once more what stands here already, as the network sent it.
    func says(_ facts: MessageFacts) -> Bool {
        facts.sameness != nil && parts[facts.number]?.sameness == facts.sameness
    }

    /// The numbers that have not come, in runs.
    var missing: [ClosedRange<Int>] {
        var runs: [ClosedRange<Int>] = []
        for number in 1...max(1, total) where parts[number] == nil {
            if let last = runs.last, last.upperBound == number - 1 {
                runs[runs.count - 1] = last.lowerBound...number
            } else {
                runs.append(number...number)
            }
        }
        return runs
    }

    /// When it was written, as far as anybody knows.
    var writtenAt: Timestamp { parts.values.map { $0.sentAt ?? $0.receivedAt }.min() ?? since }
}

/// The messages of one sender that belong together.
struct Conversation: Sendable {
    /// The messages in the order they were written.
    let sets: [PartSet]
    private let first: Timestamp
    private let last: Timestamp
    private let count: Int
    private let hasSender: Bool

    /// Puts messages together; nil where there are none.
    init?(_ messages: [MessageFacts]) {
        let messages = messages.sorted { ($0.receivedAt, $0.item) < ($1.receivedAt, $1.item) }
        guard let first = messages.first, let last = messages.last else { return nil }
        var sets: [PartSet] = []
        for facts in messages where !sets.contains(where: { $0.says(facts) }) {
            if !sets.indices.contains(where: { sets[$0].take(facts) }) { sets.append(PartSet(facts)) }
        }
        self.sets = sets.enumerated().sorted { ($0.element.writtenAt, $0.offset) < ($1.element.writtenAt, $1.offset) }
            .map(\.element)
        (self.first, self.last, count) = (first.receivedAt, last.receivedAt, messages.count)
        hasSender = first.hasSender
    }

    /// When it goes on, whatever is missing then.
    func due(by settings: JoiningSettings) -> Timestamp {
        guard count < JoiningSettings.mostMessages else { return first }
        let gathered = hasSender ? last.adding(seconds: settings.gatherSeconds) : first
        let timeouts = sets.filter { !$0.missing.isEmpty }.map { $0.since.adding(seconds: settings.partTimeoutSeconds) }
        return min(timeouts.reduce(gathered, max), first.adding(seconds: settings.longestSeconds))
    }

    /// Why it waits, without a word of it.
    var waitsFor: String {
        let missing = sets.filter { !$0.missing.isEmpty }
        guard let set = missing.first else { return "further messages of the same sender" }
        return "part \(set.missing.words) of \(set.total) of a long message"
    }
}

extension [ClosedRange<Int>] {
    /// The runs as people write them: `2, 4-6`.
    var words: String {
        map { $0.count == 1 ? "\($0.lowerBound)" : "\($0.lowerBound)-\($0.upperBound)" }.joined(separator: ", ")
    }
}

/// The queues of the house, each named for its reader.
public enum QueueName: String, Codable, Sendable, Hashable, CaseIterable {
    case unpack, recognise, join, normalise, structure, deduplicate, review, file
}

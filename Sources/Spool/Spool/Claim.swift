/// An entry in the hands of this process; the lock goes when the value goes.
final class Claim: Sendable {
    let queue: SpoolQueue
    let entry: QueueEntry
    let envelope: Envelope
    let body: ArraySlice<UInt8>
    private let lock: OpenFile

    /// Reads the record in a locked file.
    ///
    /// - Throws: `SpoolError` with code `corrupt` where it is no sound record, or not the one its name says.
    init(_ queue: SpoolQueue, _ entry: QueueEntry, _ file: OpenFile) throws {
        (self.queue, self.entry, lock) = (queue, entry, file)
        body = try RecordFormat.body(of: try file.readAll(limit: SpoolQueue.largestRecord), path: file.path)
        do {
            envelope = try RecordFormat.envelope(from: body)
        } catch {
            throw SpoolError(.corrupt, "\(file.path): \(error)")
        }
        guard envelope.item == entry.item, envelope.round == entry.round else {
            throw SpoolError(.corrupt, "\(file.path) holds another record than its name says.")
        }
    }

    func payload<Payload: Decodable>(as type: Payload.Type) throws -> Payload {
        try RecordFormat.decode(type, from: body)
    }
}

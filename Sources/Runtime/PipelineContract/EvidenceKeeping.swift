public import ComplaintModel

/// Raw bytes by their digest: what stages may do with evidence.
public protocol EvidenceKeeping: Sendable {
    /// The bytes kept under `digest`, checked against it.
    func read(_ digest: ContentDigest) throws -> [UInt8]

    /// Keeps bytes durably; the same bytes twice are kept once.
    func keep(_ bytes: [UInt8], mediaType: MediaType) throws -> Artefact
}

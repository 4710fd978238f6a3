public import ComplaintModel
internal import HTTPContract

/// A system that may hand submissions over.
public struct APIKey: Sendable, Hashable {
    /// Its name, which stands in the provenance of what it hands over.
    public let name: String
    /// The ways it may name.
    public let ways: Set<WebSubmission.Way>
    /// The digests of its secrets, which are not kept themselves: one, or two while they are being changed.
    private let digests: [ContentDigest]

    /// Names a system.
    public init(name: String, secrets: [[UInt8]], ways: Set<WebSubmission.Way>) {
        (self.name, self.ways) = (name, ways)
        digests = secrets.map { ContentDigest(of: $0) }
    }

    /// Whether this is one of its secrets, without telling by its time how much of it is right.
    func holds(_ secret: [UInt8]) -> Bool {
        let digest = ContentDigest(of: secret).bytes
        return digests.reduce(false) { MessageAuthentication.isSame($1.bytes, digest) || $0 }
    }
}

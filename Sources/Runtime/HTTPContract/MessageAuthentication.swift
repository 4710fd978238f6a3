internal import CCrypto

/// Keyed digests (HMAC, RFC 2104), by which a request proves who sent it.
public enum MessageAuthentication {
    /// The digests in use.
    public enum Digest: String, Sendable, CaseIterable { case sha1, sha256 }

    /// The code of a message under a key: 20 bytes with SHA-1, 32 with SHA-256.
    public static func code(_ digest: Digest, key: [UInt8], over message: [UInt8]) -> [UInt8] {
        var code = [UInt8](repeating: 0, count: Int(EVP_MAX_MD_SIZE))
        var length: UInt32 = 0
        let function = digest == .sha1 ? EVP_sha1() : EVP_sha256()
        HMAC(function, key, Int32(key.count), message, message.count, &code, &length)
        return Array(code.prefix(Int(length)))
    }

    /// Whether two byte strings are the same, without telling by its time where they differ.
    public static func isSame(_ left: [UInt8], _ right: [UInt8]) -> Bool {
        left.count == right.count && CRYPTO_memcmp(left, right, left.count) == 0
    }
}

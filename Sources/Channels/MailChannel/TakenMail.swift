internal import ComplaintModel

/// A place in a mailbox: a UID and the numbering it belongs to.
struct MailPlace: Sendable, Hashable {
    let uidValidity: UInt32
    let uid: UInt32
}

/// One line of the book of taken mails: bytes, where they lay, and the place they are known by in the house.
struct TakenMail: Sendable, Hashable {
    let place: MailPlace
    let digest: ContentDigest
    /// The place they lay at when they first came; it is a part of the channel's key for ever.
    let key: MailPlace

    var line: String { "\(place.uidValidity) \(place.uid) \(digest) \(key.uidValidity) \(key.uid)\n" }
}

extension TakenMail {
    /// Reads a line, or gives nil where a crash left only a part of it.
    init?(line: Substring) {
        let words = line.split(separator: " ")
        guard words.count == 5, let digest = ContentDigest(hex: words[2]), let validity = UInt32(words[0]),
            let uid = UInt32(words[1]), let keyValidity = UInt32(words[3]), let keyUID = UInt32(words[4])
        else { return nil }
        place = MailPlace(uidValidity: validity, uid: uid)
        self.digest = digest
        key = MailPlace(uidValidity: keyValidity, uid: keyUID)
    }
}

/// Knows mails by their bytes when UIDs have got another meaning, so that none is taken for a new one.
///
/// Two mails with the same bytes stay two: each line of another numbering is recognised once.
struct KnownMails: Sendable {
    private struct Exact: Hashable {
        let place: MailPlace
        let digest: ContentDigest
    }
    private var exact: [Exact: MailPlace] = [:]
    private var free: [ContentDigest: [MailPlace]] = [:]

    init(_ lines: some Sequence<TakenMail>, uidValidity: UInt32) {
        var claimed: Set<MailPlace> = []
        var candidates: [(digest: ContentDigest, key: MailPlace)] = []
        var seen: Set<Exact> = []
        for mail in lines {
            if mail.place.uidValidity == uidValidity {
                exact[Exact(place: mail.place, digest: mail.digest)] = mail.key
                claimed.insert(mail.key)
            } else if seen.insert(Exact(place: mail.key, digest: mail.digest)).inserted {
                candidates.append((mail.digest, mail.key))
            }
        }
        for (digest, key) in candidates where !claimed.contains(key) { free[digest, default: []].append(key) }
    }

    /// The place that bytes at `place` are known by in the house: their own where they were never seen.
    mutating func key(for digest: ContentDigest, at place: MailPlace) -> MailPlace {
        let exact = Exact(place: place, digest: digest)
        if let key = self.exact[exact] { return key }
        guard let key = free[digest]?.first else { return place }
        free[digest]?.removeFirst()
        self.exact[exact] = key
        return key
    }
}

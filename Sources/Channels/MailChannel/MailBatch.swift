/// Messages that are fetched together: few enough bytes to be held in memory, enough of them to share the house's syncs.
struct MailBatch: Sendable, Hashable {
    let mails: [ListedMail]
    /// Whether only the head is fetched, the rest being more than is taken.
    let isOversize: Bool

    static let (mostMails, mostBytes) = (64, 8 << 20)

    /// Cuts a listing into batches, in its order: mails of more than `limit` bytes apart, and those that were in a batch
    /// that failed `alone`, for one of them may be the cause.
    static func cut(_ listing: [ListedMail], limit: Int, alone: Set<UInt32>) -> [MailBatch] {
        var batches: [MailBatch] = []
        var (open, bytes): ([ListedMail], Int) = ([], 0)
        func close() {
            if !open.isEmpty { batches.append(MailBatch(mails: open, isOversize: false)) }
            (open, bytes) = ([], 0)
        }
        for mail in listing {
            if mail.size > limit || alone.contains(mail.uid) {
                close()
                batches.append(MailBatch(mails: [mail], isOversize: mail.size > limit))
                continue
            }
            if open.count == mostMails || bytes + mail.size > mostBytes { close() }
            open.append(mail)
            bytes += mail.size
        }
        close()
        return batches
    }
}

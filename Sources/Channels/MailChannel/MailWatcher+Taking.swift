internal import ComplaintModel
internal import PipelineContract

/// What is known of messages whose fetching broke the session.
struct FetchTrouble: Sendable {
    /// They are fetched alone, until the one that makes trouble is found.
    var suspects: Set<UInt32> = []
    /// How often fetching one alone failed.
    var failures: [UInt32: Int] = [:]
    /// Sizes that showed only when the message came.
    var sizes: [UInt32: Int] = [:]
    /// The message that failed last when what was put aside was tried.
    var lastMended: UInt32 = 0

    static let mostFailures = 3

    mutating func clear(_ uids: some Sequence<UInt32>) {
        for uid in uids {
            suspects.remove(uid)
            failures[uid] = nil
        }
    }
}

extension MailWatcher {
    /// The most bytes of an over-size mail's head.
    private static let headLimit = 131_072

    /// Takes everything the mailbox has from the cursor on.
    func takeAll(_ session: IMAPSession, _ memory: MailboxMemory) async throws {
        while let first = UInt32(exactly: memory.cursor.next) {
            let listing = try session.list(from: first).map(corrected)
            guard !listing.isEmpty else { break }
            let batches = MailBatch.cut(listing, limit: configuration.maximumMailBytes, alone: trouble.suspects)
            for batch in batches {
                try Task.checkCancellation()
                try await take(batch, session, memory)
            }
        }
        if memory.cursor.isReconciling, memory.cursor.unfetched.isEmpty { try memory.endReconciling() }
    }

    private func corrected(_ mail: ListedMail) -> ListedMail {
        ListedMail(uid: mail.uid, size: max(mail.size, trouble.sizes[mail.uid] ?? 0))
    }

    /// Fetches a batch, makes it durable, deals with it on the server, and moves the cursor past it.
    ///
    /// Where the session breaks meanwhile, what came whole is taken all the same.
    ///
    /// - Returns: the messages that are in the house now.
    @discardableResult private func take(
        _ batch: MailBatch, _ session: IMAPSession, _ memory: MailboxMemory
    ) async throws -> Set<UInt32> {
        var fetched: [UInt32: [UInt8]] = [:]
        var broken: (any Error)?
        do { try fetch(batch, session, into: &fetched) } catch let fault as MailFault { broken = fault }
        let missing = batch.mails.map(\.uid).filter { fetched[$0] == nil }
        if broken == nil, !missing.isEmpty { try explain(missing, session, memory) }
        try await keep(fetched, of: batch, memory)
        let whole = batch.isOversize ? UIDSet() : UIDSet(fetched.keys)
        if broken == nil {
            do { try deal(with: whole, session, memory) } catch let fault as MailFault { broken = fault }
        } else {
            memory.cursor.unmarked.insert(marking(whole))
        }
        pass(batch, missing: broken == nil ? [] : missing, memory)
        trouble.clear(fetched.keys)
        if let broken, !missing.isEmpty { blame(missing, broken, memory) }
        try memory.save()
        if let broken { throw broken }
        return Set(fetched.keys)
    }

    private func fetch(
        _ batch: MailBatch, _ session: IMAPSession, into fetched: inout [UInt32: [UInt8]]
    ) throws {
        guard batch.isOversize else {
            try session.fetch(UIDSet(batch.mails.map(\.uid)), atMost: configuration.maximumMailBytes) {
                fetched[$0] = $1
            }
            return
        }
        for mail in batch.mails { fetched[mail.uid] = try session.head(of: mail.uid, atMost: Self.headLimit) }
    }

    /// Moves the cursor past a batch, but never past what is missing; a message put aside is not looked at here.
    private func pass(_ batch: MailBatch, missing: [UInt32], _ memory: MailboxMemory) {
        let reached = missing.first.map(UInt64.init) ?? batch.mails.last.map { UInt64($0.uid) + 1 } ?? 0
        memory.cursor.next = max(memory.cursor.next, reached)
    }

    // MARK: Into the house

    /// Hands mails to the house together, so that they share its syncs.
    private func keep(_ fetched: [UInt32: [UInt8]], of batch: MailBatch, _ memory: MailboxMemory) async throws {
        let mails = fetched.sorted { $0.key < $1.key }.map { (uid: $0.key, digest: ContentDigest(of: $0.value)) }
        guard !mails.isEmpty else { return }
        let keys = try memory.keys(of: mails)
        let sizes = batch.isOversize ? Dictionary(uniqueKeysWithValues: batch.mails.map { ($0.uid, $0.size) }) : [:]
        let incoming = zip(mails, keys).map { mail, key in
            self.incoming(fetched[mail.uid] ?? [], mail.digest, key: key, oversize: sizes[mail.uid])
        }
        let intake = self.intake
        let receipts = try await withThrowingTaskGroup(of: Receipt.self) { group in
            for one in incoming { group.addTask { try await intake.take(one) } }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        for receipt in receipts {
            tell(receipt.isRedelivery ? .deliveryRepeated : .arrivalTaken, item: receipt.arrival.rawValue)
        }
    }

    private func incoming(_ bytes: [UInt8], _ digest: ContentDigest, key: MailPlace, oversize: Int?) -> Incoming {
        let account = configuration.account
        var details = ["uid": "\(key.uid)", "uid_validity": "\(key.uidValidity)"]
        details["authserv_id"] = configuration.authenticationServer
        if let oversize { details["oversize"] = "\(oversize)" }
        return Incoming(
            channel: .email, source: source, channelKey: "\(account.folder)/\(key.uidValidity)/\(key.uid)/\(digest)",
            mediaType: .mail,
            provenance: Provenance(
                folder: account.folder, recipient: configuration.address ?? account.user, details: details),
            bytes: bytes)
    }

    // MARK: On the server

    /// Marks or moves; where the server refuses it, or the session breaks, it is owed.
    private func deal(with uids: UIDSet, _ session: IMAPSession, _ memory: MailboxMemory) throws {
        guard !uids.isEmpty else { return }
        do {
            switch configuration.afterTaking {
            case .leave: break
            case .mark(let keyword): try session.mark(uids, with: keyword)
            case .move(let folder): try session.move(uids, to: folder)
            }
            memory.cursor.unmarked.remove(uids.uids)
            report(nil, about: .dealing)
        } catch let fault as MailFault {
            memory.cursor.unmarked.insert(uids.uids)
            guard fault.isRefusal else { throw fault }
            report("\(fault) The mails are in the house and stay where they are; it is tried again.", about: .dealing)
        }
    }

    /// The UIDs that something is still to be done with.
    private func marking(_ uids: UIDSet) -> [UInt32] { configuration.afterTaking == .leave ? [] : uids.uids }

    // MARK: Trouble

    /// A message that was listed and did not come is gone, or is owed.
    private func explain(_ missing: [UInt32], _ session: IMAPSession, _ memory: MailboxMemory) throws {
        let there = Set(try session.list(UIDSet(missing)).map(\.uid))
        for uid in missing where !there.contains(uid) { noteGone(uid) }
        for uid in missing where there.contains(uid) { putAside(uid, "the server leaves it out", memory) }
    }

    private func noteGone(_ uid: UInt32) {
        tell(.sourceError, "Message \(uid) was deleted or moved by somebody else before it could be fetched.")
    }

    private func putAside(_ uid: UInt32, _ reason: String, _ memory: MailboxMemory) {
        memory.cursor.unfetched.insert([uid])
        memory.cursor.next = max(memory.cursor.next, UInt64(uid) + 1)
        tell(.sourceError, "Message \(uid) could not be fetched (\(reason)); the others go on, it is tried again.")
    }

    /// Finds the message that breaks sessions, and puts it aside where it does so again and again.
    private func blame(_ missing: [UInt32], _ fault: any Error, _ memory: MailboxMemory) {
        trouble.suspects.formUnion(missing)
        guard missing.count == 1, let uid = missing.first else { return }
        trouble.failures[uid, default: 0] += 1
        // Said once it may be a lie; said again, alone, the message is larger than it was listed.
        if case .literalTooLarge(let size)? = (fault as? MailFault)?.kind, trouble.failures[uid, default: 0] > 1 {
            trouble.sizes[uid] = size
        }
        guard trouble.failures[uid, default: 0] >= FetchTrouble.mostFailures else { return }
        trouble.clear([uid])
        putAside(uid, "\(fault)", memory)
    }

    /// Tries again what was put aside.
    func mend(_ session: IMAPSession, _ memory: MailboxMemory) async throws {
        try deal(with: memory.cursor.unmarked, session, memory)
        try memory.save()
        let owed = memory.cursor.unfetched
        guard !owed.isEmpty else { return }
        let listing = try session.list(owed).map(corrected)
        let gone = Set(owed.uids).subtracting(listing.map(\.uid))
        for uid in gone.sorted() { noteGone(uid) }
        memory.cursor.unfetched.remove(gone)
        try memory.save()
        // The one that failed last time comes last, or it would be in the way of all others for ever.
        let last = trouble.lastMended
        for mail in listing.filter({ $0.uid > last }) + listing.filter({ $0.uid <= last }) {
            try await takeOwed(mail, session, memory)
        }
    }

    private func takeOwed(_ mail: ListedMail, _ session: IMAPSession, _ memory: MailboxMemory) async throws {
        trouble.lastMended = mail.uid
        let isOversize = mail.size > configuration.maximumMailBytes
        let taken = try await take(MailBatch(mails: [mail], isOversize: isOversize), session, memory)
        memory.cursor.unfetched.remove(taken)
        try memory.save()
    }
}

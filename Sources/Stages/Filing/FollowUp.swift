internal import ComplaintModel
internal import ComplaintStore

/// What follows from the tracking codes that a sender quotes.
///
/// From the correspondent of that complaint it is a follow-up: one more record in the same matter. From anybody else a
/// person decides, for codes are read over shoulders and addresses passed on; the code alone joins nothing.
enum FollowUp {
    /// The verdict to file with.
    case settled(Verdict)
    /// What a person must decide first.
    case doubtful(Doubt)

    init(_ judgement: Judgement, in store: any ComplaintStoring) async throws {
        // The same mail once more is no second follow-up.
        guard judgement.verdict.kind != .redelivery else {
            self = .settled(judgement.verdict)
            return
        }
        var earlier: [Complaint] = []
        for code in judgement.draft.document.quotedCodes {
            // A code that nobody was given, or this item's own, says nothing.
            guard let complaint = try await store.complaint(code: code), complaint.id != judgement.draft.item else {
                continue
            }
            earlier.append(complaint)
        }
        let sender = judgement.draft.arrival.provenance.sender.flatMap(Complainant.mailAddress)
        let own = earlier.first { complaint in sender.map(complaint.complainant.emails.contains) ?? false }
        if let own {
            self = .settled(FollowUp.verdict(.followUp, own, "its tracking code, from the address that wrote it"))
        } else if let foreign = earlier.first {
            self = FollowUp.foreign(foreign, judgement)
        } else {
            self = .settled(judgement.verdict)
        }
    }

    private static func foreign(_ complaint: Complaint, _ judgement: Judgement) -> FollowUp {
        guard judgement.review != nil else {
            let detail =
                "It quotes the tracking code \(complaint.trackingCode) but is not from the address that wrote that complaint. "
                + "Accept it to file it as a matter of its own, shown beside that complaint, or reject it."
            return .doubtful(Doubt(.resemblance, detail: detail))
        }
        // A closer relation that deduplication found stands.
        guard judgement.verdict.of == nil else { return .settled(judgement.verdict) }
        let seen = verdict(.related, complaint, "its tracking code, from another address")
        return .settled(
            Verdict(
                kind: seen.kind, of: seen.of, matter: judgement.verdict.matter, score: seen.score,
                evidence: seen.evidence))
    }

    private static func verdict(_ kind: Verdict.Kind, _ complaint: Complaint, _ evidence: String) -> Verdict {
        Verdict(kind: kind, of: complaint.id, matter: complaint.matter, score: 1, evidence: [evidence])
    }
}

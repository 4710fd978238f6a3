public import ComplaintModel

extension ComplaintReader {
    /// The deadline of a filed complaint as today's calendar sets it: once a holiday is declared, other days count.
    ///
    /// The rule that was promised stays, even where today's rules would choose another one for the same words.
    public func recomputedDeadline(of complaint: Complaint) -> Deadline {
        let (old, day) = (complaint.deadline, complaint.receivedAt.thaiDate)
        let head = String(complaint.body.unicodeScalars.prefix(ComplaintReader.limit))
        let today = DeadlineSetter(text: ScannedText(head, vocabulary: reference.vocabulary), reference: reference)
            .set(category: complaint.category, kind: complaint.kind, agencies: complaint.agencies, receivedOn: day)
        return today.rule == old.rule ? today : calendar.recomputed(old, receivedOn: day)
    }
}

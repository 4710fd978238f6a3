internal import ComplaintModel
internal import EngineContract
internal import PipelineContract

/// Opens mails: tells what is no complaint, takes out the text that a person would read, makes pages of the pictures and
/// PDF files that came along, and keeps everything else by its name.
struct MailUnpacking: Sendable {
    private let engine: any DocumentEngine & MailOpening
    private let evidence: any EvidenceKeeping
    private let limits: EngineLimits
    private let rules = MailRules.standard

    init(engine: any DocumentEngine & MailOpening, evidence: any EvidenceKeeping, limits: EngineLimits) {
        (self.engine, self.evidence, self.limits) = (engine, evidence, limits)
    }

    func outcome(of arrival: Arrival, item: ItemID, content: Content) async throws -> Outcome {
        let details = arrival.provenance.details
        let mail: MailReading
        do {
            mail = try await read(content)
        } catch let fault as EngineFault {
            // A worker that is stopped with the daemon looks like one that crashed.
            try Task.checkCancellation()
            let reason = try details["oversize"].map(oversize) ?? Remedy.sentence(forMail: fault)
            return held(arrival, item, because: reason)
        }
        let rule = rules.first(fitting: mail, recipient: arrival.provenance.recipient)
        if let rule, details[Provenance.overruled] == nil {
            return .reject(reason: "mail rule \(rule.name): \(rule.reason)")
        }
        let letter = MailLetter(mail, arrival: arrival, rule: rule?.name)
        if let size = details["oversize"] { return held(letter.arrival, item, because: oversize(size)) }
        var gathering = MailGathering(of: content, engine: engine, evidence: evidence, limits: limits)
        let pieces = mail.content.map(MailOutline.pieces) ?? []
        try await gathering.add(pieces, isForward: letter.isForward)
        return outcome(of: letter, item: item, gathering)
    }

    /// What the engine says of a mail, where it can be true.
    private func read(_ content: Content) async throws -> MailReading {
        let mail = try await engine.readMail(content, limits: limits)
        if let part = mail.content, part.count > limits.mailParts || part.depth > limits.mailDepth {
            throw EngineFault.nonsense("more parts than a mail may have")
        }
        return mail
    }

    private func outcome(of letter: MailLetter, item: ItemID, _ found: MailGathering) -> Outcome {
        let text = letter.text(of: found.passages)
        let pages = found.binder.written
        let codes = QuotedCodes.find(
            in: ([letter.subject] + found.passages.map(\.text)).joined(separator: "\n"))
        let isEmpty = pages.isEmpty && text?.hasBody != true
        var doubts = isEmpty ? [Doubt(.emptyReading, detail: Remedy.emptyMail)] : []
        if text?.text.isGarbled == true { doubts.append(Doubt(.unopened, detail: Remedy.garbledMail)) }
        let document = Document(
            item: item, arrival: letter.arrival, pages: pages, text: text?.text, passages: found.passages,
            attachments: found.attachments, quotedCodes: codes, notes: found.binder.notes,
            doubts: doubts + found.doubts + found.binder.doubts)
        if isEmpty { return .hold(ReviewCase(subject: .document(document), doubts: document.doubts)) }
        guard pages.isEmpty else {
            return .advance([Parcel(to: .recognise, item: item, payload: document)])
        }
        let transcript = Transcript(document: document, readings: [], doubts: document.doubts)
        return .advance([Parcel(to: .normalise, item: item, payload: transcript)])
    }

    private func held(_ arrival: Arrival, _ item: ItemID, because reason: String) -> Outcome {
        let doubts = [Doubt(.unopened, detail: reason)]
        let document = Document(item: item, arrival: arrival, pages: [], doubts: doubts)
        return .hold(ReviewCase(subject: .document(document), doubts: doubts))
    }

    private func oversize(_ bytes: String) -> String {
        "The mail has \(bytes) bytes, more than may be fetched; only its head was. Look at it in the mailbox, and ask the "
            + "sender for a smaller one, or type the complaint from it."
    }
}

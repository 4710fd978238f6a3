public import ComplaintModel

/// Understands the text of a complaint: its fields, kind, category, agencies and deadline.
public struct ComplaintReader: Sendable {
    let reference: ReferenceData
    private let preparation = TextPreparation()

    /// Makes a reader with tables of one's own, or those of `ReferenceData.bundled()`.
    public init(reference: ReferenceData) { self.reference = reference }

    /// The calendar deadlines are computed with.
    public var calendar: WorkingCalendar { reference.calendar }

    /// How many scalars of a text are looked at, about fifty pages; what lies beyond stays text without fields.
    public static let limit = 100_000

    /// Reads a text that came in by `channel`; spans are in scalars of `raw`.
    ///
    /// A telephone number or mail address that `sender`, as the channel knows it, holds joins the fields.
    public func read(_ raw: String, channel: ChannelKind, receivedAt: Timestamp, sender: String?) -> Structure {
        let prepared = preparation.prepare(raw, channel: channel)
        let head = String(prepared.text.unicodeScalars.prefix(ComplaintReader.limit))
        let text = ScannedText(head, vocabulary: reference.vocabulary, isBlurred: channel.isRead)
        let reading = Reading(text: text, channel: channel, reference: reference, received: receivedAt.thaiDate)
        var structure = reading.structure()
        if let sender { structure = structure.adding(sender: sender) }
        return prepared.isIdentical ? structure : structure.mappingSpans(prepared.rawSpan)
    }
}

extension Structure {
    /// The same with what the channel knows of the sender, where the text does not say it itself.
    fileprivate func adding(sender: String) -> Structure {
        var fields = fields
        let text = ScannedText(sender, vocabulary: Vocabulary())
        let nowhere = Span(0..<0)
        for phone in PhoneFinder(text: text, taken: Spans([])).find()
        where !fields.phone.contains(where: { $0.value.number == phone.value.number }) {
            fields.phone.append(Finding(phone.value, confidence: 0.9, span: nowhere, flags: ["sender"]))
        }
        for mail in MailFinder(text: text).emails() where !fields.email.contains(where: { $0.value == mail.value }) {
            fields.email.append(Finding(mail.value, confidence: 0.9, span: nowhere, flags: ["sender"]))
        }
        return with(fields)
    }

    fileprivate func with(_ fields: Fields) -> Structure {
        Structure(
            fields: fields, kind: kind, category: category, categoryRule: categoryRule, agencies: agencies,
            deadline: deadline)
    }

    /// The same with every span translated.
    fileprivate func mappingSpans(_ map: (Span) -> Span) -> Structure {
        func moved<Value>(_ list: [Finding<Value>]) -> [Finding<Value>] {
            list.map { Finding($0.value, confidence: $0.confidence, span: map($0.span), flags: $0.flags ?? []) }
        }
        var moving = fields
        (moving.subject, moving.addressee, moving.date) = (
            moved(fields.subject), moved(fields.addressee), moved(fields.date)
        )
        (moving.person, moving.citizenID, moving.phone) = (
            moved(fields.person), moved(fields.citizenID), moved(fields.phone)
        )
        (moving.email, moving.lineID, moving.address) = (
            moved(fields.email), moved(fields.lineID), moved(fields.address)
        )
        (moving.incidentDate, moving.amount) = (moved(fields.incidentDate), moved(fields.amount))
        (moving.station, moving.reference) = (moved(fields.station), moved(fields.reference))
        (moving.enclosure, moving.signatoryCount) = (moved(fields.enclosure), moved(fields.signatoryCount))
        (moving.anonymous, moving.police, moving.urgent) = (
            moved(fields.anonymous), moved(fields.police), moved(fields.urgent)
        )
        return with(moving)
    }
}

public import ComplaintModel
public import PipelineContract

/// Finds the fields of a letter and passes the draft on to deduplication.
public struct StructuringStage: Stage {
    /// What its queue carries.
    public typealias Input = NormalisedTranscript

    private let reader: ComplaintReader

    /// Makes the stage with a reader.
    public init(reader: ComplaintReader) { self.reader = reader }

    /// The queue it reads.
    public var queue: QueueName { .structure }

    /// Reads the text; what a person must look at is added to the doubts.
    public func process(_ input: NormalisedTranscript, context: StageContext) async throws -> Outcome {
        let arrival = input.transcript.document.arrival
        let structure = reader.read(
            input.text, channel: arrival.channel, receivedAt: arrival.receivedAt, sender: arrival.provenance.sender
        ).overlaid(with: input.transcript.document.given)
        let doubts = input.transcript.doubts + FieldDoubts.doubts(of: structure)
        let draft = Draft(normalised: input, structure: structure, doubts: doubts)
        return .advance([Parcel(to: .deduplicate, item: draft.item, payload: draft)])
    }
}

/// What of the fields a person must look at before anything is filed; few, since each costs an operator's time.
enum FieldDoubts {
    static func doubts(of structure: Structure) -> [Doubt] {
        var doubts: [Doubt] = []
        let ids = structure.fields.citizenID
        if let first = ids.first, ids.allSatisfy({ $0.flags?.contains("invalid") == true }), first.confidence > 0 {
            doubts.append(
                Doubt(
                    .fields,
                    detail:
                        "A number that looks like a citizen's identification fails its check digit: compare it with the letter."
                ))
        }
        if structure.fields.address.first?.flags?.contains("inconsistent") == true {
            doubts.append(
                Doubt(
                    .fields,
                    detail:
                        "The subdistrict, district and province of an address do not belong together: correct the place."
                ))
        }
        let isPolice = structure.fields.police.first
        if let isPolice, isPolice.value == .respondent, isPolice.confidence < 0.5 {
            doubts.append(
                Doubt(
                    .fields,
                    detail: "It is not clear whether the complaint is about police officers: decide the first agency."))
        }
        return doubts
    }
}

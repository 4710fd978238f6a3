internal import ComplaintModel
internal import PipelineContract

/// Opens arrivals: reads the evidence, keeps a page of its own, sorts out what is broken or no complaint.
struct ProbeUnpacking: Stage {
    let queue = QueueName.unpack
    let evidence: any EvidenceKeeping

    func process(_ arrival: Arrival, context: StageContext) async throws -> Outcome {
        if arrival.artefact.mediaType == .json {
            return .advance([Parcel(to: .join, item: context.item, payload: arrival)])
        }
        let letter = ProbeLetter(
            key: arrival.channelKey, words: String(decoding: try evidence.read(arrival.artefact.sha256), as: UTF8.self))
        if letter.words.isBroken { return .quarantine(reason: "broken") }
        if letter.words.isAdvert { return .reject(reason: "advert") }
        if letter.words.asksForTime, context.attempts == 0 { return .retry(afterSeconds: 1, reason: "busy") }
        let parts = letter.parts
        return .advance(
            try parts.enumerated().map { index, words in
                let item = ItemID(arrival.id, part: parts.count > 1 ? index + 1 : nil)
                let image = try evidence.keep(Array("picture of \(words)".utf8), mediaType: .png)
                let page = Page(number: 1, image: image, width: 1, height: 1)
                let document = Document(item: item, arrival: arrival, pages: [page], text: words)
                return Parcel(
                    to: .normalise, item: item, payload: Transcript(document: document, readings: [], doubts: []))
            })
    }
}

/// Sends doubtful letters to the operator and the others on.
struct ProbeNormalisation: Stage {
    let queue = QueueName.normalise

    func process(_ transcript: Transcript, context: StageContext) async throws -> Outcome {
        guard transcript.text.isDoubtful else {
            return .advance([Parcel(to: .file, item: context.item, payload: transcript)])
        }
        let doubt = Doubt(.unreadablePage, page: 1, detail: "a question mark")
        return .hold(ReviewCase(subject: .document(transcript.document), doubts: [doubt]))
    }
}

/// Writes letters into the store.
struct ProbeFiling: Stage {
    let queue = QueueName.file
    let store: ProbeStore

    func process(_ transcript: Transcript, context: StageContext) async throws -> Outcome {
        .filed(TrackingCode(buddhistYear: 2569, number: try store.file(transcript)))
    }
}

internal import ComplaintModel
internal import PipelineContract

/// Collects the pages of one letter and decides, once all are seen, what becomes of it.
struct PageBinder {
    /// A page as it was drawn.
    struct Drawn {
        let page: Page
        let isBlank: Bool
    }

    private var drawn: [Drawn] = []
    private var lost: [PageNote] = []
    /// What a person must look at.
    private(set) var doubts: [Doubt] = []

    /// How many pages were seen, lost ones too.
    var count: Int { drawn.count + lost.count }

    /// Pages with writing on them.
    var written: [Page] { drawn.filter { !$0.isBlank }.map(\.page) }

    /// What became of the others.
    var notes: [PageNote] {
        let blank = drawn.filter(\.isBlank).map {
            PageNote(number: $0.page.number, reason: .blank, detail: "Nothing is written on this page.")
        }
        return (blank + lost).sorted { $0.number < $1.number }
    }

    mutating func warn(_ warnings: [String]) { doubts += warnings.map { Doubt(.unreadablePage, detail: $0) } }

    mutating func doubt(_ doubt: Doubt) { doubts.append(doubt) }

    mutating func add(_ page: Drawn) { drawn.append(page) }

    mutating func lose(page number: Int, because sentence: String) {
        lost.append(PageNote(number: number, reason: .unreadable, detail: sentence))
        doubts.append(Doubt(.unreadablePage, page: number, detail: sentence))
    }

    /// What becomes of the letter: `text` is what came as text with the pages, `given` what was typed beside it.
    func outcome(of arrival: Arrival, item: ItemID, text: String? = nil, given: GivenFields? = nil) -> Outcome {
        let (written, notes) = (written, notes)
        func document(_ pages: [Page], _ doubts: [Doubt]) -> Document {
            Document(item: item, arrival: arrival, pages: pages, text: text, notes: notes, doubts: doubts, given: given)
        }
        if !written.isEmpty {
            return .advance([Parcel(to: .recognise, item: item, payload: document(written, doubts))])
        }
        if text != nil {
            let transcript = Transcript(document: document([], doubts), readings: [], doubts: doubts)
            return .advance([Parcel(to: .normalise, item: item, payload: transcript)])
        }
        // Whether a letter of blank pages is none is for a person to say, who must be able to look at them.
        let reason =
            drawn.isEmpty
            ? Doubt(.unopened, detail: lost.first?.detail ?? doubts.first?.detail ?? Remedy.emptyText)
            : Doubt(.emptyReading, detail: Remedy.allBlank)
        let letter = document(drawn.map(\.page), [reason] + doubts)
        return .hold(ReviewCase(subject: .document(letter), doubts: letter.doubts))
    }
}

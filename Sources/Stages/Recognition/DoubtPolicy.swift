public import ComplaintModel
public import EngineContract

/// When a person must look at what was read.
public struct DoubtPolicy: Sendable, Hashable {
    /// A line of more risk than this is doubtful, 0 to 1.
    public var holdAboveRisk: Double
    /// A page of whose writing less than this share was read is doubtful, 0 to 1.
    public var leastCover: Double

    /// The defaults were set on the development pages of `scripts/bench`, and hold on others.
    ///
    /// Of the lines with more risk than 0.5 four in five do hold an error, of those with less one in eleven, mostly a
    /// mark. At 0.3 twice as many lines are held, two in five in vain, and of the sample letters 27 of 34 instead of 20. Pages
    /// that were read whole have a cover of 0.97 and more.
    public init(holdAboveRisk: Double = 0.5, leastCover: Double = 0.95) {
        (self.holdAboveRisk, self.leastCover) = (holdAboveRisk, leastCover)
    }

    /// A page that no engine here can read.
    func handwriting(on page: Int) -> Doubt {
        Doubt(
            .handwriting, page: page, detail: "This page looks handwritten and was not read. Type it from its picture.")
    }

    /// What a person must look at on a page that was read.
    public func doubts(about reading: Recognition, page: Int) -> [Doubt] {
        guard !reading.lines.isEmpty else {
            let detail = "Nothing was read on this page. If there is writing, type it; else drop the page."
            return [Doubt(.emptyReading, page: page, detail: detail)]
        }
        var doubts: [Doubt] = []
        if reading.isDamaged {
            let detail = "The image is damaged: part of the page may be missing. Compare it, or have it scanned again."
            doubts.append(Doubt(.unreadablePage, page: page, detail: detail))
        }
        if reading.cover < leastCover {
            let percent = Int((reading.cover * 100).rounded(.down))
            let detail = "Only \(percent) % of the writing on this page was read. Look for lines that are missing."
            doubts.append(Doubt(.emptyReading, page: page, detail: detail))
        }
        for (index, line) in reading.lines.enumerated() where line.risk > holdAboveRisk {
            let percent = Int((line.risk * 100).rounded())
            let detail = "The line may be misread (risk \(percent) %). Compare it with its picture."
            doubts.append(Doubt(.doubtfulLine, page: page, line: index + 1, detail: detail))
        }
        return doubts
    }
}

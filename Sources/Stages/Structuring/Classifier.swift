internal import ComplaintModel

/// Weighs the phrases of a list in a text: what the subject says counts threefold, a phrase counts at most twice.
struct Classifier {
    let text: ScannedText
    let parts: LetterParts

    /// What the phrases of a list speak for.
    struct Answer {
        /// What they speak for most.
        let target: Int
        /// The heaviest phrase that does, and its weight in the list.
        let phrase: String
        let weight: Int
        /// The sum of their weights.
        let score: Int
    }

    /// What the phrases speak for most; nil where there are none.
    ///
    /// `leaning` is what else speaks for a target, whatever the words.
    func best(_ kind: Term.Kind, among phrases: [WeightedPhrase], leaning: [WeightedPhrase] = []) -> Answer? {
        var scores: [Int: Int] = [:]
        var seen: [Int: Int] = [:]
        var heaviest: [Int: WeightedPhrase] = [:]
        for phrase in leaning { scores[phrase.target, default: 0] += phrase.weight }
        for match in longest(text.matches(kind)) where isContent(match.range) {
            let phrase = phrases[match.value]
            // Such a word only keeps shorter phrases inside it from being read.
            if phrase.target == Rules.noCategory { continue }
            let count = seen[match.value, default: 0]
            guard count < 2 else { continue }
            seen[match.value] = count + 1
            let weight = phrase.weight * (parts.subject?.overlaps(match.range) == true ? 3 : 1)
            scores[phrase.target, default: 0] += count == 0 ? weight : weight / 2
            if phrase.weight > heaviest[phrase.target]?.weight ?? 0 { heaviest[phrase.target] = phrase }
        }
        // Of two equal ones the list's first is taken, so that the answer never depends on chance.
        guard let best = scores.max(by: { ($0.value, -$0.key) < ($1.value, -$1.key) }) else { return nil }
        let phrase = heaviest[best.key]
        return Answer(target: best.key, phrase: phrase?.phrase ?? "", weight: phrase?.weight ?? 0, score: best.value)
    }

    /// The matches that are not inside longer ones of the same list.
    private func longest(_ matches: [Match]) -> [Match] {
        let sorted = matches.sorted {
            ($0.dense.lowerBound, -$0.dense.upperBound) < ($1.dense.lowerBound, -$1.dense.upperBound)
        }
        var cover = 0..<0
        return sorted.filter { match in
            if match.dense.upperBound <= cover.upperBound, match.dense != cover { return false }
            if match.dense.upperBound > cover.upperBound { cover = match.dense }
            return true
        }
    }

    private func isContent(_ range: Range<Int>) -> Bool {
        if let addressee = parts.addressee, addressee.overlaps(range) { return false }
        if parts.signature.contains(range.lowerBound) { return false }
        return !parts.enclosures.contains { $0.overlaps(range) }
    }
}

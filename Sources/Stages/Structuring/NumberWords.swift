/// Numbers written in words: สองพันห้าร้อย, สิบเอ็ด.
struct NumberWords {
    let text: ScannedText

    /// How many words a number may have; more of them are no number.
    static let limit = 14

    /// The number whose words begin at `offset`, and where they end.
    func read(at offset: Int) -> (value: Int, end: Int)? {
        let words = text.matches(.numberWord)
        var (total, pending, end) = (0, 0, offset)
        var index = text.firstIndex(in: words, startingAt: text.denseIndex[min(offset, text.units.count)])
        guard index < words.count, words[index].range.lowerBound == offset else { return nil }
        var dense = words[index].dense.lowerBound
        var count = 0
        while index < words.count, words[index].dense.lowerBound == dense {
            let value = words[index].value
            count += 1
            guard count <= NumberWords.limit, total < 1_000_000_000 else { return nil }
            if value < 10 {
                pending += value
            } else if value == 1_000_000 {
                (total, pending) = ((total + max(pending, total == 0 ? 1 : 0)) * value, 0)
            } else {
                total += max(pending, 1) * value
                pending = 0
            }
            (dense, end) = (words[index].dense.upperBound, words[index].range.upperBound)
            index += 1
        }
        return (total + pending, end)
    }
}

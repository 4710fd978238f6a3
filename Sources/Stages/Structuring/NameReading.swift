/// Reading a first and last name where one may stand.
extension PersonFinder {
    /// A first name and, if one follows, a last name.
    func name(at offset: Int) -> (first: String, last: String?, end: Int)? {
        let whole = text.thaiRun(at: offset)
        guard let unit = text.unit(offset), unit.isConsonant || unit.isLeadVowel else { return nil }
        let first = cut(whole)
        guard (2...24).contains(first.count), !isStop(first) else { return nil }
        var name = (first: text.text(first), last: nil as String?, end: first.upperBound)
        guard first == whole, text.unit(first.upperBound)?.isSpace == true else { return name }
        let isWrapped = text.unit(text.skipSpaces(first.upperBound)) == .newline
        let next = text.skipSpaces(first.upperBound, acrossLine: offset < parts.signature.lowerBound)
        guard let last = lastName(at: next), !isWrapped || last.count <= 16 else { return name }
        name.last = text.text(last)
        name.end = last.upperBound
        return name
    }

    private func lastName(at offset: Int) -> Range<Int>? {
        guard let unit = text.unit(offset), unit.isConsonant || unit.isLeadVowel else { return nil }
        let whole = text.thaiRun(at: offset)
        // ณ อยุธยา: the word ณ belongs to the name.
        if text.units[whole].elementsEqual("ณ".units) {
            let place = text.thaiRun(at: text.skipSpaces(whole.upperBound))
            return place.count >= 3 && !isStop(place) ? whole.lowerBound..<place.upperBound : nil
        }
        if text.unit(whole.upperBound) == 0x2E || isStop(whole) { return nil }
        var last = cut(whole)
        guard (2...22).contains(last.count) else { return nil }
        if let end = text.end(of: "ณ", at: text.skipSpaces(last.upperBound)), last == whole, text.unit(end) == .space {
            let place = text.thaiRun(at: text.skipSpaces(end))
            if place.count >= 3 { last = last.lowerBound..<place.upperBound }
        }
        return last
    }

    /// A run without the words that were written onto it without a space.
    private func cut(_ run: Range<Int>) -> Range<Int> {
        let stops = text.matches(.nameStop)
        var index = text.firstIndex(in: stops, startingAt: text.denseIndex[run.lowerBound] + 3)
        while index < stops.count, stops[index].range.lowerBound < run.upperBound {
            let stop = stops[index].range
            let isTail = stop.upperBound == run.upperBound && stop.count >= 4
            if stop.upperBound <= run.upperBound || run.count > 14, isTail || (run.count > 16 && stop.count >= 4) {
                return run.lowerBound..<stop.lowerBound
            }
            index += 1
        }
        return run
    }

    /// Whether a run begins with a word that goes on with the sentence instead of a name.
    private func isStop(_ run: Range<Int>) -> Bool {
        let start = text.denseIndex[run.lowerBound]
        func stands(_ matches: [Match], _ isDecisive: (Match) -> Bool) -> Bool {
            var index = text.firstIndex(in: matches, startingAt: start)
            while index < matches.count, matches[index].dense.lowerBound == start {
                if isDecisive(matches[index]) { return true }
                index += 1
            }
            return false
        }
        return stands(text.matches(.nameStop)) {
            $0.range.upperBound >= run.upperBound || $0.dense.count >= 5 || run.count > 13
        } || stands(text.matches(.nameStopWeak)) { $0.range.upperBound >= run.upperBound || run.count > 16 }
            || stands(text.outermost(.title)) { $0.dense.count >= 3 && $0.range.upperBound < run.upperBound }
            || stands(text.outermost(.policeWord)) { _ in true }
    }
}

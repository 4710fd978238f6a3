/// Reading pieces of a text in place, with spaces allowed where a scan may put them.
extension ScannedText {
    func unit(_ offset: Int) -> Unit? { units.indices.contains(offset) ? units[offset] : nil }

    /// The first offset from `offset` on that holds no space; a single line end may count as a space.
    func skipSpaces(_ offset: Int, acrossLine: Bool = false) -> Int {
        var (offset, lineEnds) = (offset, 0)
        while let unit = unit(offset) {
            if unit == .newline {
                lineEnds += 1
                if !acrossLine || lineEnds > 1 { break }
            } else if unit != .space {
                break
            }
            offset += 1
        }
        return offset
    }

    /// The offset after the last that holds no space, going back from `offset`.
    func skipSpacesBack(_ offset: Int, acrossLine: Bool = false) -> Int {
        var (offset, lineEnds) = (offset, 0)
        while let unit = unit(offset - 1) {
            if unit == .newline {
                lineEnds += 1
                if !acrossLine || lineEnds > 1 { break }
            } else if unit != .space {
                break
            }
            offset -= 1
        }
        return offset
    }

    /// The end of `literal` read from `offset`, or nil where something else stands.
    func end(of literal: Literal, at offset: Int) -> Int? {
        var position = offset
        for (index, expected) in literal.units.enumerated() {
            if index > 0 { position = skipSpaces(position) }
            guard unit(position) == expected else { return nil }
            position += 1
        }
        return position
    }

    /// The end of the first of `literals` that stands at `offset`, or nil.
    func end(ofAny literals: [Literal], at offset: Int) -> Int? {
        for literal in literals {
            if let end = end(of: literal, at: offset) { return end }
        }
        return nil
    }

    /// The start of `literal` read back from `offset`, or nil where something else stands.
    func start(of literal: Literal, endingAt offset: Int) -> Int? {
        var position = offset
        for (index, expected) in literal.units.reversed().enumerated() {
            if index > 0 { position = skipSpacesBack(position) }
            guard unit(position - 1) == expected else { return nil }
            position -= 1
        }
        return position
    }

    /// The start of the first of `literals` that ends at `offset`, or nil.
    func start(ofAny literals: [Literal], endingAt offset: Int) -> Int? {
        for literal in literals {
            if let start = start(of: literal, endingAt: offset) { return start }
        }
        return nil
    }

    /// The run of digits from `offset` on.
    func digits(at offset: Int) -> Range<Int> {
        var end = offset
        while let unit = unit(end), unit.isDigit { end += 1 }
        return offset..<end
    }

    /// The run of digits before `offset`.
    func digits(endingAt offset: Int) -> Range<Int> {
        var start = offset
        while let unit = unit(start - 1), unit.isDigit { start -= 1 }
        return start..<offset
    }

    /// The run of Thai letters from `offset` on, no further than any name is long.
    func thaiRun(at offset: Int) -> Range<Int> {
        var end = offset
        while end - offset < 80, let unit = unit(end), unit.isThaiLetter { end += 1 }
        return offset..<end
    }

    func number(_ range: Range<Int>) -> Int { range.count < 18 ? units[range].number : 0 }

    /// Whether a match of `cue` ends within `reach` units (spaces not counted) before `offset`, in the same paragraph.
    func has(_ cue: Cue, endingWithin reach: Int, before offset: Int) -> Bool {
        nearest(matches(cue), endingWithin: reach, before: offset) != nil
    }

    /// Whether a match of `cue` begins within `reach` units (spaces not counted) after `offset`, in the same paragraph.
    func has(_ cue: Cue, startingWithin reach: Int, after offset: Int) -> Bool {
        nearest(matches(cue), startingWithin: reach, after: offset) != nil
    }

    /// The last of `matches` that ends within `reach` dense units before `offset`, in the same paragraph.
    func nearest(_ matches: [Match], endingWithin reach: Int, before offset: Int) -> Match? {
        let limit = denseIndex[offset]
        var index = firstIndex(in: matches, startingAt: limit)
        while index > 0 {
            index -= 1
            let match = matches[index]
            // No phrase is longer than this, so none further back can reach.
            if limit - match.dense.lowerBound > reach + 100 { return nil }
            guard match.dense.upperBound <= limit, limit - match.dense.upperBound <= reach else { continue }
            return dense[match.dense.upperBound..<limit].contains(.newline) ? nil : match
        }
        return nil
    }

    /// The first of `matches` that begins within `reach` dense units after `offset`, in the same paragraph.
    func nearest(_ matches: [Match], startingWithin reach: Int, after offset: Int) -> Match? {
        let start = denseIndex[offset]
        let index = firstIndex(in: matches, startingAt: start)
        guard index < matches.count, matches[index].dense.lowerBound - start <= reach else { return nil }
        return dense[start..<matches[index].dense.lowerBound].contains(.newline) ? nil : matches[index]
    }

    /// The longest of `matches` that begins at `offset`.
    func match(_ matches: [Match], startingAt offset: Int) -> Match? {
        guard offset < units.count else { return nil }
        var index = firstIndex(in: matches, startingAt: denseIndex[offset])
        var longest: Match?
        while index < matches.count, matches[index].range.lowerBound == offset {
            longest = matches[index]
            index += 1
        }
        return longest
    }

    /// The last of `matches` that ends at `offset`.
    func match(_ matches: [Match], endingAt offset: Int) -> Match? {
        guard offset > 0 else { return nil }
        let match = nearest(matches, endingWithin: 0, before: offset)
        return match?.range.upperBound == offset ? match : nil
    }

    /// The index of the first of `matches` that begins at or after a dense offset.
    func firstIndex(in matches: [Match], startingAt offset: Int) -> Int {
        var (low, high) = (0, matches.count)
        while low < high {
            let middle = (low + high) / 2
            if matches[middle].dense.lowerBound < offset { low = middle + 1 } else { high = middle }
        }
        return low
    }
}

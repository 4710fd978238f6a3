/// Puts lines together to the normalised text with its map and edits, and minds the empty lines (N22).
struct NormalisedBuilder {
    private var output: [UInt8] = []
    private var map = OffsetMap(rawCount: 0)
    private var edits: [TextEdit] = []
    private var flags: Set<NormalisationFlag> = []
    /// Raw scalars read so far.
    private(set) var position = 0

    /// Line breaks since the last text: the first two are written once text follows, if text went before.
    private var breaks: [(range: Range<Int>, isPlain: Bool)] = []
    private var surplus: Range<Int>?

    // Buffers of `append(_:)`: for each raw scalar of a line, the output that stands for it.
    private var firstOutput: [Int] = []
    private var lastOutput: [Int] = []
    /// Outputs that were inserted, by the raw scalar they stand before.
    private var inserted: [Int: Int] = [:]

    init(rawBytes: Int) { output.reserveCapacity(rawBytes + 16) }

    func finish(isLost: Bool) -> NormalisedString {
        var result = self
        result.map.rawCount = position
        if isLost { result.flags.insert(.lost) }
        result.dropBreaks()
        if let surplus = result.surplus {
            result.edit(.whitespace, surplus, to: result.map.count..<result.map.count)
        }
        return NormalisedString(
            text: String(decoding: result.output, as: UTF8.self), map: result.map,
            edits: result.edits.sorted { $0.from.lowerBound < $1.from.lowerBound },
            flags: result.flags.sorted { $0.rawValue < $1.rawValue })
    }

    // MARK: Line breaks

    mutating func appendBreak(scalars: Int, isPlain: Bool) {
        let range = position..<position + scalars
        position += scalars
        if breaks.count < 2, surplus == nil {
            breaks.append((range, isPlain))
        } else {
            surplus = (surplus?.lowerBound ?? range.lowerBound)..<range.upperBound
        }
    }

    private mutating func settleBreaks() {
        if map.count == 0 {
            dropBreaks()
        } else {
            for (range, isPlain) in breaks {
                if !isPlain { edit(.lineBreak, range, to: map.count..<map.count + 1) }
                output.append(0x0A)
                map.append(raw: range)
            }
        }
        if let surplus { edit(.whitespace, surplus, to: map.count..<map.count) }
        breaks.removeAll(keepingCapacity: true)
        surplus = nil
    }

    private mutating func dropBreaks() {
        for (range, _) in breaks { edit(.whitespace, range, to: map.count..<map.count) }
    }

    private mutating func edit(_ rule: NormalisationRule, _ range: Range<Int>, to output: Range<Int>) {
        edits.append(TextEdit(rule: rule.rawValue, from: range, to: output))
    }

    // MARK: Text

    /// Copies clean lines through.
    mutating func appendClean(_ bytes: UnsafeBufferPointer<UInt8>, scalars: Int) {
        settleBreaks()
        output.append(contentsOf: bytes)
        map.appendStep(raw: position, count: scalars)
        position += scalars
    }

    /// Appends a line of which only spaces inside words were removed.
    mutating func appendJoined(_ line: [UInt8], _ labels: [UInt8]) {
        settleBreaks()
        output.append(contentsOf: line)
        flags.insert(.space)
        var start = 0
        for place in labels.indices where labels[place] == LineLabels.removed {
            map.appendStep(raw: position + start, count: place - start)
            edit(.wordSpacing, position + place..<position + place + 1, to: map.count..<map.count)
            start = place + 1
        }
        map.appendStep(raw: position + start, count: labels.count - start)
        position += labels.count
    }

    /// Appends a line the rules have been applied to.
    mutating func append(_ line: TextLine) {
        let base = position
        if !line.slots.isEmpty { settleBreaks() }
        let start = map.count
        for slot in line.slots { output.appendUTF8(slot.scalar) }
        appendMap(of: line)
        position += Int(line.rawCount)
        flags.formUnion(line.flags)
        guard !line.edits.isEmpty else { return }
        locateOutputs(of: line, start: start)
        for edit in line.edits {
            let from = base + Int(edit.lower)..<base + Int(edit.upper)
            edits.append(TextEdit(rule: edit.rule.rawValue, from: from, to: output(of: edit, start: start)))
        }
    }

    /// Appends the places of a line's scalars, those that stand in step as one.
    private mutating func appendMap(of line: TextLine) {
        var index = 0
        while index < line.slots.count {
            let slot = line.slots[index]
            var end = index + 1
            guard slot.upper - slot.lower == 1 else {
                map.append(raw: position + Int(slot.lower)..<position + Int(slot.upper))
                index = end
                continue
            }
            while end < line.slots.count, line.slots[end].lower == slot.lower + UInt32(end - index),
                line.slots[end].upper == line.slots[end].lower + 1
            { end += 1 }
            map.appendStep(raw: position + Int(slot.lower), count: end - index)
            index = end
        }
    }

    /// Fills the table from raw scalars to outputs; neighbours that stand for the same raw range count as one.
    private mutating func locateOutputs(of line: TextLine, start: Int) {
        let count = Int(line.rawCount)
        firstOutput.removeAll(keepingCapacity: true)
        lastOutput.removeAll(keepingCapacity: true)
        firstOutput.append(contentsOf: repeatElement(.max, count: count + 1))
        lastOutput.append(contentsOf: repeatElement(-1, count: count + 1))
        inserted.removeAll(keepingCapacity: true)
        var index = 0
        while index < line.slots.count {
            let slot = line.slots[index]
            var end = index + 1
            while end < line.slots.count, line.slots[end].lower == slot.lower, line.slots[end].upper == slot.upper {
                end += 1
            }
            if slot.lower == slot.upper { inserted[Int(slot.lower)] = start + index }
            for raw in Int(slot.lower)..<Int(slot.upper) {
                firstOutput[raw] = min(firstOutput[raw], start + index)
                lastOutput[raw] = max(lastOutput[raw], start + end)
            }
            index = end
        }
        // Where nothing stands for a scalar, its place is behind what stands for those before it.
        var place = start
        for raw in 0...count {
            if lastOutput[raw] < 0 {
                lastOutput[raw] = place
            } else {
                place = max(place, lastOutput[raw])
            }
        }
    }

    private func output(of edit: TextLine.Edit, start: Int) -> Range<Int> {
        let range = Int(edit.lower)..<Int(edit.upper)
        if range.isEmpty, let output = inserted[range.lowerBound] { return output..<output + 1 }
        let place = edit.lower == 0 ? start : lastOutput[Int(edit.lower) - 1]
        guard let first = firstOutput[range].min(), first < .max else { return place..<place }
        let last = range.reduce(first) { firstOutput[$1] < .max ? max($0, lastOutput[$1]) : $0 }
        return first..<last
    }
}

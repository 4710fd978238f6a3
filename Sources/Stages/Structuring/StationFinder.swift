internal import ComplaintModel

/// A police station named in a text.
struct FoundStation {
    /// As stations are written: สภ.ปากเกร็ด, สน.ลุมพินี.
    let name: String
    let span: Range<Int>
    /// The province it lies in, where its name leaves no choice.
    let province: Int?
}

/// Finds police stations by their abbreviations and long names.
struct StationFinder {
    let text: ScannedText
    let gazetteer: Gazetteer

    /// All stations in order of the text.
    func find() -> [FoundStation] {
        var found: [FoundStation] = []
        let matches = text.outermost(.stationShort) + text.outermost(.stationLong)
        for match in matches.sorted(by: { $0.range.lowerBound < $1.range.lowerBound }) {
            guard match.range.lowerBound >= found.last?.span.upperBound ?? 0, let station = station(match) else {
                continue
            }
            found.append(station)
        }
        return found
    }

    private func station(_ match: Match) -> FoundStation? {
        if text.unit(match.range.lowerBound - 1)?.isDigit == true { return nil }
        let start = text.skipSpaces(match.range.upperBound)
        guard let end = nameEnd(start), end - start >= 2 else { return nil }
        let word = text.units[match.range]
        let isMetropolitan = word.elementsEqual("สน.".units) || word.elementsEqual("สถานีตำรวจนครบาล".units)
        let isPlain = word.elementsEqual("โรงพัก".units) || word.elementsEqual("สถานีตำรวจ".units)
        let name = text.text(start..<end).withoutSpaces
        let province = isMetropolitan ? Gazetteer.bangkok : province(named: start..<end)
        let prefix =
            isMetropolitan || (isPlain && province == Gazetteer.bangkok)
            ? "สน." : isPlain && province == nil ? "สถานีตำรวจ" : "สภ."
        return FoundStation(name: prefix + name, span: match.range.lowerBound..<end, province: province)
    }

    /// The end of a station's name: a place's name, or the Thai letters up to the next space.
    private func nameEnd(_ start: Int) -> Int? {
        var best: Int?
        gazetteer.trie.forEachPhrase(in: text.dense, at: text.denseIndex[start]) { end, _ in
            if end < text.dense.count, text.dense[end].isDependent { return }
            best = text.offsets[end - 1] + 1
        }
        let run = text.thaiRun(at: start)
        // A place's name inside a longer word that is short enough to be a name itself is not the station's.
        if let best, best >= run.upperBound || run.count > 14 { return best }
        var end = run.upperBound
        let stops = text.matches(.nameStop)
        var index = text.firstIndex(in: stops, startingAt: text.denseIndex[start] + 3)
        while index < stops.count, stops[index].range.lowerBound < end, run.count > 12 {
            end = stops[index].range.lowerBound
            index += 1
        }
        return (2...20).contains(end - start) && !text.has(.notRoad, startingWithin: 0, after: start) ? end : best
    }

    private func province(named range: Range<Int>) -> Int? {
        var (districts, all): (Set<Int>, Set<Int>) = ([], [])
        let end = text.denseIndex[range.upperBound]
        gazetteer.trie.forEachPhrase(in: text.dense, at: text.denseIndex[range.lowerBound]) { last, entry in
            guard last == end, case .place(let index) = entry else { return }
            let place = gazetteer.places[Int(index)]
            all.insert(place.province)
            if place.level == .district { districts.insert(place.province) }
        }
        // สภ.เมืองพัทยา: a name with เมือง before it may be a province's other name.
        if all.isEmpty, let rest = text.end(of: "เมือง", at: range.lowerBound), rest < range.upperBound {
            return province(named: rest..<range.upperBound)
        }
        // Stations bear the names of districts before those of subdistricts.
        if districts.count == 1 { return districts.first }
        return all.count == 1 ? all.first : nil
    }
}

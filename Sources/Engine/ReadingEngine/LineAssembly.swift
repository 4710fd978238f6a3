internal import ComplaintModel

/// Makes the lines of the contract out of Tesseract's: clusters out of symbols, places back on the page as given.
struct LineAssembly {
    let map: PlaneMap
    let width: Int
    let height: Int
    let risk: LineRisk

    func line(_ raw: RawLine) -> Line? {
        let text = raw.text.split(whereSeparator: \.isNewline).joined(separator: " ")
        let clusters = clusters(of: raw.symbols)
        guard !clusters.isEmpty, text.unicodeScalars.contains(where: { !$0.properties.isWhitespace }) else {
            return nil
        }
        let mean = raw.symbols.map(\.confidence).reduce(0, +) / Double(max(1, raw.symbols.count))
        return Line(
            text: text, confidence: rounded(mean), risk: risk.risk(of: clusters),
            box: map.box(raw.box, width: width, height: height), clusters: clusters)
    }

    /// A base with the marks that follow it is one cluster; a mark without a base stands alone.
    private func clusters(of symbols: [Symbol]) -> [Cluster] {
        var groups: [[Symbol]] = []
        for symbol in symbols {
            if isMark(symbol), let last = groups.last, !last.isEmpty {
                groups[groups.count - 1].append(symbol)
            } else {
                groups.append([symbol])
            }
        }
        return groups.map { group in
            let boxes = group.map(\.box)
            let left = boxes.map(\.x).min() ?? 0, top = boxes.map(\.y).min() ?? 0
            let right = boxes.map { $0.x + $0.width }.max() ?? 0, bottom = boxes.map { $0.y + $0.height }.max() ?? 0
            return Cluster(
                text: group.map(\.text).joined(), confidence: rounded(group.map(\.confidence).min() ?? 0),
                box: map.box(
                    Box(x: left, y: top, width: right - left, height: bottom - top), width: width, height: height))
        }
    }

    private func isMark(_ symbol: Symbol) -> Bool {
        symbol.text.unicodeScalars.first?.properties.generalCategory == .nonspacingMark
    }

    private func rounded(_ value: Double) -> Double { (value * 10).rounded() / 10 }
}

/// Joins segments of one level into rows, and puts rows into the order of reading.
struct RowJoining {
    let list: [Component]
    let height: Double
    let columns: [TextColumns]

    func rows(of segments: [Segment]) -> [Segment] {
        var rows: [[Segment]] = []
        for segment in segments.sorted(by: { $0.left < $1.left }) {
            var best: (row: Int, cost: Double)?
            for (number, row) in rows.enumerated() {
                guard let last = row.last, let cost = cost(of: segment, after: last), cost < best?.cost ?? .infinity
                else { continue }
                best = (number, cost)
            }
            if let best { rows[best.row].append(segment) } else { rows.append([segment]) }
        }
        return rows.map(joined).sorted { precedes($0, $1) }
    }

    private func joined(_ row: [Segment]) -> Segment {
        guard let first = row.first, row.count > 1 else { return row[0] }
        return Segment(row.flatMap(\.pieces), of: list, body: height, slope: first.slope)
    }

    /// Small where two segments stand on one level; nil where they do not, or a gutter parts them.
    private func cost(of segment: Segment, after last: Segment) -> Double? {
        guard last.right <= segment.left + 0.8 * height else { return nil }
        let x = (last.right + segment.left) / 2
        let (one, other) = (last.middle(at: x), segment.middle(at: x))
        let distance = abs(one - other) / max(last.height, segment.height)
        guard distance < 0.5, !columns.contains(where: { $0.part(last, segment, at: one) }) else {
            return nil
        }
        return distance + max(0, segment.left - last.right) / height / 50
    }

    private func precedes(_ one: Segment, _ other: Segment) -> Bool {
        let (left, right) = (place(of: one), place(of: other))
        return left.lexicographicallyPrecedes(right)
    }

    /// Top to bottom, and in columns the left one first.
    private func place(of row: Segment) -> [Double] {
        let y = row.middle(at: (row.left + row.right) / 2)
        for column in columns where column.range.contains(y) {
            return [column.range.lowerBound, (row.left + row.right) / 2 < column.gutter ? 0 : 1, y]
        }
        return [y, 0, 0]
    }
}

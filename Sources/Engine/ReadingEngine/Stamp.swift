internal import ComplaintModel

/// An office's stamp: a frame with writing inside, pressed over whatever was there, tilted or paler than print.
struct Stamp {
    /// Where it is on the prepared page.
    let box: ComplaintModel.Box
    /// Pixels down for every pixel to the right along its frame.
    let slope: Double
    /// The grey of its frame where it is dark.
    let ink: Int
    /// The grey of writing where it is dark.
    let print: Int

    /// Whether a line of letters leads into it from beside.
    func isPressed(over letters: [Component], height: Double) -> Bool {
        letters.contains { letter in
            let middle = Double(letter.top + letter.bottom) / 2
            return !covers(letter) && Double(letter.left) < Double(box.x + box.width) + 2 * height
                && Double(letter.right) > Double(box.x) - 2 * height && middle > Double(box.y) + height
                && middle < Double(box.y + box.height) - height
        }
    }

    func covers(_ piece: Component) -> Bool {
        piece.left >= box.x && piece.right <= box.x + box.width && piece.top >= box.y
            && piece.bottom <= box.y + box.height
    }

    /// One stamp for all parts of a frame; the palest has the fewest letters on it.
    static func joined(_ parts: [Stamp], within distance: Int) -> [Stamp] {
        var stamps: [Stamp] = []
        for part in parts {
            var stamp = part
            while let near = stamps.firstIndex(where: { $0.box.isNear(stamp.box, within: distance) }) {
                stamp = stamp.joined(to: stamps.remove(at: near))
            }
            stamps.append(stamp)
        }
        return stamps
    }

    private func joined(to other: Stamp) -> Stamp {
        Stamp(
            box: box.union(other.box), slope: box.width > other.box.width ? slope : other.slope,
            ink: max(ink, other.ink), print: print)
    }

    /// The same stamp in another box.
    func filling(_ box: ComplaintModel.Box) -> Stamp { Stamp(box: box, slope: slope, ink: ink, print: print) }
}

extension ComplaintModel.Box {
    func isNear(_ other: ComplaintModel.Box, within distance: Int) -> Bool {
        x - distance < other.x + other.width && other.x - distance < x + width && y - distance < other.y + other.height
            && other.y - distance < y + height
    }

    func union(_ other: ComplaintModel.Box) -> ComplaintModel.Box {
        let (left, top) = (min(x, other.x), min(y, other.y))
        let (right, bottom) = (max(x + width, other.x + other.width), max(y + height, other.y + other.height))
        return ComplaintModel.Box(x: left, y: top, width: right - left, height: bottom - top)
    }
}

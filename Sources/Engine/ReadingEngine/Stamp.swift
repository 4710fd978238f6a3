internal import ComplaintModel

/// An office's stamp: a frame with writing inside, pressed over whatever was there, tilted or paler than print.
struct Stamp {
    /// Where it is on the prepared page.
    let frame: StampFrame
    /// The grey of its frame where it is dark.
    let ink: Int
    /// The grey of writing where it is dark.
    let print: Int

    var box: ComplaintModel.Box { frame.box }

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
}

extension ComplaintModel.Box {
    func isNear(_ other: ComplaintModel.Box, within distance: Int) -> Bool {
        x - distance < other.x + other.width && other.x - distance < x + width && y - distance < other.y + other.height
            && other.y - distance < y + height
    }

    /// The same rectangle of a page that many times as large.
    func scaled(by scale: Int) -> ComplaintModel.Box {
        ComplaintModel.Box(x: x * scale, y: y * scale, width: width * scale, height: height * scale)
    }
}

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
}

extension ComplaintModel.Box {
    func holdsMiddle(of other: ComplaintModel.Box) -> Bool {
        let (middleX, middleY) = (other.x + other.width / 2, other.y + other.height / 2)
        return (x...x + width).contains(middleX) && (y...y + height).contains(middleY)
    }

    /// Whether they share a point.
    func meets(_ other: ComplaintModel.Box) -> Bool {
        x <= other.x + other.width && other.x <= x + width && y <= other.y + other.height && other.y <= y + height
    }

    /// The same rectangle of a page that many times as large.
    func scaled(by scale: Int) -> ComplaintModel.Box {
        ComplaintModel.Box(x: x * scale, y: y * scale, width: width * scale, height: height * scale)
    }
}

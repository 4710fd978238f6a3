internal import ComplaintModel
internal import EngineContract

extension Recognition {
    /// Refuses what no honest reading of the page can be: the worker has seen a stranger's bytes and is not believed
    /// blindly.
    func check(against page: Page) throws(EngineFault) {
        guard width == page.width, height == page.height else {
            throw .nonsense("a page of \(width) x \(height) instead of \(page.width) x \(page.height)")
        }
        guard (0...100).contains(confidence), (0...1).contains(cover) else {
            throw .nonsense("a confidence or cover outside its range")
        }
        guard lines.count <= 2000 else { throw .nonsense("\(lines.count) lines on one page") }
        for line in lines { try check(line) }
    }

    private func check(_ line: Line) throws(EngineFault) {
        let marks = line.clusters.map(\.confidence) + [line.confidence]
        guard marks.allSatisfy((0...100).contains), (0...1).contains(line.risk) else {
            throw .nonsense("a confidence or risk outside its range")
        }
        guard line.text.utf8.count <= 20_000, line.clusters.count <= 5000 else {
            throw .nonsense("a line longer than any page is wide")
        }
        guard line.text.unicodeScalars.allSatisfy({ $0.value >= 0x20 && $0.value != 0x7F }) else {
            throw .nonsense("control characters in a line")
        }
        guard isInside(line.box), line.clusters.allSatisfy({ isInside($0.box) }) else {
            throw .nonsense("a place outside the page")
        }
    }

    private func isInside(_ box: Box) -> Bool {
        // Range checks first, so that no sum can overflow.
        (0...width).contains(box.x) && (0...height).contains(box.y) && (0...width - box.x).contains(box.width)
            && (0...height - box.y).contains(box.height)
    }
}

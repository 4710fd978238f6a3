/// The order and number of signs in a Thai cluster: N08-N14, N24.
extension TextLine {
    /// Puts every cluster of the line in order.
    mutating func arrangeClusters() {
        guard let start = firstDisorder() else { return }
        var arranger = ClusterArranger(slots: slots, from: start)
        slots = []
        arranger.run { note($0, $1, $2) }
        flags.formUnion(arranger.flags)
        slots = arranger.finish()
    }

    /// Start of the letters that hold the first pair of signs out of order, or nil if all are in order.
    private func firstDisorder() -> Int? {
        let thai = ScalarClass.thai
        var previous = ScalarClass.other
        for index in slots.indices {
            let scalar = slots[index].scalar
            let current = ThaiScalar.isThai(scalar) ? thai[Int(scalar & 0x7F)] : .other
            if ScalarClass.isClusterDisorder(previous, current) {
                var start = index
                while start > 0, ThaiScalar.isLetter(slots[start - 1].scalar) { start -= 1 }
                return start
            }
            previous = current
        }
        return nil
    }
}

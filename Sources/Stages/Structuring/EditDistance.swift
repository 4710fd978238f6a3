/// How many units must be put in, taken out or exchanged to make one text of another.
func editDistance(_ left: some Collection<Unit>, _ right: some Collection<Unit>) -> Int {
    var previous = Array(0...right.count)
    for (row, unit) in left.enumerated() {
        var current = [row + 1]
        for (column, other) in right.enumerated() {
            current.append(
                min(previous[column] + (unit == other ? 0 : 1), previous[column + 1] + 1, current[column] + 1))
        }
        previous = current
    }
    return previous[right.count]
}

/// Whether two texts are the same but for at most one unit.
func isWithinOneEdit(_ left: some RandomAccessCollection<Unit>, _ right: some RandomAccessCollection<Unit>) -> Bool {
    guard abs(left.count - right.count) <= 1 else { return false }
    let prefix = zip(left, right).prefix { $0 == $1 }.count
    let (leftRest, rightRest) = (left.dropFirst(prefix), right.dropFirst(prefix))
    return leftRest.dropFirst().elementsEqual(rightRest.dropFirst())
        || leftRest.elementsEqual(rightRest.dropFirst()) || leftRest.dropFirst().elementsEqual(rightRest)
}

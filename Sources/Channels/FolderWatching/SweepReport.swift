/// What one look through the folder came to.
public struct SweepReport: Sendable, Hashable {
    /// Files taken in for the first time.
    public var taken = 0
    /// Files that had been taken in before and were counted as one more delivery.
    public var repeated = 0
    /// Files that were put into `refused/`.
    public var refused = 0
    /// Entries passed over by their name.
    public var ignored = 0
    /// Files that are not yet finished, or could not be taken just now.
    public var waiting = 0
    /// Files that are in the house, or refused, but could not be moved away; tried again each time.
    public var unmoved = 0
    /// When a waiting file may be finished, in seconds.
    public var nextLook: Double?
    /// Why the house takes in nothing just now.
    public var intakeRefusal: String?
    /// Why the folder could not be looked through.
    public var folderFault: String?

    mutating func wait(seconds: Double) {
        waiting += 1
        nextLook = min(nextLook ?? seconds, seconds)
    }

    /// Adds up what was done; what waits is that of the later look.
    func followed(by later: SweepReport) -> SweepReport {
        var sum = later
        sum.taken += taken
        sum.repeated += repeated
        sum.refused += refused
        return sum
    }
}

internal import NIOCore

/// How many requests may wait for durability at once, so that none waits long.
///
/// Fewer once one had to wait longer than it should, slowly more while none has to: that way disk and processors tell how
/// much they bear just now.
///
/// A peer of whom nothing waits finds a place of its own when all are taken: who floods the house is in nobody else's way.
struct Admission {
    private let most: Int
    private let wantedSeconds: Double
    private var waiting: [String: Int] = [:]
    /// Peers that were let in although all places were taken.
    private var guests: Set<String> = []
    private var lastCut: NIODeadline?
    /// How many may wait just now, whoever they are of.
    private var bound: Double
    /// How many wait.
    private(set) var count = 0

    /// Nobody knows yet what the machine bears; a second of quick answers gives many more.
    private static let placesAtFirst = 32
    /// The bound is never cut below this share of the most, since what waits together shares its syncs.
    private static let leastShare = 0.125
    /// So many places beyond the bound, as a share of the most, are for peers of whom nothing waits.
    private static let reservedShare = 0.125

    init(most: Int, wantedSeconds: Double) {
        (self.most, self.wantedSeconds) = (most, wantedSeconds)
        bound = Double(min(most, Admission.placesAtFirst))
    }

    /// Whether one more request of a peer may wait; `end` gives its place back.
    mutating func begin(by peer: String) -> Bool {
        if count - guests.count >= Int(bound) {
            let reserved = max(1, Int(Double(most) * Admission.reservedShare))
            guard waiting[peer] == nil, guests.count < reserved else { return false }
            guests.insert(peer)
        }
        count += 1
        waiting[peer, default: 0] += 1
        return true
    }

    /// Gives a place back, and learns from how long it was held; without `began` there is nothing to learn.
    mutating func end(by peer: String, since began: NIODeadline?, now: NIODeadline = .now()) {
        count -= 1
        guests.remove(peer)
        waiting[peer] = waiting[peer].flatMap { $0 > 1 ? $0 - 1 : nil }
        guard let began else { return }
        guard Double((now - began).nanoseconds) / 1e9 > wantedSeconds else {
            bound = min(Double(most), bound + 0.1)
            return
        }
        // All that waited together tell of the same delay: it counts once.
        if let lastCut, began < lastCut { return }
        bound = max(1, min(bound, Double(most) * Admission.leastShare), bound / 2)
        lastCut = now
    }
}

public import ComplaintModel
internal import Foundation
internal import Glibc
internal import Spool

/// Who has an item in hand, and until when.
public struct Lease: Codable, Sendable, Hashable {
    /// The operator.
    public let holder: String
    /// When it was taken.
    public let since: Timestamp
    /// When the lease ends by itself.
    public let until: Timestamp
}

/// The leases of a spool, one small file an item, all changes under the spool's lock of acts by hand, so that two
/// operators never hold the same item and a decision is never taken twice.
///
/// Leases need not survive a power cut (nothing is lost with one), so they are not synced.
struct LeaseBook: Sendable {
    private let folder: String
    private let spool: SpoolDirectory

    /// How long a lease may be.
    static let minutes = 1...480

    init(_ spool: SpoolDirectory) throws {
        (folder, self.spool) = ("\(spool.path)/leases", spool)
        guard mkdir(folder, 0o700) == 0 || errno == EEXIST else {
            throw ReviewError.leasesUnusable(folder, reason: String(cString: strerror(errno)))
        }
    }

    /// The lease of an item, unless it has ended; one that begins later than now was given by a clock that was wrong.
    func lease(of item: ItemID) throws -> Lease? {
        guard let data = FileManager.default.contents(atPath: path(of: item)),
            let lease = try? JSONDecoder().decode(Lease.self, from: data), lease.since <= spool.clock(),
            lease.until > spool.clock()
        else { return nil }
        return lease
    }

    /// Gives an item to `holder` if `check`, which refuses by throwing, has nothing against it.
    func take(_ item: ItemID, by holder: String, minutes: Int, checking check: () throws -> Void) throws -> Lease {
        try spool.oneAtATime {
            try refuseIfLeased(item, to: holder)
            try check()
            let now = spool.clock()
            let length = min(max(minutes, LeaseBook.minutes.lowerBound), LeaseBook.minutes.upperBound)
            let lease = Lease(holder: holder, since: now, until: now.adding(seconds: Double(length) * 60))
            try JSONEncoder().encode(lease).write(to: URL(fileURLWithPath: path(of: item)))
            return lease
        }
    }

    /// Does something that only one operator may do at a time, and ends the lease after it.
    func whileHolding<Result>(_ item: ItemID, by holder: String, _ body: () throws -> Result) throws -> Result {
        try spool.oneAtATime {
            try refuseIfLeased(item, to: holder)
            let result = try body()
            unlink(path(of: item))
            return result
        }
    }

    func refuseIfLeased(_ item: ItemID, to holder: String) throws {
        guard let lease = try lease(of: item), lease.holder != holder else { return }
        throw ReviewError.leased(item, to: lease.holder, until: lease.until)
    }

    private func path(of item: ItemID) -> String { "\(folder)/\(item.fileName).json" }
}

public import ComplaintModel
internal import Foundation
internal import Glibc

/// Who has an item in hand, and until when.
public struct Lease: Codable, Sendable, Hashable {
    /// The operator.
    public let holder: String
    /// When the lease ends by itself.
    public let until: Timestamp
}

/// The leases of a spool, one small file an item, all changes under one lock so that two operators never hold the same
/// item and a decision is never taken twice.
///
/// Leases need not survive a power cut (nothing is lost with one), so they are not synced.
struct LeaseBook: Sendable {
    private let folder: String
    private let clock: @Sendable () -> Timestamp

    init(folder: String, clock: @escaping @Sendable () -> Timestamp) throws {
        (self.folder, self.clock) = (folder, clock)
        guard mkdir(folder, 0o700) == 0 || errno == EEXIST else {
            throw CocoaError(.fileWriteUnknown, userInfo: [NSFilePathErrorKey: folder])
        }
    }

    /// The lease of an item, unless it has ended.
    func lease(of item: ItemID) throws -> Lease? {
        guard let data = FileManager.default.contents(atPath: path(of: item)),
            let lease = try? JSONDecoder().decode(Lease.self, from: data), lease.until > clock()
        else { return nil }
        return lease
    }

    func take(_ item: ItemID, by holder: String, minutes: Int) throws -> Lease {
        try locked {
            try refuseIfLeased(item, to: holder)
            let lease = Lease(holder: holder, until: clock().adding(seconds: Double(minutes) * 60))
            try JSONEncoder().encode(lease).write(to: URL(fileURLWithPath: path(of: item)))
            return lease
        }
    }

    /// Does something that only one operator may do at a time, and ends the lease after it.
    func whileHolding(_ item: ItemID, by holder: String, _ body: () throws -> Void) throws {
        try locked {
            try refuseIfLeased(item, to: holder)
            try body()
            unlink(path(of: item))
        }
    }

    private func refuseIfLeased(_ item: ItemID, to holder: String) throws {
        guard let lease = try lease(of: item), lease.holder != holder else { return }
        throw ReviewError.leased(item, to: lease.holder, until: lease.until)
    }

    private func path(of item: ItemID) -> String { "\(folder)/\(item.fileName).json" }

    private func locked<Result>(_ body: () throws -> Result) throws -> Result {
        let file = open("\(folder)/.lock", O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard file >= 0, flock(file, LOCK_EX) == 0 else {
            throw CocoaError(.fileWriteUnknown, userInfo: [NSFilePathErrorKey: "\(folder)/.lock"])
        }
        defer { close(file) }
        return try body()
    }
}

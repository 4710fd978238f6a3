internal import GRDB
internal import Glibc
internal import PipelineContract

/// Why the spool could not do what it was asked; nothing was acknowledged.
public struct SpoolError: Error, Sendable, Hashable, CustomStringConvertible {
    /// What went wrong.
    public enum Code: Sendable, Hashable {
        /// A call of the operating system failed with this `errno`.
        case system(Int32)
        /// Another daemon works on this spool.
        case inUse
        /// The folder is not fit to hold a spool.
        case unfit
        /// A file is torn, foreign, of an unknown format or cannot be read.
        case corrupt
        /// The item is not where it was looked for.
        case missing
    }

    /// What went wrong.
    public let code: Code
    /// What happened and what to do, in a sentence or two.
    public let description: String

    /// Makes an error.
    public init(_ code: Code, _ description: String) { (self.code, self.description) = (code, description) }

    /// The error of the operating system's last failed `call` at `path`.
    static func system(_ call: String, _ path: String) -> SpoolError { system(errno, call, path) }

    /// The error of a file that cannot be read, whatever the house does; its `errno` says why.
    static func unreadable(_ path: String) -> SpoolError {
        let reason = String(cString: strerror(errno))
        return SpoolError(
            .corrupt,
            """
            \(path) cannot be read: \(reason). Give the user that runs rongthuk the right to \
            read it, or look at the disk; then `rongthuk queue retry`.
            """)
    }

    /// Does something with the database at `path`; where the disk fails SQLite, the error is one of the spool's own.
    static func naming<Result>(_ path: String, _ body: () throws -> Result) throws -> Result {
        do {
            return try body()
        } catch let error as DatabaseError {
            let call = "SQLite (\(error.extendedResultCode.rawValue))"
            switch error.resultCode {
            case .SQLITE_FULL: throw system(ENOSPC, call, path)
            case .SQLITE_IOERR: throw system(EIO, call, path)
            case .SQLITE_READONLY: throw system(EROFS, call, path)
            case .SQLITE_CANTOPEN, .SQLITE_PERM: throw system(EACCES, call, path)
            default: throw error
            }
        }
    }

    private static func system(_ number: Int32, _ call: String, _ path: String) -> SpoolError {
        let remedy =
            switch number {
            case ENOSPC, EDQUOT: " Make room on the disk; nothing was taken in that is not kept."
            case EACCES, EPERM: " Give the user that runs rongthuk the right to write there."
            case EROFS: " The disk is mounted read-only; look at the system's log before mounting it again."
            case EIO: " The disk failed; look at the system's log, the disk may have to be replaced."
            default: ""
            }
        return SpoolError(.system(number), "\(call) \(path): \(String(cString: strerror(number))).\(remedy)")
    }

    /// Whether a later try may go well, as it may when a disk is full.
    public var isTemporary: Bool {
        if case .system = code { true } else { false }
    }
}

extension SpoolDirectory {
    /// Whether an error says that the house cannot work just now (a full disk, a locked database, an engine that cannot
    /// be started) and nothing of the item at hand.
    public static func isFaultOfTheHouse(_ error: any Error) -> Bool {
        switch error {
        case is HouseFault: true
        case let error as SpoolError: error.isTemporary
        case let error as DatabaseError: faultsOfDatabases.contains(error.resultCode)
        default: false
        }
    }

    private static let faultsOfDatabases: [ResultCode] = [
        .SQLITE_BUSY, .SQLITE_CANTOPEN, .SQLITE_CORRUPT, .SQLITE_FULL, .SQLITE_IOERR, .SQLITE_LOCKED, .SQLITE_NOMEM,
        .SQLITE_NOTADB, .SQLITE_PERM, .SQLITE_PROTOCOL, .SQLITE_READONLY,
    ]
}

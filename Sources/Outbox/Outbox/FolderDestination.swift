public import ComplaintModel
public import ComplaintStore
internal import Foundation
internal import Glibc

/// A folder from which another system takes complaints: one JSON file for each version, `RT69-000012-K.v2.json`, after
/// `complaint.schema.json`.
///
/// A file appears whole and durable under its name, or not at all.
public struct FolderDestination: Destination {
    private let folder: String

    /// Writes into `folder`.
    public init(_ folder: String) { self.folder = folder }

    /// The same version twice is the same file.
    public var isRepeatable: Bool { true }

    /// Writes the complaint.
    public func deliver(_ complaint: Complaint, isFirst: Bool) async -> DeliveryOutcome {
        do {
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
            let name = "\(complaint.trackingCode).v\(complaint.version).json"
            try write(try encoder.encode(complaint) + Data("\n".utf8), as: name)
            return .delivered
        } catch {
            return .later(seconds: 30, "\(folder) cannot be written: \(error.localizedDescription)")
        }
    }

    private func write(_ data: Data, as name: String) throws {
        let temporary = "\(folder)/.\(name).part"
        try data.write(to: URL(fileURLWithPath: temporary))
        let file = try FileHandle(forUpdating: URL(fileURLWithPath: temporary))
        try file.synchronize()
        try file.close()
        guard rename(temporary, "\(folder)/\(name)") == 0 else { throw POSIXError(.init(rawValue: errno) ?? .EIO) }
        let directory = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard directory >= 0 else { throw POSIXError(.init(rawValue: errno) ?? .EIO) }
        defer { close(directory) }
        guard fsync(directory) == 0 else { throw POSIXError(.init(rawValue: errno) ?? .EIO) }
    }
}

public import ComplaintModel
internal import Foundation
public import Outbox

/// `type: folder`: complaints as JSON files for another system.
public struct FolderDestinationKind: ReadableDestinationKind {
    /// The word after `type:`.
    public static let typeName = "folder"
    private let directory: String

    init(reading section: YAMLSection, paths: PathResolver) { directory = paths(section.required("directory")) }

    /// Makes the destination.
    public func destination(clock: @escaping @Sendable () -> Timestamp) -> any Destination {
        FolderDestination(directory)
    }

    /// Whether the folder can be written.
    public func examine(named name: String) -> [Doctor.Finding] {
        [
            Doctor.Finding(
                "outbox \(name)", FileManager.default.isWritableFile(atPath: directory), found: directory,
                remedy: "make the folder, and let rongthuk write there")
        ]
    }
}

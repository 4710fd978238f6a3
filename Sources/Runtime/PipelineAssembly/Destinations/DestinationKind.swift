public import ComplaintModel
public import Outbox

/// A kind of destination that a pipeline file can name under `outbox`: all that the house must know of it.
public protocol DestinationKind: Sendable {
    /// The word after `type:`, and the name of the section with the settings.
    static var typeName: String { get }

    /// Makes the destination.
    func destination(clock: @escaping @Sendable () -> Timestamp) -> any Destination

    /// Looks whether it can be sent to from this machine.
    func examine(named name: String) -> [Doctor.Finding]
}

/// A kind of destination that reads its own section of a pipeline file.
protocol ReadableDestinationKind: DestinationKind {
    /// Reads the settings; faults are reported to the section, which the caller finishes.
    init(reading section: YAMLSection, paths: PathResolver)
}

/// Every kind there is.
let destinationKinds: [any ReadableDestinationKind.Type] = [
    FolderDestinationKind.self, MailAcknowledgementKind.self, SMSAcknowledgementKind.self,
]

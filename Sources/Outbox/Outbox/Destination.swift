public import ComplaintModel
public import ComplaintStore

/// Where complaints are sent on: an agency's system, a citizen's mailbox.
public protocol Destination: Sendable {
    /// Whether the same delivery twice does no harm; where it does, nothing is sent again that may have got there.
    var isRepeatable: Bool { get }

    /// Sends one complaint, which may block; `isFirst` says that no earlier version was sent here.
    func deliver(_ complaint: Complaint, isFirst: Bool) async -> DeliveryOutcome
}

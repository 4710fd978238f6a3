/// A fault of the house, not of the item at hand: nothing is wrong with the item, but no item can be worked just now.
///
/// A stage that throws it gets the item again as it was, once the house works; no try is counted.
public struct HouseFault: Error, Sendable, Hashable, CustomStringConvertible {
    /// What is wrong and what to do, for the administrator.
    public let description: String

    /// Describes a fault.
    public init(_ description: String) { self.description = description }
}

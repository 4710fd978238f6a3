public import ComplaintModel
public import PipelineContract

/// The central store of complaints: what the house asks of any database.
public protocol ComplaintStoring: Sendable {
    /// Files a judgement, once however often it is called: the same item always gives the same tracking code, and a new
    /// version only where the content has changed.
    func upsert(_ judgement: Judgement, trail: [Step], at now: Timestamp) async throws -> TrackingCode

    /// The complaint with a tracking code.
    func complaint(code: TrackingCode) async throws -> Complaint?

    /// The complaint made from an item.
    func complaint(item: ItemID) async throws -> Complaint?

    /// All that is kept of the complaint made from an item, for `rongthuk explain`.
    func record(of item: ItemID) async throws -> ComplaintRecord?

    /// The complaints that `filter` lets through, in the order of filing, or newest first where it says so.
    func complaints(_ filter: ComplaintFilter) async throws -> [Complaint]

    /// How many complaints `filter` lets through; its limit does not count.
    func count(_ filter: ComplaintFilter) async throws -> Int

    /// Every item that is filed, for the balance of the ledger.
    func items() async throws -> Set<ItemID>

    /// Hands out the complaints that `filter` lets through as JSON, one a line, without holding them all in memory.
    func export(_ filter: ComplaintFilter, line: @Sendable (String) throws -> Void) async throws

    /// A matter with every complaint in it; nil where there is no such matter.
    func matter(_ id: ItemID) async throws -> Matter?

    /// Files a further version of a complaint with another deadline; one that is the same already changes nothing.
    func setDeadline(of item: ItemID, to deadline: Deadline, at now: Timestamp) async throws

    /// Undoes the link from `item` to the earlier complaint `of`, for good: `item`, and what was linked to it, becomes a
    /// matter of its own.
    ///
    /// - Throws: `ComplaintStoreError.noSuchLink`.
    func unlink(_ item: ItemID, from of: ItemID, undoing: Complaint.Link.Undoing) async throws
}

/// Which complaints are meant; an empty filter means all.
public struct ComplaintFilter: Sendable, Hashable {
    /// Received at this moment or later.
    public var since: Timestamp?
    /// Received before this moment.
    public var until: Timestamp?
    /// Came in by this channel.
    public var channel: ChannelKind?
    /// Came in by this source.
    public var source: SourceName?
    /// In this category.
    public var category: String?
    /// Proposed to this agency, at whatever hop.
    public var agency: String?
    /// With this verdict.
    public var verdict: Verdict.Kind?
    /// In this matter.
    public var matter: ItemID?
    /// Having these very words in subject, body, addressee or the writer's name.
    public var text: String?
    /// The latest filed first.
    public var newestFirst = false
    /// No more than so many.
    public var limit: Int?

    /// Lets all through.
    public init() {}
}

/// All that is kept of a complaint.
public struct ComplaintRecord: Sendable, Hashable {
    /// The complaint.
    public let complaint: Complaint
    /// The judgement it was made from: raw text, readings (without their clusters), edits, doubts.
    public let judgement: Judgement
    /// What happened to the item until it was filed.
    public let trail: [Step]
    /// What operators decided of it, oldest first.
    public let reviews: [ReviewRecord]
    /// Its way to other systems.
    public let deliveries: [Delivery]
}

/// What is complained of, with everybody who complains of it.
public struct Matter: Sendable, Hashable {
    /// Its first item.
    public let id: ItemID
    /// Its complaints, in the order of filing, each with its links.
    public let complaints: [Complaint]
    /// How many different persons complained, as far as they are known.
    public let persons: Int
    /// How many complaints have no known writer.
    public let unknown: Int
}

/// Why the store refuses.
public enum ComplaintStoreError: Error, Sendable, Hashable, CustomStringConvertible {
    /// There is no such link, or it is undone already.
    case noSuchLink(item: ItemID, of: ItemID)
    /// The record of a complaint cannot be read.
    case unreadable(item: String, reason: String)

    /// What happened and what to do.
    public var description: String {
        switch self {
        case .noSuchLink(let item, let of):
            "\(item) is not linked to \(of), or no longer; see its links with 'rongthuk explain \(item)'."
        case .unreadable(let item, let reason):
            "The stored record of \(item) cannot be read (\(reason)); file it again with 'rongthuk replay'."
        }
    }
}

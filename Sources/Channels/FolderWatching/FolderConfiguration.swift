/// How a folder is watched: one entry of `sources:` in a pipeline.
public struct FolderConfiguration: Codable, Sendable, Hashable {
    /// What becomes of a file once it is safely in the house.
    public enum AfterTaking: String, Codable, Sendable, CaseIterable {
        /// It moves to `taken/<day>/`, under the folder it lay in.
        case move
        /// It is deleted.
        case delete
    }

    /// The folder that files are put in.
    public var directory: String
    /// How long size, time and identity of a file must stay the same before it is taken.
    public var stableForSeconds = 10.0
    /// How often the folder is looked through without any sign of change: network shares give none.
    public var rescanSeconds = 60.0
    /// How long a file that does not end as its kind must is waited for, before it is taken as it is.
    public var patienceSeconds = 600.0
    /// What becomes of a file once it is taken.
    public var afterTaking = AfterTaking.move
    /// The largest file that is taken.
    public var maximumFileMebibytes = 200
    /// Names to pass over, besides the built-in ones; `*` stands for any run of characters, `?` for one.
    public var ignore: [String] = []

    /// The keys as a pipeline writes them.
    public enum CodingKeys: String, CodingKey, CaseIterable {
        case directory, ignore
        case stableForSeconds = "stable_for_secs"
        case rescanSeconds = "rescan_secs"
        case patienceSeconds = "patience_secs"
        case afterTaking = "after_taking"
        case maximumFileMebibytes = "max_file_mebibytes"
    }

    /// Watches a folder with the usual settings.
    public init(directory: String) { self.directory = directory }

    /// Decodes a configuration; whatever is not said keeps its usual setting.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        func value<Value: Decodable>(_ key: CodingKeys, or usual: Value) throws -> Value {
            try container.decodeIfPresent(Value.self, forKey: key) ?? usual
        }
        func number<Value: Decodable & Comparable & Numeric>(_ key: CodingKeys, or usual: Value) throws -> Value {
            let number = try value(key, or: usual)
            guard number > 0 else {
                throw DecodingError.dataCorruptedError(
                    forKey: key, in: container, debugDescription: "\(key.rawValue) must be greater than 0.")
            }
            return number
        }
        directory = try container.decode(String.self, forKey: .directory)
        stableForSeconds = try number(.stableForSeconds, or: stableForSeconds)
        rescanSeconds = try number(.rescanSeconds, or: rescanSeconds)
        patienceSeconds = try number(.patienceSeconds, or: patienceSeconds)
        afterTaking = try value(.afterTaking, or: afterTaking)
        maximumFileMebibytes = try number(.maximumFileMebibytes, or: maximumFileMebibytes)
        ignore = try value(.ignore, or: ignore)
    }
}

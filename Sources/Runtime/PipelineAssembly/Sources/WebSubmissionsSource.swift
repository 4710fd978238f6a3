public import ComplaintModel
public import HTTPContract
public import PipelineContract
internal import Secrets
internal import Spool
internal import WebChannel

/// `type: web_submissions`: `POST /submissions`, for the systems that already take complaints.
public struct WebSubmissionsSource: ReadableSourceKind, ServedSourceKind {
    /// The word after `type:`.
    public static let typeName = "web_submissions"

    private struct Key: Sendable {
        let name: String
        let secrets: [SecretOrigin]
        let ways: Set<WebSubmission.Way>
    }

    private let keys: [Key]
    private let mebibytes: Int
    private let requestsPerSecond: Int?

    init(reading section: YAMLSection, paths: PathResolver) {
        mebibytes = section.integer("max_request_mebibytes", default: 24, in: 1...32)
        requestsPerSecond =
            section.has("requests_per_sec") ? section.integer("requests_per_sec", default: 100, in: 1...100_000) : nil
        keys = section.entries("keys").map { entry in
            let ways = entry.texts("ways", default: WebSubmission.Way.allCases.map(\.rawValue))
            let known = WebSubmission.Way.allCases.map(\.rawValue)
            for way in ways where !known.contains(way) {
                entry.report("ways", "There is no way \(way)\(suggestion(for: way, among: known))")
            }
            let key = Key(
                name: entry.required("name"), secrets: entry.secrets("key", paths: paths),
                ways: Set(ways.compactMap(WebSubmission.Way.init)))
            if SourceName(rawValue: key.name) == nil {
                entry.report("name", "\(entry.name).name must be lower-case letters, digits and -.")
            }
            entry.finish()
            return key
        }
        if keys.isEmpty { section.report(nil, "\(section.name) needs keys, one for each system that hands over.") }
        if Set(keys.map(\.name)).count < keys.count { section.report("keys", "Two keys have the same name.") }
    }

    /// The path.
    public var claim: String? { "the path /submissions" }

    /// Makes the routes.
    public func routes(named name: SourceName, intake: any Intake, events: any EventSink) throws -> [HTTPRoute] {
        var configuration = WebConfiguration(
            keys: try keys.map { APIKey(name: $0.name, secrets: try $0.secrets.map { try $0.key() }, ways: $0.ways) })
        configuration.bodyBytes = mebibytes << 20
        configuration.requestsPerSecond = requestsPerSecond
        return SubmissionIntake(
            source: name, configuration: configuration, intake: intake, events: events, clock: { .now }
        ).routes
    }

    /// Whether the secrets can be had.
    public func examine(named name: SourceName) async -> [Doctor.Finding] {
        keys.map { key in
            let what = "source \(name): key \(key.name)"
            do {
                for secret in key.secrets { _ = try secret.key() }
                let ways = key.ways.map(\.rawValue).sorted().joined(separator: ", ")
                return Doctor.Finding(what, true, found: "bearer token (\(key.secrets.count)), for \(ways)", remedy: "")
            } catch {
                return Doctor.Finding(what, false, found: "\(error)", remedy: "make the secret as it says")
            }
        }
    }
}

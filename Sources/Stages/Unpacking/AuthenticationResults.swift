internal import ComplaintModel
internal import EngineContract

/// What the mail server of the house found out about a sender (RFC 8601): for operators to see, never to decide by.
///
/// Only the topmost field counts, and only where it is signed with the name of the configured server: anybody can write
/// such a field, and the server of the house writes its own above all others.
struct AuthenticationResults {
    private static let methods = ["spf", "dkim", "dmarc"]
    private static let results: Set<String> = [
        "none", "pass", "fail", "softfail", "neutral", "policy", "temperror", "permerror", "hardfail",
    ]

    /// `spf`, `dkim` and `dmarc` with what was found, or `unknown`.
    let details: [String: String]

    init(headers: [MailHeader], server: String?) {
        let unknown = Dictionary(uniqueKeysWithValues: Self.methods.map { ($0, "unknown") })
        guard let server, let topmost = headers.first(where: { $0.name == "authentication-results" }) else {
            details = unknown
            return
        }
        let clauses = Self.clauses(of: topmost.text.decoded)
        guard let author = clauses.first?.split(whereSeparator: \.isWhitespace).first,
            author.lowercased() == server.lowercased()
        else {
            details = unknown
            return
        }
        var found: [String: [String]] = [:]
        for clause in clauses.dropFirst() {
            guard let statement = clause.split(whereSeparator: \.isWhitespace).first else { continue }
            let sides = statement.lowercased().split(separator: "=", maxSplits: 1).map(String.init)
            let method = sides.first.map { String($0.prefix { $0 != "/" }) } ?? ""
            guard sides.count == 2, Self.methods.contains(method), Self.results.contains(sides[1]) else { continue }
            if found[method]?.contains(sides[1]) != true { found[method, default: []].append(sides[1]) }
        }
        details = unknown.merging(found.mapValues { $0.joined(separator: ", ") }) { $1 }
    }

    /// The clauses between semicolons, comments taken out; quoted texts hold neither.
    private static func clauses(of text: String) -> [String] {
        var clauses = [""]
        var (depth, isQuoted, isEscaped) = (0, false, false)
        for character in text {
            if isEscaped {
                isEscaped = false
            } else if character == "\\" {
                isEscaped = true
            } else if character == "\"", depth == 0 {
                isQuoted.toggle()
            } else if character == "(", !isQuoted {
                depth += 1
            } else if character == ")", depth > 0 {
                depth -= 1
            } else if character == ";", depth == 0, !isQuoted {
                clauses.append("")
            } else if depth == 0 {
                clauses[clauses.count - 1].append(isQuoted && character.isWhitespace ? "_" : character)
            }
        }
        return clauses
    }
}

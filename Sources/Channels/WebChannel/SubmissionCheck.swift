internal import ComplaintModel
internal import Foundation

/// Holds a submission to `openapi.yaml`: unknown keys, wrong types, lengths and forms, each with its place.
struct SubmissionCheck {
    /// What a text must be like.
    private struct Form {
        var limit = 200
        var isGood: @Sendable (String) -> Bool = { _ in true }
        var detail = ""
    }

    /// Reads and checks; a submission with any fault is refused whole.
    static func read(_ json: [UInt8], hasAttachments: Bool) -> Result<WebSubmission, Faults> {
        let submission: WebSubmission
        do {
            submission = try JSONDecoder().decode(WebSubmission.self, from: Data(json))
        } catch let error as DecodingError {
            return .failure(Faults(all: [fault(of: error)]))
        } catch {
            return .failure(Faults(all: [Problem.Fault(pointer: "", detail: "It is no JSON.")]))
        }
        var faults = unknownKeys(json, submission) + forms(submission)
        let isEmpty = submission.text.map { !$0.unicodeScalars.contains { !$0.properties.isWhitespace } } ?? true
        if isEmpty, submission.text != nil || !hasAttachments {
            faults.append(Problem.Fault(pointer: "/text", detail: "There must be a text, or attachments without one."))
        }
        return faults.isEmpty ? .success(submission) : .failure(Faults(all: faults))
    }

    struct Faults: Error { let all: [Problem.Fault] }

    // MARK: Keys and types

    private static func fault(of error: DecodingError) -> Problem.Fault {
        func pointer(_ path: [any CodingKey]) -> String {
            path.map { "/" + ($0.intValue.map(String.init) ?? $0.stringValue) }.joined()
        }
        return switch error {
        case .keyNotFound(let key, let context):
            Problem.Fault(pointer: pointer(context.codingPath + [key]), detail: "It is missing.")
        case .typeMismatch(_, let context), .valueNotFound(_, let context):
            Problem.Fault(pointer: pointer(context.codingPath), detail: "It is of the wrong type.")
        case .dataCorrupted(let context) where !context.codingPath.isEmpty:
            Problem.Fault(
                pointer: pointer(context.codingPath),
                detail: "It is none of the values that are known, or written otherwise.")
        default: Problem.Fault(pointer: "", detail: "It is no JSON.")
        }
    }

    /// Keys that are in the request and not in what was read of it.
    private static func unknownKeys(_ json: [UInt8], _ submission: WebSubmission) -> [Problem.Fault] {
        guard let sent = try? JSONSerialization.jsonObject(with: Data(json)),
            let data = try? JSONEncoder().encode(submission), let read = try? JSONSerialization.jsonObject(with: data)
        else { return [] }
        func unknown(_ sent: Any, _ read: Any, _ pointer: String) -> [Problem.Fault] {
            guard let sent = sent as? [String: Any], let read = read as? [String: Any] else { return [] }
            return sent.keys.sorted().flatMap { key -> [Problem.Fault] in
                guard let value = sent[key], !(value is NSNull) else { return [] }
                guard let known = read[key] else {
                    return [Problem.Fault(pointer: "\(pointer)/\(key.prefix(64))", detail: "There is no such key.")]
                }
                return unknown(value, known, "\(pointer)/\(key)")
            }
        }
        return unknown(sent, read, "")
    }

    // MARK: Forms

    private static let long = Form(limit: 500)
    private static let text = Form(limit: 100_000)
    private static let citizenID = Form(isGood: { isDigits($0, 13...13) }, detail: "It must have 13 digits.")
    private static let postcode = Form(isGood: { isDigits($0, 5...5) }, detail: "It must have 5 digits.")
    private static let phone = Form(
        isGood: { number in
            if number.hasPrefix("+") { return isDigits(number.dropFirst(), 7...15) }
            return isDigits(number, 3...5) || (number.hasPrefix("0") && isDigits(number, 9...10))
        }, detail: "It must be a number in E.164, a Thai number with its 0, or a short code.")
    private static let email = Form(
        limit: 254,
        isGood: { address in
            let halves = address.split(separator: "@", omittingEmptySubsequences: false)
            return halves.count == 2 && !halves.contains { $0.isEmpty } && !address.contains { $0.isWhitespace }
        }, detail: "It must be an e-mail address.")

    private static func isDigits(_ text: some StringProtocol, _ count: ClosedRange<Int>) -> Bool {
        count.contains(text.utf8.count) && text.utf8.allSatisfy { (0x30...0x39).contains($0) }
    }

    private static func forms(_ submission: WebSubmission) -> [Problem.Fault] {
        var entries: [(String, String?, Form)] = [
            ("/reference", submission.reference, Form()), ("/subject", submission.subject, long),
            ("/addressee", submission.addressee, long), ("/text", submission.text, text),
            ("/category", submission.category, Form()), ("/respondent/title", submission.respondent?.title, Form()),
            ("/respondent/first", submission.respondent?.first, Form()),
            ("/respondent/last", submission.respondent?.last, Form()),
        ]
        entries += place(submission.incident?.place, "/incident/place")
        if let writer = submission.complainant {
            entries += [
                ("/complainant/title", writer.title, Form()), ("/complainant/first", writer.first, Form()),
                ("/complainant/last", writer.last, Form()), ("/complainant/citizen_id", writer.citizenID, citizenID),
            ]
            entries += place(writer.address, "/complainant/address")
            entries += list(writer.phones, "/complainant/phones", phone)
            entries += list(writer.emails, "/complainant/emails", email)
            entries += list(writer.lineIDs, "/complainant/line_ids", Form())
        }
        return entries.flatMap { pointer, value, form in value.map { faults($0, pointer, form) } ?? [] }
            + listsThatAreTooLong(submission)
    }

    private static func faults(_ value: String, _ pointer: String, _ form: Form) -> [Problem.Fault] {
        let count = value.unicodeScalars.count
        if count == 0 { return [Problem.Fault(pointer: pointer, detail: "It is empty: leave it out.")] }
        if count > form.limit {
            return [Problem.Fault(pointer: pointer, detail: "It may have \(form.limit) characters.")]
        }
        return form.isGood(value) ? [] : [Problem.Fault(pointer: pointer, detail: form.detail)]
    }

    private static func place(_ place: WebSubmission.Place?, _ pointer: String) -> [(String, String?, Form)] {
        guard let place else { return [] }
        return [
            ("house", place.house), ("moo", place.moo), ("village", place.village), ("soi", place.soi),
            ("road", place.road), ("subdistrict", place.subdistrict), ("district", place.district),
            ("province", place.province),
        ].map { ("\(pointer)/\($0.0)", $0.1, Form()) } + [("\(pointer)/postcode", place.postcode, postcode)]
    }

    private static func list(_ values: [String]?, _ pointer: String, _ form: Form) -> [(String, String?, Form)] {
        (values ?? []).enumerated().map { ("\(pointer)/\($0)", $1, form) }
    }

    private static func listsThatAreTooLong(_ submission: WebSubmission) -> [Problem.Fault] {
        let writer = submission.complainant
        return [("phones", writer?.phones), ("emails", writer?.emails), ("line_ids", writer?.lineIDs)]
            .filter { ($0.1?.count ?? 0) > 10 }
            .map { Problem.Fault(pointer: "/complainant/\($0.0)", detail: "It may have 10 entries.") }
    }
}

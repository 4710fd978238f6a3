public import ComplaintModel

/// What a system handed over in one request: the submission as JSON, and files with it.
///
/// As evidence, JSON is kept as it came; a form with files is kept after the line of the header that names its boundary.
public struct SubmissionBody: Sendable {
    /// The submission, still as JSON.
    public let json: [UInt8]
    /// The files, in the order they were sent.
    public let attachments: [MultipartForm.Part]

    /// The most files with one submission.
    public static let attachmentLimit = 20

    private static let headerName = "Content-Type: "
    private static let headerEnd = Array("\r\n\r\n".utf8)

    /// Takes the body of a request apart.
    public init(_ body: [UInt8], contentType: String) throws(MultipartForm.Fault) {
        guard contentType.lowercased().hasPrefix(MediaType.multipart.rawValue) else {
            (json, attachments) = (body, [])
            return
        }
        let form = try MultipartForm(
            body, contentType: contentType, partLimit: SubmissionBody.attachmentLimit + 1)
        let submissions = form.parts.filter { $0.name == "submission" }
        attachments = form.parts.filter { $0.name == "attachment" }
        guard submissions.count == 1, attachments.count == form.parts.count - 1 else {
            throw MultipartForm.Fault(
                description: "A form has one part named submission and any number named attachment, and no other.")
        }
        json = Array(submissions[0].bytes)
    }

    /// The bytes that are kept of a request, and what they are.
    public static func evidence(
        _ body: [UInt8], contentType: String
    ) -> (bytes: [UInt8], mediaType: MediaType) {
        guard contentType.lowercased().hasPrefix(MediaType.multipart.rawValue) else { return (body, .json) }
        return (Array((headerName + contentType).utf8) + headerEnd + body, .multipart)
    }

    /// Reads what was kept.
    public init(evidence: [UInt8], mediaType: MediaType) throws(MultipartForm.Fault) {
        guard mediaType == .multipart else {
            try self.init(evidence, contentType: MediaType.json.rawValue)
            return
        }
        let line = Array(evidence.prefix { $0 != 0x0D })
        guard evidence.count >= line.count + 4,
            let header = String(validating: line, as: UTF8.self), header.hasPrefix(SubmissionBody.headerName)
        else { throw MultipartForm.Fault(description: "The form was kept without its media type.") }
        try self.init(
            Array(evidence[(line.count + 4)...]), contentType: String(header.dropFirst(SubmissionBody.headerName.count))
        )
    }
}

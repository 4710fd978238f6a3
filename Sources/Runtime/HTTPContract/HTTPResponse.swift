/// An answer.
public struct HTTPResponse: Sendable, Hashable {
    /// The status codes the house answers with (RFC 9110, 15; RFC 6585).
    public enum Status: Int, Sendable {
        case ok = 200
        case created = 201
        case badRequest = 400
        case unauthorised = 401
        case forbidden = 403
        case notFound = 404
        case methodNotAllowed = 405
        case requestTimeout = 408
        case conflict = 409
        case lengthTooLarge = 413
        case unsupportedMediaType = 415
        case unprocessable = 422
        case tooManyRequests = 429
        case headerTooLarge = 431
        case unavailable = 503
    }

    /// What became of the request.
    public let status: Status
    /// The header; the server adds the length of the body.
    public let header: [HTTPField]
    /// The body.
    public let body: [UInt8]

    /// Answers with bytes.
    public init(_ status: Status, header: [HTTPField] = [], body: [UInt8] = []) {
        (self.status, self.header, self.body) = (status, header, body)
    }

    /// Answers with a line of text.
    public init(_ status: Status, header: [HTTPField] = [], text: String) {
        self.init(
            status, header: [HTTPField("Content-Type", "text/plain; charset=utf-8")] + header,
            body: Array((text + "\n").utf8))
    }

    /// Answers that the house takes in nothing just now.
    public static func unavailable(_ text: String, retryAfterSeconds: Int) -> HTTPResponse {
        HTTPResponse(.unavailable, header: [HTTPField("Retry-After", "\(retryAfterSeconds)")], text: text)
    }
}

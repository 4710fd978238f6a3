/// One line of a header (RFC 9110, 5).
public struct HTTPField: Sendable, Hashable {
    /// Its name; compared without regard to case.
    public let name: String
    /// Its value, without the space around it.
    public let value: String

    /// Makes a line.
    public init(_ name: String, _ value: String) { (self.name, self.value) = (name, value) }
}

/// A request that was read within the limits of the server.
public struct HTTPRequest: Sendable, Hashable {
    /// `GET`, `POST`, ….
    public let method: String
    /// What stands before the question mark, as it was sent.
    public let path: String
    /// What stands after the question mark, as it was sent; nil where there is none.
    public let query: String?
    /// The header, in the order it was sent.
    public let header: [HTTPField]
    /// The body, with chunks already joined; empty where the request is looked at before its body came.
    public let body: [UInt8]
    /// The address of whoever sent it: of the connection, or what a trusted proxy says.
    public let peer: String

    /// Describes a request.
    public init(
        method: String, path: String, query: String? = nil, header: [HTTPField] = [], body: [UInt8] = [],
        peer: String = "127.0.0.1"
    ) {
        (self.method, self.path, self.query) = (method, path, query)
        (self.header, self.body, self.peer) = (header, body, peer)
    }

    /// The value of a line that stands in the header exactly once; nil where it is missing or stands there twice.
    public func field(_ name: String) -> String? {
        let values = header.filter { $0.name.lowercased() == name.lowercased() }
        return values.count == 1 ? values[0].value : nil
    }

    /// The media type of the body in lower case, without its parameters.
    public var contentType: String? {
        field("Content-Type").map { value in
            String(value.prefix { $0 != ";" }).lowercased().filter { $0 != " " && $0 != "\t" }
        }
    }
}

/// Something wrong with a configuration, with where it stands.
public struct Diagnostic: Codable, Sendable, Hashable, Comparable, CustomStringConvertible {
    /// How grave it is.
    public enum Severity: String, Codable, Sendable { case error, warning }
    /// How grave it is.
    public let severity: Severity
    /// The file.
    public let file: String
    /// The line, from 1; 0 where the whole file is meant.
    public let line: Int
    /// The column, from 1; 0 where the whole line is meant.
    public let column: Int
    /// What is wrong and what to do.
    public let message: String

    /// Reports something.
    public init(_ severity: Severity, file: String, line: Int = 0, column: Int = 0, message: String) {
        (self.severity, self.file, self.line, self.column) = (severity, file, line, column)
        self.message = message
    }

    /// `file:line:column: error: message`, as compilers write it.
    public var description: String {
        let place = [line, column].filter { $0 > 0 }.map { ":\($0)" }.joined()
        return "\(file)\(place): \(severity.rawValue): \(message)"
    }

    /// Orders by place.
    public static func < (left: Self, right: Self) -> Bool {
        (left.file, left.line, left.column, left.message) < (right.file, right.line, right.column, right.message)
    }
}

/// Everything wrong with a configuration at once.
public struct ConfigurationFault: Error, Sendable, CustomStringConvertible {
    /// What is wrong, in the order of the file.
    public let diagnostics: [Diagnostic]

    /// One line each.
    public var description: String { diagnostics.map(\.description).joined(separator: "\n") }
}

import Foundation

/// The data files that ship with the library.
enum ThaiTextResource {
    static func url(_ name: String) -> URL {
        Bundle.module.bundleURL.appending(path: "Resources").appending(path: name)
    }

    /// The entries of a word list: one a line, `#` opens a comment, blank lines say nothing.
    static func list(_ name: String) -> [String] {
        do {
            return try String(contentsOf: url(name), encoding: .utf8).split(whereSeparator: \.isNewline)
                .map { $0.prefix { $0 != "#" }.trimmingCharacters(in: .whitespaces) }
                .filter { !$0.isEmpty }
        } catch {
            fatalError("The word list \(name) that belongs to the program cannot be read; install it anew.")
        }
    }
}

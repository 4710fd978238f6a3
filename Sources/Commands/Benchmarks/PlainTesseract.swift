internal import Foundation

/// The `tesseract` program as anybody would run it on a Thai letter, `-l tha+eng`, one process a page: what reading of
/// our own has to be better than.
public struct PlainTesseract: Sendable {
    /// What one page came to.
    public struct Reading: Sendable {
        /// The text; empty where the program failed.
        public let text: String
        /// User and system time of the process.
        public let processorSeconds: Double
        /// Resident memory at the highest, in bytes.
        public let peakBytes: Int
    }

    /// The languages it reads.
    public static let languages = "tha+eng"
    /// How to get it on Debian.
    public static let remedy = "apt-get install tesseract-ocr tesseract-ocr-tha tesseract-ocr-eng"

    /// Its name and version, as "tesseract 5.3.0".
    public let version: String
    private let program: String
    private let environment: [String: String]

    /// Finds the program with both languages; nil where one of the three is missing.
    public init?(program: String = "tesseract") async {
        // One thread a page: with more, four pages take four times as long.
        let environment = ProcessInfo.processInfo.environment.merging(["OMP_THREAD_LIMIT": "1"]) { $1 }
        (self.program, self.environment) = (program, environment)
        guard let version = await MeasuredProgram.run([program, "--version"], environment: environment),
            let languages = await MeasuredProgram.run([program, "--list-langs"], environment: environment),
            Set(languages.output.split(separator: "\n")).isSuperset(of: Self.languages.split(separator: "+"))
        else { return nil }
        self.version = version.output.split(separator: "\n").first.map(String.init) ?? program
    }

    /// Reads an image file; nil where the program could not be started or gave up.
    public func read(_ path: String) async -> Reading? {
        guard
            let run = await MeasuredProgram.run(
                [program, path, "-", "-l", Self.languages], environment: environment), run.isSuccess
        else { return nil }
        return Reading(text: run.output, processorSeconds: run.processorSeconds, peakBytes: run.peakBytes)
    }
}

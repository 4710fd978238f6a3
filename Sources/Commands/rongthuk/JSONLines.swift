internal import Foundation
internal import Glibc
internal import Terminal

/// The identity a caller gave to a line: whatever JSON it was, text or number, it goes back as it came.
enum LineID: Codable, Sendable {
    case text(String)
    case number(Int)

    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if let number = try? container.decode(Int.self) {
            self = .number(number)
        } else {
            self = .text(try container.decode(String.self))
        }
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .text(let text): try container.encode(text)
        case .number(let number): try container.encode(number)
        }
    }

    var text: String {
        switch self {
        case .text(let text): text
        case .number(let number): String(number)
        }
    }
}

/// A filter over JSON Lines: one object a line in, one out, in the same order; a line that fails becomes
/// `{"id":…,"error":…}` and the others go on.
struct JSONLinesFilter<Input: Decodable, Output: Encodable> {
    private struct Identified: Decodable { let id: LineID? }
    private struct Fault: Encodable {
        let id: LineID?
        let error: String
    }

    let answer: (Input) async throws -> Output

    func run() async throws {
        let (decoder, encoder) = (JSONDecoder(), JSONEncoder())
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        for data in StandardInputLines() where !data.isEmpty {
            let result: Data
            do {
                guard String(validating: data, as: UTF8.self) != nil else {
                    throw Failure(.badData, "the line is not in UTF-8")
                }
                result = try encoder.encode(try await answer(try decoder.decode(Input.self, from: data)))
            } catch {
                let readable = Data(String(decoding: data, as: UTF8.self).utf8)
                let id = (try? decoder.decode(Identified.self, from: readable))?.id
                result = try encoder.encode(Fault(id: id, error: plainWords(error)))
            }
            try printLine(TerminalText.safeJSON(String(decoding: result, as: UTF8.self)))
        }
    }

    private func plainWords(_ error: any Error) -> String {
        switch error {
        case DecodingError.keyNotFound(let key, _): "\(key.stringValue) is missing"
        case DecodingError.typeMismatch(_, let context), DecodingError.valueNotFound(_, let context),
            DecodingError.dataCorrupted(let context):
            context.codingPath.isEmpty
                ? "the line is no JSON object"
                : "\(context.codingPath.map(\.stringValue).joined(separator: ".")): \(context.debugDescription)"
        case let failure as Failure: failure.message
        default: "\(error)"
        }
    }
}

/// The lines of standard input as bytes, whatever their encoding, without their line feeds.
struct StandardInputLines: Sequence, IteratorProtocol {
    private let input = fdopen(STDIN_FILENO, "r")
    private var line: UnsafeMutablePointer<CChar>?
    private var capacity = 0

    mutating func next() -> Data? {
        guard let input else { return nil }
        let count = getline(&line, &capacity, input)
        guard count > 0, let line else {
            free(self.line)
            self.line = nil
            return nil
        }
        let bytes = UnsafeRawBufferPointer(start: line, count: count)
        return Data(bytes.last == 0x0A ? bytes.dropLast() : bytes[...])
    }
}

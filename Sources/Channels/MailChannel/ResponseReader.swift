/// Cuts what a server sends into whole responses, however the bytes come; pure of input and output.
///
/// A response is a line, in which literals (`{12}` and then twelve bytes) may stand; those are kept apart and never
/// looked into.
struct ResponseReader {
    /// A stretch of a response.
    enum Piece: Sendable, Hashable {
        case text([UInt8])
        case literal([UInt8])
    }

    /// The most bytes a literal may have; a larger one ends the session before any of it is kept.
    var literalLimit = ResponseReader.lineLimit
    /// The most bytes a line may have, literals not counted.
    static let lineLimit = 1 << 20

    private var pieces: [Piece] = []
    private var line: [UInt8] = []
    private var lineBytes = 0
    private var literal: [UInt8] = []
    private var literalLeft = 0
    private var input: ArraySlice<UInt8> = []

    /// Hands over what came.
    mutating func feed(_ bytes: [UInt8]) {
        input = input.isEmpty ? bytes[...] : input + bytes
    }

    /// The next whole response, or nil until more has come.
    mutating func next() throws(MailFault) -> [Piece]? {
        while !input.isEmpty {
            if literalLeft > 0 {
                let part = input.prefix(literalLeft)
                literal += part
                literalLeft -= part.count
                input = input.dropFirst(part.count)
                if literalLeft == 0 { endLiteral() }
            } else if try readLine() {
                defer { pieces = [] }
                return pieces
            }
        }
        return nil
    }

    /// Reads to the end of the line; true where the response ends with it.
    private mutating func readLine() throws(MailFault) -> Bool {
        let end = input.firstIndex(of: UInt8(ascii: "\n"))
        let part = end.map { input[...$0] } ?? input
        lineBytes += part.count
        guard lineBytes <= Self.lineLimit else { throw .violation("a line has more than \(Self.lineLimit) bytes") }
        line += part
        input = input.dropFirst(part.count)
        guard end != nil else { return false }
        guard line.count >= 2, line[line.count - 2] == UInt8(ascii: "\r") else {
            throw .violation("a line does not end with CR LF")
        }
        line.removeLast(2)
        guard let announced = try announcedLiteral() else {
            pieces.append(.text(line))
            (line, lineBytes) = ([], 0)
            return true
        }
        guard announced <= literalLimit else {
            throw MailFault(
                .literalTooLarge(announced), "The mail server sends \(announced) bytes where \(literalLimit) may come.")
        }
        pieces.append(.text(line))
        line = []
        literalLeft = announced
        if announced == 0 { endLiteral() }
        return false
    }

    private mutating func endLiteral() {
        pieces.append(.literal(literal))
        literal = []
    }

    /// The size of the literal that the line announces at its end, which is taken off the line.
    ///
    /// Status responses end in words for people, which may look like an announcement and are none.
    private mutating func announcedLiteral() throws(MailFault) -> Int? {
        guard line.last == UInt8(ascii: "}"), !pieces.isEmpty || mayHoldLiterals,
            let start = line.lastIndex(of: UInt8(ascii: "{"))
        else { return nil }
        let digits = line[(start + 1)...].dropLast()
        guard !digits.isEmpty, digits.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }) else {
            return nil
        }
        guard let size = Int(String(decoding: digits, as: UTF8.self)) else {
            throw .violation("a literal's size is no number")
        }
        line.removeSubrange(start...)
        return size
    }

    private var mayHoldLiterals: Bool {
        guard line.starts(with: [UInt8(ascii: "*"), UInt8(ascii: " ")]) else { return false }
        let word = line.dropFirst(2).prefix { $0 != UInt8(ascii: " ") }
        return Status.Condition(rawValue: String(decoding: word, as: UTF8.self).uppercased()) == nil
    }
}

/// Reads one whole response by the grammar of RFC 3501, section 9; what does not follow it is a fault, never a guess.
struct ResponseParser {
    private var pieces: ArraySlice<ResponseReader.Piece>
    private var text: ArraySlice<UInt8> = []

    /// How deep lists may stand in lists.
    private static let deepest = 32

    static func parse(_ pieces: [ResponseReader.Piece]) throws(MailFault) -> Response {
        var parser = ResponseParser(pieces: pieces[...])
        parser.advance()
        return try parser.response()
    }

    private init(pieces: ArraySlice<ResponseReader.Piece>) { self.pieces = pieces }

    private mutating func advance() {
        guard case .text(let bytes)? = pieces.first else { return }
        text = bytes[...]
        pieces = pieces.dropFirst()
    }

    private mutating func response() throws(MailFault) -> Response {
        if text.first == UInt8(ascii: "+") { return .proceed }
        let tag = word()
        try space()
        if tag != "*" {
            guard !tag.isEmpty, let condition = Status.Condition(rawValue: word().uppercased()) else {
                throw .violation("a line is no response")
            }
            return .status(tag: tag, status(condition))
        }
        let first = word().uppercased()
        if let condition = Status.Condition(rawValue: first) { return .status(tag: nil, status(condition)) }
        if first == "CAPABILITY" { return .capabilities(words()) }
        guard let number = Int(first) else { return .other }
        try space()
        switch word().uppercased() {
        case "EXISTS": return .exists(number)
        case "EXPUNGE": return .expunged
        case "FETCH":
            try space()
            return .fetched(try fetched())
        default: return .other
        }
    }

    // MARK: Status

    private mutating func status(_ condition: Status.Condition) -> Status {
        var status = Status(condition: condition)
        guard text.starts(with: [UInt8(ascii: " "), UInt8(ascii: "[")]),
            let end = text.firstIndex(of: UInt8(ascii: "]"))
        else { return status }
        let inside = text[(text.startIndex + 2)..<end].split(separator: UInt8(ascii: " "), maxSplits: 1)
        let code = String(decoding: inside.first ?? [], as: UTF8.self).uppercased()
        guard code.utf8.allSatisfy({ isAlphanumeric($0) || $0 == UInt8(ascii: "-") }) else { return status }
        status.code = code
        status.argument = inside.count > 1 ? String(decoding: inside[1], as: UTF8.self) : nil
        return status
    }

    private func isAlphanumeric(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte)
    }

    private func words() -> [String] {
        text.split(separator: UInt8(ascii: " ")).map { String(decoding: $0, as: UTF8.self).uppercased() }
    }

    // MARK: Messages

    private mutating func fetched() throws(MailFault) -> Fetched {
        var fetched = Fetched()
        try expect(UInt8(ascii: "("))
        while text.first != UInt8(ascii: ")") {
            let name = attributeName()
            try space()
            let value = try value(depth: 0)
            switch name {
            case "UID": fetched.uid = try number(value)
            case "RFC822.SIZE": fetched.size = try number(value)
            case "BODY": if case .text(let bytes) = value { fetched.body = bytes }
            default: break
            }
            if text.first != UInt8(ascii: ")") { try space() }
        }
        try expect(UInt8(ascii: ")"))
        guard text.isEmpty, pieces.isEmpty else { throw .violation("something follows a message") }
        return fetched
    }

    /// The name of an attribute; of `BODY[…]<…>` only `BODY`, since just one such part is ever asked for.
    private mutating func attributeName() -> String {
        let name = takeWhile { $0 != UInt8(ascii: " ") && $0 != UInt8(ascii: "[") && $0 != UInt8(ascii: ")") }
        if text.first == UInt8(ascii: "[") {
            _ = takeWhile { $0 != UInt8(ascii: "]") }
            text = text.dropFirst()
            _ = takeWhile { $0 != UInt8(ascii: " ") && $0 != UInt8(ascii: ")") }
        }
        return String(decoding: name, as: UTF8.self).uppercased()
    }

    private enum Value {
        case atom(String)
        case text([UInt8])
        case list
    }

    private mutating func value(depth: Int) throws(MailFault) -> Value {
        guard let first = text.first else {
            guard case .literal(let bytes)? = pieces.first else { throw .violation("a value is missing") }
            pieces = pieces.dropFirst()
            advance()
            return .text(bytes)
        }
        switch first {
        case UInt8(ascii: "\""): return .text(try quoted())
        case UInt8(ascii: "("):
            guard depth < Self.deepest else { throw .violation("lists stand too deep in lists") }
            try expect(first)
            while text.first != UInt8(ascii: ")") {
                _ = try value(depth: depth + 1)
                if text.first == UInt8(ascii: " ") { try space() }
            }
            try expect(UInt8(ascii: ")"))
            return .list
        default:
            let atom = takeWhile {
                $0 > 0x20 && $0 != UInt8(ascii: "(") && $0 != UInt8(ascii: ")") && $0 != UInt8(ascii: "\"")
            }
            guard !atom.isEmpty else { throw .violation("a value is missing") }
            return .atom(String(decoding: atom, as: UTF8.self))
        }
    }

    private mutating func quoted() throws(MailFault) -> [UInt8] {
        text = text.dropFirst()
        var bytes: [UInt8] = []
        while let byte = text.popFirst() {
            if byte == UInt8(ascii: "\"") { return bytes }
            if byte != UInt8(ascii: "\\") {
                bytes.append(byte)
            } else if let escaped = text.popFirst() {
                bytes.append(escaped)
            }
        }
        throw .violation("a quotation has no end")
    }

    private func number<Number: FixedWidthInteger>(_ value: Value) throws(MailFault) -> Number {
        guard case .atom(let digits) = value, let number = Number(digits), number >= 0 else {
            throw .violation("a number is none")
        }
        return number
    }

    // MARK: Small things

    private mutating func word() -> String {
        String(decoding: takeWhile { $0 != UInt8(ascii: " ") }, as: UTF8.self)
    }

    private mutating func takeWhile(_ isWanted: (UInt8) -> Bool) -> ArraySlice<UInt8> {
        let taken = text.prefix(while: isWanted)
        text = text.dropFirst(taken.count)
        return taken
    }

    private mutating func space() throws(MailFault) { try expect(UInt8(ascii: " ")) }

    private mutating func expect(_ byte: UInt8) throws(MailFault) {
        guard text.first == byte else { throw .violation("a character is not where it must be") }
        text = text.dropFirst()
    }
}

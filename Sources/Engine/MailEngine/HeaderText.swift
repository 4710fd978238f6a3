internal import CGMime
internal import EngineContract

/// Undoes the encoded words of a header field (RFC 2047), as they really are: split within a letter, with blanks in
/// them, in charsets that the label does not name.
enum HeaderText {
    private struct Word {
        let label: String
        let bytes: [UInt8]
        let end: Int
    }

    /// The text of a raw field value.
    static func decode(_ raw: [UInt8]) -> MailText {
        let value = unfolded(raw)
        // Where no word ends any more none is looked for: else a field of a hundred thousand beginnings takes for ever.
        let lastEnd = value.indices.last { isEnd(of: value, at: $0) } ?? -1
        var pieces: [(label: String?, bytes: [UInt8])] = []
        var position = 0
        while position < value.count {
            if value[position] == 0x3D, position < lastEnd, let word = word(in: value, at: position) {
                add(word, to: &pieces)
                position = word.end
            } else {
                if pieces.last.map({ $0.label != nil }) ?? true { pieces.append((nil, [])) }
                pieces[pieces.count - 1].bytes.append(value[position])
                position += 1
            }
        }
        return MailText(pieces.map { Charset.readable($0.bytes, label: $0.label ?? "") }.filter { !$0.isEmpty })
    }

    private static func add(_ word: Word, to pieces: inout [(label: String?, bytes: [UInt8])]) {
        // Only blanks between two encoded words: they are no part of the text.
        if pieces.count > 1, let last = pieces.last, last.label == nil, last.bytes.allSatisfy(isBlank) {
            pieces.removeLast()
        }
        // A letter may be split between two words: their bytes belong together.
        if pieces.last?.label == word.label {
            pieces[pieces.count - 1].bytes += word.bytes
        } else {
            pieces.append((word.label, word.bytes))
        }
    }

    /// The value in one line, without the blanks around it.
    private static func unfolded(_ raw: [UInt8]) -> [UInt8] {
        let line = raw.filter { $0 != 0x0D && $0 != 0x0A }.map { $0 == 0x09 ? 0x20 : $0 }
        let start = line.firstIndex { !isBlank($0) } ?? line.endIndex
        let end = line.lastIndex { !isBlank($0) } ?? start - 1
        return start <= end ? Array(line[start...end]) : []
    }

    /// `=?charset?B|Q?text?=`; blanks are let through, though none may stand there.
    private static func word(in value: [UInt8], at start: Int) -> Word? {
        guard start + 6 < value.count, value[start + 1] == 0x3F,
            let first = value[(start + 2)..<min(start + 62, value.count)].firstIndex(of: 0x3F), first + 2 < value.count,
            value[first + 2] == 0x3F
        else { return nil }
        let encoding = value[first + 1] | 0x20
        guard encoding == UInt8(ascii: "b") || encoding == UInt8(ascii: "q"),
            let end = value.indices[(first + 3)...].first(where: { isEnd(of: value, at: $0) })
        else { return nil }
        // The language that RFC 2231 allows after the charset says nothing about the bytes.
        let label = String(decoding: value[(start + 2)..<first], as: UTF8.self).prefix { $0 != "*" }.lowercased()
        let text = value[(first + 3)..<end]
        return Word(
            label: label, bytes: encoding == UInt8(ascii: "b") ? base64(text) : quoted(text), end: end + 2)
    }

    private static func isEnd(of value: [UInt8], at place: Int) -> Bool {
        place + 1 < value.count && value[place] == 0x3F && value[place + 1] == 0x3D
    }

    /// As far as it goes: missing padding and foreign characters are no reason to lose the rest.
    private static func base64(_ text: ArraySlice<UInt8>) -> [UInt8] {
        var state = GMimeEncoding()
        g_mime_encoding_init_decode(&state, GMIME_CONTENT_ENCODING_BASE64)
        return [UInt8](unsafeUninitializedCapacity: text.count + 4) { buffer, count in
            count = text.withUnsafeBytes { input in
                buffer.withMemoryRebound(to: CChar.self) { output in
                    g_mime_encoding_flush(
                        &state, input.bindMemory(to: CChar.self).baseAddress, text.count, output.baseAddress)
                }
            }
        }
    }

    private static func quoted(_ text: ArraySlice<UInt8>) -> [UInt8] {
        var bytes: [UInt8] = []
        var position = text.startIndex
        while position < text.endIndex {
            if text[position] == 0x3D, position + 2 < text.endIndex,
                let byte = UInt8(String(decoding: text[(position + 1)...(position + 2)], as: UTF8.self), radix: 16)
            {
                bytes.append(byte)
                position += 3
            } else {
                bytes.append(text[position] == 0x5F ? 0x20 : text[position])
                position += 1
            }
        }
        return bytes
    }

    private static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }
}

internal import ArgumentParser
internal import Foundation
internal import ThaiText

/// Normalisation alone, as a filter.
struct NormaliseCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "normalise", abstract: "Bring Thai text into normal form, line by line. (จัดรูปข้อความไทย)",
        discussion: """
            Reads standard input. With --json-lines each line is {"id","text","mode"?} and the answer
            {"id","text","flags","edits":[{"rule","from":[a,b],"to":[c,d]}]}, offsets in Unicode scalars; "bytes"
            (base64) instead of "text" asks for decoding first: the answer then names the "encoding" and, among the flags,
            each wrong decoding that was undone (E03, E04, E05); its offsets are those of the decoded text. The flag "lost"
            says that the letters became question marks before they came here.

            Example: pdftotext letter.pdf - | rongthuk normalise --mode pdf
            """)
    @Option(name: .long, help: "text (mail, SMS), ocr, pdf, or match (for comparison).")
    var mode: NormalisationMode = .text
    @Flag(name: .long, help: "JSON Lines in and out.") var jsonLines = false

    struct Line: Decodable {
        let id: LineID?
        let text: String?
        let bytes: Data?
        let mode: NormalisationMode?
    }
    struct Answer: Encodable {
        let id: LineID?
        let text: String
        let flags: [NormalisationFlag]
        let edits: [TextEdit]
        let encoding: TextEncoding?
    }

    func run() async throws {
        let normaliser = ThaiNormaliser()
        guard jsonLines else {
            for line in StandardInputLines() {
                print(normaliser.normalise(String(decoding: line, as: UTF8.self), mode: mode).text)
            }
            return
        }
        try await JSONLinesFilter<Line, Answer> { line in
            guard line.text != nil || line.bytes != nil else { throw Failure(.badData, "text or bytes is missing") }
            guard line.text == nil || line.bytes == nil else {
                throw Failure(.badData, "text and bytes are both there; give one of them")
            }
            let decoded = line.bytes.map { ThaiDecoder.decode([UInt8]($0)) }
            let result = normaliser.normalise(decoded?.text ?? line.text ?? "", mode: line.mode ?? mode)
            let repairs = decoded?.repairs.map { NormalisationFlag($0) } ?? []
            return Answer(
                id: line.id, text: result.text, flags: repairs + result.flags, edits: result.edits,
                encoding: decoded?.encoding)
        }.run()
    }
}

internal import EngineContract

/// Poppler's programs, run on a PDF that comes by their standard input.
struct Poppler: Sendable {
    let directory: String

    /// A size in points with the image that fills it, if one does.
    struct PageFacts {
        var width = 0.0
        var height = 0.0
        var rotation = 0
        var images: [PDFImage] = []
    }

    private let textLimit = 16_000_000

    /// The facts of the pages `range`; fewer where the document has fewer.
    func facts(
        of pages: ClosedRange<Int>, in pdf: [UInt8], deadline: ContinuousClock.Instant
    ) throws(EngineFault) -> (count: Int, pages: [Int: PageFacts], isDamaged: Bool) {
        let span = ["-f", "\(pages.lowerBound)", "-l", "\(pages.upperBound)"]
        let info = try run("pdfinfo", span + ["-"], on: pdf, deadline: deadline)
        var count = 0
        var facts: [Int: PageFacts] = [:]
        // What the author wrote stands before the facts, so the last word counts.
        for line in info.text.split(separator: "\n") {
            let words = line.split(separator: " ")
            if words.count == 2, words[0] == "Pages:", let number = Int(words[1]) { count = number }
            guard words.count >= 4, words[0] == "Page", let page = Int(words[1]), pages.contains(page) else { continue }
            if words[2] == "size:", words.count >= 6, let width = Double(words[3]), let height = Double(words[5]) {
                (facts[page, default: PageFacts()].width, facts[page, default: PageFacts()].height) = (width, height)
            } else if words[2] == "rot:", let rotation = Int(words[3]) {
                facts[page, default: PageFacts()].rotation = rotation
            }
        }
        let list = try run("pdfimages", ["-list"] + span + ["-"], on: pdf, deadline: deadline)
        for line in list.text.split(separator: "\n") {
            guard let (page, image) = PDFImage.parse(line) else { continue }
            facts[page]?.images.append(image)
        }
        return (count, facts, isDamaged: info.messages.contains("xref") || info.messages.contains("trailer"))
    }

    /// The text layer of the pages, a page each, in the order in which it was written ("raw"): poppler's own guess at
    /// reading order tears Thai marks from their consonants and puts them on lines of their own.
    func text(
        of pages: ClosedRange<Int>, in pdf: [UInt8], deadline: ContinuousClock.Instant
    ) throws(EngineFault) -> [String] {
        let span = ["-f", "\(pages.lowerBound)", "-l", "\(pages.upperBound)"]
        let result = try run(
            "pdftotext", span + ["-raw", "-enc", "UTF-8", "-eol", "unix", "-", "-"], on: pdf, deadline: deadline)
        return result.text.split(separator: "\u{C}", omittingEmptySubsequences: false).map(String.init)
    }

    /// Draws a page as PBM (`bilevel`) or PGM in exactly so many pixels.
    func draw(
        page: Int, of pdf: [UInt8], width: Int, height: Int, bilevel: Bool, deadline: ContinuousClock.Instant
    ) throws(EngineFault) -> [UInt8] {
        let arguments = [
            "-f", "\(page)", "-l", "\(page)", "-cropbox", bilevel ? "-mono" : "-gray", "-scale-to-x", "\(width)",
            "-scale-to-y", "\(height)", "-",
        ]
        return try child("pdftoppm", arguments, outputLimit: width * height + 64, deadline: deadline)
            .run(feeding: pdf).output
    }

    private func child(
        _ program: String, _ arguments: [String], outputLimit: Int, deadline: ContinuousClock.Instant
    ) -> ChildProcess {
        ChildProcess(
            program: "\(directory)/\(program)", arguments: arguments, outputLimit: outputLimit, deadline: deadline)
    }

    private func run(
        _ program: String, _ arguments: [String], on pdf: [UInt8], deadline: ContinuousClock.Instant
    ) throws(EngineFault) -> (text: String, messages: String) {
        let result = try child(program, arguments, outputLimit: textLimit, deadline: deadline).run(feeding: pdf)
        if result.messages.contains("Incorrect password") {
            throw .unreadable(
                "The PDF is locked with a password; ask the sender for an open copy, or print it and scan the paper.")
        }
        guard result.status == 0 else { throw .unreadable("The PDF is damaged: no page of it can be found.") }
        return (String(decoding: result.output, as: UTF8.self), result.messages)
    }
}

/// One line of `pdfimages -list`.
struct PDFImage {
    let kind: Substring
    let width: Int
    let height: Int
    let isBilevel: Bool
    let resolutionX: Double
    let resolutionY: Double

    static func parse(_ line: Substring) -> (page: Int, image: PDFImage)? {
        let words = line.split(separator: " ")
        // page num type width height color comp bpc … x-ppi y-ppi size ratio
        guard words.count >= 14, let page = Int(words[0]), let width = Int(words[3]), let height = Int(words[4]),
            let x = Double(words[words.count - 4]), let y = Double(words[words.count - 3]), x > 0, y > 0
        else { return nil }
        let isBilevel = words[6] == "1" && words[7] == "1"
        return (
            page,
            PDFImage(
                kind: words[2], width: width, height: height, isBilevel: isBilevel, resolutionX: x, resolutionY: y)
        )
    }
}

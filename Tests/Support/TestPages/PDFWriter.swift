/// Small PDF files.
public enum PDFWriter {
    /// A page of a test's PDF.
    public enum Page: Sendable {
        /// Born-digital: a line of Latin text a string.
        case text([String])
        /// A scan that fills the page, turned clockwise by so many degrees.
        case scan(Sheet, rotation: Int)
        /// Nothing but a size in points.
        case empty(width: Int, height: Int)
    }

    /// A file of such pages; a locked one asks for a password that nobody has.
    public static func file(_ pages: [Page], isLocked: Bool = false) -> [UInt8] {
        var objects: [[UInt8]] = [Array("<< /Type /Catalog /Pages 2 0 R >>".utf8), []]
        var kids: [String] = []
        for page in pages {
            kids.append("\(objects.count + 1) 0 R")
            let number = objects.count + 1
            switch page {
            case .text(let lines):
                let moves = lines.map { "(\($0)) Tj 0 -20 Td" }.joined(separator: " ")
                objects.append(
                    self.page(
                        "595 842", content: number + 1,
                        resources: "/Font << /F << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >>"))
                objects.append(stream("", Array("BT /F 14 Tf 72 760 Td \(moves) ET".utf8)))
            case .scan(let sheet, let rotation):
                objects.append(
                    self.page(
                        "595 842", content: number + 1, resources: "/XObject << /I \(number + 2) 0 R >>",
                        more: "/Rotate \(rotation)"))
                objects.append(stream("", Array("q 595 0 0 842 0 0 cm /I Do Q".utf8)))
                objects.append(
                    stream(
                        "/Type /XObject /Subtype /Image /Width \(sheet.width) /Height \(sheet.height) "
                            + "/ColorSpace /DeviceGray /BitsPerComponent 1 /Decode [1 0] ", sheet.packed))
            case .empty(let width, let height):
                objects.append(self.page("\(width) \(height)", content: number + 1, resources: ""))
                objects.append(stream("", []))
            }
        }
        objects[1] = Array("<< /Type /Pages /Kids [\(kids.joined(separator: " "))] /Count \(kids.count) >>".utf8)
        return assembled(objects, isLocked: isLocked)
    }

    private static func page(_ size: String, content: Int, resources: String, more: String = "") -> [UInt8] {
        Array(
            ("<< /Type /Page /Parent 2 0 R /MediaBox [0 0 \(size)] /Contents \(content) 0 R "
                + "/Resources << \(resources) >> \(more) >>").utf8)
    }

    private static func stream(_ entries: String, _ bytes: [UInt8]) -> [UInt8] {
        Array("<< \(entries)/Length \(bytes.count) >>\nstream\n".utf8) + bytes + Array("\nendstream".utf8)
    }

    private static func assembled(_ objects: [[UInt8]], isLocked: Bool) -> [UInt8] {
        var file = Array("%PDF-1.4\n".utf8)
        var places: [Int] = []
        for (index, object) in objects.enumerated() {
            places.append(file.count)
            file += Array("\(index + 1) 0 obj\n".utf8) + object + Array("\nendobj\n".utf8)
        }
        let table = file.count
        file += Array("xref\n0 \(objects.count + 1)\n0000000000 65535 f \n".utf8)
        for place in places {
            let digits = String(place)
            file += Array((String(repeating: "0", count: 10 - digits.count) + digits + " 00000 n \n").utf8)
        }
        let key = "<\(String(repeating: "5A", count: 32))>"
        let lock =
            isLocked ? "/Encrypt << /Filter /Standard /V 1 /R 2 /P -4 /O \(key) /U \(key) >> /ID [<00> <00>] " : ""
        file += Array("trailer\n<< /Size \(objects.count + 1) /Root 1 0 R \(lock)>>\nstartxref\n\(table)\n%%EOF\n".utf8)
        return file
    }
}

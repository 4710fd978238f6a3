/// TIFF files built byte by byte, so that tests can build wrong ones too.
public enum TIFFWriter {
    /// A field of a directory: tag, type (3 short, 4 long, 5 rational) and value.
    public typealias Field = (tag: Int, type: Int, value: Int)

    /// A file of uncompressed black-and-white pages; the data of a page lies before its directory, as scanners write it.
    public static func file(_ sheets: [Sheet]) -> [UInt8] {
        var file = header
        for sheet in sheets {
            let data = file.count
            file += sheet.packed
            if file.count % 2 == 1 { file.append(0) }
            let resolutions = file.count
            file += long(sheet.resolution.x) + long(1) + long(sheet.resolution.y) + long(1)
            append(
                [
                    (256, 4, sheet.width), (257, 4, sheet.height), (258, 3, 1), (259, 3, 1), (262, 3, 0),
                    (273, 4, data),
                    (277, 3, 1), (278, 4, sheet.height), (279, 4, sheet.packed.count), (282, 5, resolutions),
                    (283, 5, resolutions + 8), (296, 3, 2),
                ], to: &file)
        }
        return file
    }

    /// The first eight bytes, of a file without any directory yet.
    public static let header: [UInt8] = [0x49, 0x49, 0x2A, 0, 0, 0, 0, 0]

    /// Adds a directory and links it from the last one.
    public static func append(_ fields: [Field], to file: inout [UInt8]) {
        let place = file.count
        var link = 4
        while number(file, link) != 0 {
            let directory = number(file, link)
            link = directory + 2 + (Int(file[directory]) | Int(file[directory + 1]) << 8) * 12
        }
        file.replaceSubrange(link..<(link + 4), with: long(place))
        file += short(fields.count)
        for field in fields {
            file += short(field.tag) + short(field.type) + long(1)
            file += field.type == 3 ? short(field.value) + [0, 0] : long(field.value)
        }
        file += long(0)
    }

    /// A 32-bit number as the file holds it.
    public static func long(_ value: Int) -> [UInt8] { (0..<4).map { UInt8(truncatingIfNeeded: value >> ($0 * 8)) } }

    private static func short(_ value: Int) -> [UInt8] { Array(long(value)[..<2]) }

    private static func number(_ file: [UInt8], _ offset: Int) -> Int {
        (0..<4).reduce(0) { $0 | Int(file[offset + $1]) << ($1 * 8) }
    }
}

/// A black-and-white page drawn by a test.
public struct Sheet: Sendable {
    /// Width in pixels.
    public let width: Int
    /// Height in pixels.
    public let height: Int
    /// Dots an inch, both ways.
    public let resolution: (x: Int, y: Int)
    /// The pixels in rows of bytes, most significant bit first, 1 for black.
    public private(set) var packed: [UInt8]

    private var rowSize: Int { (width + 7) / 8 }

    /// An empty A4 sheet.
    public init(resolution: Int = 100) { self.init(resolution: (resolution, resolution)) }

    /// An empty A4 sheet of a scanner or fax with unequal resolutions.
    public init(resolution: (x: Int, y: Int)) {
        self.resolution = resolution
        (width, height) = (resolution.x * 827 / 100, resolution.y * 1169 / 100)
        packed = [UInt8](repeating: 0, count: (width + 7) / 8 * height)
    }

    /// Blackens a rectangle given in millimetres.
    public mutating func fill(x: Double, y: Double, width: Double, height: Double) {
        let columns = Int(x * Double(resolution.x) / 25.4)..<Int((x + width) * Double(resolution.x) / 25.4)
        let rows = Int(y * Double(resolution.y) / 25.4)..<Int((y + height) * Double(resolution.y) / 25.4)
        for row in rows.clamped(to: 0..<self.height) {
            for column in columns.clamped(to: 0..<self.width) { blacken(column, row) }
        }
    }

    /// Draws something like a line of writing: frames of 2 x 3 mm, open to the right.
    public mutating func write(letters: Int, x: Double, y: Double) {
        for letter in 0..<letters {
            let left = x + Double(letter) * 2.8
            fill(x: left, y: y, width: 0.5, height: 3)
            fill(x: left, y: y, width: 2, height: 0.5)
            fill(x: left, y: y + 2.5, width: 2, height: 0.5)
        }
    }

    /// Blackens a disc given in millimetres.
    public mutating func disc(x: Double, y: Double, radius: Double) {
        for row in stride(from: -radius, to: radius, by: 0.2) {
            let half = (radius * radius - row * row).squareRoot()
            fill(x: x - half, y: y + row, width: 2 * half, height: 0.3)
        }
    }

    /// A sheet with a page full of lines.
    public static func letter(lines: Int = 20, resolution: Int = 100) -> Sheet {
        var sheet = Sheet(resolution: resolution)
        for line in 0..<lines { sheet.write(letters: 40 + line % 7, x: 25, y: 30 + Double(line) * 9) }
        return sheet
    }

    private mutating func blacken(_ column: Int, _ row: Int) {
        packed[row * rowSize + column / 8] |= 0x80 >> (column % 8)
    }

    private func isBlack(_ column: Int, _ row: Int) -> Bool {
        packed[row * rowSize + column / 8] & (0x80 >> (column % 8)) != 0
    }

    /// The sheet as seen from its other side, where only one patch in eight of so many pixels comes
    /// through.
    public func otherSide(patch: Int) -> Sheet {
        var back = Sheet(resolution: resolution)
        for row in 0..<height where packed[(row * rowSize)..<((row + 1) * rowSize)].contains(where: { $0 != 0 }) {
            for column in 0..<width
            where (column / patch * 5 + row / patch * 3) % 8 == 0 && isBlack(width - 1 - column, row) {
                back.blacken(column, row)
            }
        }
        return back
    }

    /// The sheet as a binary PBM file.
    public var pbm: [UInt8] { Array("P4\n\(width) \(height)\n".utf8) + packed }
}

/// Private-use code points by which old Windows and Mac fonts named shifted Thai glyphs.
///
/// The tables agree with HarfBuzz (hb-ot-shaper-thai.cc) and libthai (thwchar.c).
enum PrivateUseGlyphs {
    private static let windows: [UInt16] = [
        0x0E10, 0x0E34, 0x0E35, 0x0E36, 0x0E37, 0x0E48, 0x0E49, 0x0E4A, 0x0E4B, 0x0E4C, 0x0E48, 0x0E49, 0x0E4A, 0x0E4B,
        0x0E4C, 0x0E0D, 0x0E31, 0x0E4D, 0x0E47, 0x0E48, 0x0E49, 0x0E4A, 0x0E4B, 0x0E4C, 0x0E38, 0x0E39, 0x0E3A,
    ]
    private static let mac: [UInt16] = [
        0x0E31, 0x0E34, 0x0E35, 0x0E36, 0x0E37, 0x0E47, 0x0E48, 0x0E48, 0x0E48, 0x0E49, 0x0E49, 0x0E49, 0x0E4A, 0x0E4A,
        0x0E4A, 0x0E4B, 0x0E4B, 0x0E4B, 0x0E4C, 0x0E4C, 0x0E4C, 0x0E4D, 0x0E0D, 0x0E38, 0x0E39, 0x0E3A, 0x0E10,
    ]

    /// The letter or mark a glyph stands for.
    static func base(of scalar: UInt32) -> UInt32? {
        let table: [UInt16]
        let index: UInt32
        if scalar &- 0xF700 < 27 {
            (table, index) = (windows, scalar - 0xF700)
        } else if scalar &- 0xF884 < 27 {
            (table, index) = (mac, scalar - 0xF884)
        } else {
            return nil
        }
        return UInt32(table[Int(index)])
    }
}

/// Lao letters that an OCR engine or a wrong keyboard put into Thai text (N06).
enum LaoLookalikes {
    /// The Thai scalar a Lao one is taken for.
    static func thai(for scalar: UInt32) -> UInt32? {
        switch scalar {
        case 0x0E8D:
            0x0E22  // looks like YO YAK, though it names YO YING
        case 0x0E81, 0x0E82, 0x0E84, 0x0E87, 0x0E88, 0x0E8A, 0x0E94...0x0E97, 0x0E99...0x0E9F, 0x0EA1...0x0EA3, 0x0EA5,
            0x0EA7, 0x0EAA, 0x0EAB, 0x0EAD...0x0EAF, 0x0EB0...0x0EB9, 0x0EC0...0x0EC4, 0x0EC6, 0x0EC8...0x0ECD,
            0x0ED0...0x0ED9:
            scalar - 0x80
        default:
            nil
        }
    }

    /// Whether the Lao scalars of a text are strays in Thai: there are some, and over twice as many Thai ones.
    static func areStrays(in bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        var (lao, thai) = (0, 0)
        var index = 0
        while index < bytes.count {
            let (scalar, length) = bytes.decodeScalar(at: index)
            if scalar &- 0x0E80 < 0x80 {
                lao += 1
            } else if ThaiScalar.isThai(scalar) || PrivateUseGlyphs.base(of: scalar) != nil {
                thai += 1
            }
            index += length
        }
        return lao > 0 && lao * 2 < thai
    }
}

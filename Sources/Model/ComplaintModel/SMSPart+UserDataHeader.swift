extension SMSRecord.Part {
    /// Reads a user data header (3GPP TS 23.040, 9.2.3.24), with or without its length byte before it; nil where it
    /// names no part.
    public init?(userDataHeader bytes: [UInt8]) {
        var rest = bytes.first == UInt8(clamping: bytes.count - 1) ? bytes.dropFirst() : bytes[...]
        while let element = rest.popFirst(), let length = rest.popFirst(), rest.count >= Int(length) {
            let data = Array(rest.prefix(Int(length)))
            rest = rest.dropFirst(Int(length))
            if element == 0, length == 3 {
                self.init(reference: Int(data[0]), referenceBits: 8, total: Int(data[1]), number: Int(data[2]))
                return
            } else if element == 8, length == 4 {
                self.init(
                    reference: Int(data[0]) << 8 | Int(data[1]), referenceBits: 16, total: Int(data[2]),
                    number: Int(data[3]))
                return
            }
        }
        return nil
    }
}

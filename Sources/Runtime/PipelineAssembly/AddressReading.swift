internal import HTTPContract

extension YAMLSection {
    /// A list of addresses and ranges.
    func addresses(_ key: String) -> [AddressRange] {
        texts(key, default: []).compactMap { text in
            let range = AddressRange(text)
            if range == nil {
                report(key, "\(name).\(key) has \(text), which is no address: write 192.0.2.7 or 192.0.2.0/24.")
            }
            return range
        }
    }
}

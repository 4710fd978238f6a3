internal import HTTPContract
internal import HTTPIntake

extension HTTPServerSettings {
    /// Reads the section `http` of a pipeline file.
    init(reading section: YAMLSection) {
        self.init()
        address = section.text("address", default: address)
        if AddressRange(address) == nil || address.contains("/") {
            section.report("address", "http.address is \(address); it must be one address of this machine.")
        }
        port = section.integer("port", default: port, in: 1...65_535)
        trustedProxies = section.addresses("trusted_proxies")
        headerBytes = section.integer("max_header_kibibytes", default: headerBytes >> 10, in: 4...80) << 10
        headerSeconds = section.decimal("header_secs", default: headerSeconds, in: 1...300)
        bodySeconds = section.decimal("body_secs", default: bodySeconds, in: 1...3600)
        answerSeconds = section.decimal("answer_secs", default: answerSeconds, in: 1...300)
        connections = section.integer("max_connections", default: connections, in: 10...20_000)
        requestsWaiting = section.integer("max_requests_waiting", default: requestsWaiting, in: 1...10_000)
        bodyBytes = section.integer("max_body_mebibytes", default: bodyBytes >> 20, in: 1...1024) << 20
        section.finish()
    }

    /// Whether only this machine can reach the server.
    var isLoopback: Bool {
        ["127.0.0.0/8", "::1"].compactMap { AddressRange($0) }.contains { $0.contains(address) }
    }
}

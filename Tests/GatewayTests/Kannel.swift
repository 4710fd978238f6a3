import Foundation

/// A throwaway Kannel on loopback: bearerbox and smsbox, bound to a service centre, handing over to a listener.
final class Kannel {
    /// How messages are handed over.
    enum Way: String, CaseIterable, Sendable {
        case get, getNotRecoded, post, xml

        fileprivate func lines(_ url: String) -> String {
            switch self {
            case .get, .getNotRecoded:
                "get-url = \"\(url)?id=%I&from=%p&to=%P&smsc=%i&time=%T&charset=%C&udh=%u&text=%b\""
            case .post: "post-url = \"\(url)?id=%I\""
            case .xml: "post-xml = \"\(url)?id=%I\""
            }
        }
    }

    private let programs: [Program]

    init(_ way: Way, in folder: String, centre: Int, listener: Int, path: String, sending: Int? = nil) async throws {
        let (admin, box) = (try freePort(), try freePort())
        let file = "\(folder)/kannel.conf"
        // An empty line ends a group.
        try """
        group = core
        admin-port = \(admin)
        admin-password = probe
        admin-interface = 127.0.0.1
        smsbox-port = \(box)
        smsbox-interface = 127.0.0.1
        box-allow-ip = "127.0.0.1"
        store-type = spool
        store-location = "\(folder)/kannel"
        sms-combine-concatenated-mo = true

        group = smsc
        smsc = smpp
        smsc-id = CENTRE
        host = 127.0.0.1
        port = \(centre)
        transceiver-mode = true
        smsc-username = k
        smsc-password = k
        system-type = ""
        reconnect-delay = 1
        alt-charset = UTF-8

        group = smsbox
        bearerbox-host = 127.0.0.1
        bearerbox-port = \(box)
        sendsms-port = \(try sending ?? freePort())
        sendsms-interface = 127.0.0.1
        global-sender = 1111
        mo-recode = \(way != .getNotRecoded)
        http-request-retry = 100000
        http-queue-delay = 1
        max-pending-requests = 5
        reply-requestfailed = ""
        reply-couldnotfetch = ""

        group = sendsms-user
        username = rongthuk
        password = probe
        concatenation = true
        max-messages = 3

        group = sms-service
        keyword = default
        max-messages = 0
        omit-empty = true
        catch-all = true
        accept-x-kannel-headers = true
        send-sender = true
        \(way.lines("http://127.0.0.1:\(listener)\(path)"))
        """.write(toFile: file, atomically: false, encoding: .utf8)
        try FileManager.default.createDirectory(atPath: "\(folder)/kannel", withIntermediateDirectories: true)
        let bearerbox = try Program("/usr/sbin/bearerbox", ["-v", "1", file], output: "\(folder)/bearerbox.log")
        try await eventually("bearerbox") { connected(to: box).map { close($0) == 0 } ?? false }
        let smsbox = try Program("/usr/sbin/smsbox", ["-v", "1", file], output: "\(folder)/smsbox.log")
        programs = [smsbox, bearerbox]
    }
}

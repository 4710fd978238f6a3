import Foundation
import Glibc

/// Clients that begin a request and send a byte of it a second, in five ways.
final class SlowCrowd: Sendable {
    private let beginnings: [String]
    private let port: Int
    private let count: Int

    init(_ listener: Listener, count: Int) {
        (port, self.count) = (listener.port, count)
        let post = "POST \(listener.path) HTTP/1.1\r\nHost: x\r\n"
        beginnings = [
            "", "GET \(listener.path)?id=", "\(post)Content-Length: 1000\r\n\r\n",
            "\(post)Transfer-Encoding: chunked\r\n\r\n", "GET \(listener.path) HTTP/1.1\r\nX-Long: ",
        ]
    }

    func dawdle(seconds: Double) {
        let end = DispatchTime.now().uptimeNanoseconds + UInt64(seconds * 1e9)
        var lines: [Int32] = []
        while DispatchTime.now().uptimeNanoseconds < end {
            while lines.count < count, let line = connected(to: port) {
                let beginning = Array(beginnings[lines.count % beginnings.count].utf8)
                Glibc.send(line, beginning, beginning.count, Int32(MSG_NOSIGNAL))
                lines.append(line)
            }
            lines = lines.filter { line in
                let isThere = Glibc.send(line, "1", 1, Int32(MSG_NOSIGNAL) | Int32(MSG_DONTWAIT)) == 1
                if !isThere { close(line) }
                return isThere
            }
            Thread.sleep(forTimeInterval: 1)
        }
        for line in lines { close(line) }
    }
}

/// Tells how late this process itself is woken: what a flood measures on few processors is no better than that.
struct Pacemaker: Sendable {
    func lateness(seconds: Double) -> String {
        let end = DispatchTime.now().uptimeNanoseconds + UInt64(seconds * 1e9)
        var late: [Double] = []
        while DispatchTime.now().uptimeNanoseconds < end {
            let before = DispatchTime.now().uptimeNanoseconds
            Thread.sleep(forTimeInterval: 0.02)
            late.append(Double(DispatchTime.now().uptimeNanoseconds - before) / 1e9 - 0.02)
        }
        return "late by \(late.summary)"
    }
}

extension [Double] {
    /// Half and nearly all of some durations in seconds, and the longest.
    var summary: String {
        let sorted = self.sorted()
        func share(_ part: Double) -> String {
            String(format: "%.3f", isEmpty ? 0 : sorted[Swift.min(count - 1, Int(Double(count) * part))])
        }
        return "p50 \(share(0.5)) s, p99 \(share(0.99)) s, at most \(share(1)) s"
    }
}

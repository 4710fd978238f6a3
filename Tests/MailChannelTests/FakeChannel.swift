import Glibc

@testable import MailChannel

/// A connection to a server in memory that can be cut, silent or slow.
final class FakeChannel: ByteChannel {
    /// What is wrong with a connection.
    enum Fault: Sendable {
        case none
        /// It is cut after the server sent so many bytes.
        case cut(after: Int)
        /// Nothing comes after so many bytes, but the connection stands.
        case silent(after: Int)
        /// One byte at a time, with a pause in seconds before each.
        case trickle(Double)
    }

    private var session: FakeMailSession
    private let fault: Fault
    private let interrupt: Interrupt
    private var output: [UInt8] = []
    /// How many bytes the server has sent.
    private(set) var sent = 0

    init(_ session: FakeMailSession, _ fault: Fault, _ interrupt: Interrupt) {
        (self.session, self.fault, self.interrupt) = (session, fault, interrupt)
    }

    static let isCut = MailFault(.connection, "cut")

    func send(_ bytes: [UInt8]) throws {
        if case .cut(let limit) = fault, sent >= limit { throw Self.isCut }
        output += session.answer(bytes)
    }

    func receive(within seconds: Double) throws -> [UInt8]? {
        let end = ContinuousClock.now + .seconds(seconds)
        while true {
            if interrupt.hasFired { throw CancellationError() }
            output += session.news()
            if let bytes = try passed() { return bytes }
            guard ContinuousClock.now < end else { return nil }
            usleep(1000)
        }
    }

    private func passed() throws -> [UInt8]? {
        var count = output.count
        switch fault {
        case .none: break
        case .cut(let limit):
            if sent >= limit { throw Self.isCut }
            count = min(count, limit - sent)
        case .silent(let limit): count = min(count, limit - sent)
        case .trickle(let pause):
            count = min(count, 1)
            usleep(UInt32(pause * 1_000_000))
        }
        guard count > 0 else { return nil }
        defer { output.removeFirst(count) }
        sent += count
        return Array(output.prefix(count))
    }
}

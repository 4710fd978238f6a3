/// An encrypted connection to a server that knows us already: bytes in both directions.
protocol ByteChannel {
    /// Sends everything.
    ///
    /// - Throws: `MailFault` where the connection is gone or takes nothing for too long, `CancellationError` where stopped.
    func send(_ bytes: [UInt8]) throws

    /// Waits for bytes, at most so many seconds; nil where none came.
    ///
    /// - Throws: `MailFault` where the connection is gone, `CancellationError` where stopped.
    func receive(within seconds: Double) throws -> [UInt8]?
}

/// How long a server is waited for.
struct Patience: Sendable, Hashable {
    /// For connection, encryption and login together.
    var connectSeconds = 30.0
    /// For any byte at all, while an answer is due.
    var silenceSeconds = 30.0
    /// For a whole answer, besides what its bytes take at the least speed.
    var answerSeconds = 60.0
    /// The least speed; a server that stays below it is given up.
    var leastBytesPerSecond = 4000.0
}

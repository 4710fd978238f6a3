internal import EngineContract
internal import Foundation

/// Frames over blocking pipes: the worker has nothing else to do than to wait.
struct FramePipes {
    enum Failure: Error { case broken }

    let reading: Int32
    let writing: Int32

    func send(_ frame: Frame) throws {
        for part in [frame.prefix + frame.header, frame.payload] {
            try part.withUnsafeBytes { bytes in
                var sent = 0
                while sent < bytes.count {
                    let count = write(writing, bytes.baseAddress.map { $0 + sent }, bytes.count - sent)
                    guard count > 0 || errno == EINTR else { throw Failure.broken }
                    sent += max(0, count)
                }
            }
        }
    }

    /// The next frame; nil at the end of input between two frames.
    func receive() throws -> Frame? {
        let prefix = try receive(Frame.prefixLength)
        guard !prefix.isEmpty else { return nil }
        guard let lengths = Frame.lengths(inPrefix: prefix) else { throw Failure.broken }
        let header = try receive(lengths.header)
        let payload = try receive(lengths.payload)
        guard header.count == lengths.header, payload.count == lengths.payload else { throw Failure.broken }
        return Frame(header: header, payload: payload)
    }

    /// `count` bytes, or none where the input ends before the first.
    private func receive(_ count: Int) throws -> [UInt8] {
        try [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
            while filled < count {
                let got = read(reading, buffer.baseAddress.map { $0 + filled }, count - filled)
                if got == 0, filled == 0 { return }
                guard got > 0 || (got < 0 && errno == EINTR) else { throw Failure.broken }
                filled += max(0, got)
            }
        }
    }
}

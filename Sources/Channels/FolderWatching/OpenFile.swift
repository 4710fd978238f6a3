internal import ContainerFormats
internal import Glibc

/// A file opened for reading.
final class OpenFile: ByteSource, Sendable {
    private let descriptor: Int32
    let count: Int

    init?(_ descriptor: Int32) {
        guard descriptor >= 0 else { return nil }
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            close(descriptor)
            return nil
        }
        (self.descriptor, count) = (descriptor, Int(status.st_size))
    }

    deinit { close(descriptor) }

    /// What the file looks like now.
    var facts: FileFacts? {
        var status = stat()
        return fstat(descriptor, &status) == 0 ? FileFacts(status) : nil
    }

    func bytes(at offset: Int, length: Int) -> [UInt8] {
        guard offset >= 0, length > 0, offset < count else { return [] }
        let wanted = min(length, count - offset)
        return [UInt8](unsafeUninitializedCapacity: wanted) { buffer, got in
            while got < wanted {
                let more = pread(descriptor, buffer.baseAddress?.advanced(by: got), wanted - got, off_t(offset + got))
                if more > 0 {
                    got += more
                } else if more == 0 || errno != EINTR {
                    break
                }
            }
        }
    }
}

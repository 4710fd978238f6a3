internal import EngineContract
internal import Foundation

/// Tries from inside what the jail must refuse; nothing that succeeds does any harm.
enum JailProbing {
    static func run() -> [JailProbe] {
        [
            probe("open a socket") { descriptor(socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)) },
            probe("read /etc/passwd") { descriptor(open("/etc/passwd", O_RDONLY)) },
            probe("list the root folder") { descriptor(open("/", O_RDONLY | O_DIRECTORY)) },
            probe("read another process") { descriptor(open("/proc/\(getppid())/environ", O_RDONLY)) },
            probe("write a file in /tmp") {
                let path = "/tmp/rongthuk-probe-\(getpid())"
                let file = open(path, O_WRONLY | O_CREAT | O_EXCL, 0o600)
                if file >= 0 { unlink(path) }
                return descriptor(file)
            },
            probe("start a shell", startsShell),
            probe("split into two processes", splits),
            probe("signal the parent") { kill(getppid(), 0) == 0 },
        ]
    }

    private static func startsShell() -> Bool {
        guard let name = strdup("sh"), let flag = strdup("-c"), let command = strdup("true") else { return false }
        defer { for text in [name, flag, command] { free(text) } }
        var child: pid_t = 0
        errno = posix_spawn(&child, "/bin/sh", nil, nil, [name, flag, command, nil], [nil])
        guard errno == 0 else { return false }
        waitpid(child, nil, 0)
        return true
    }

    /// Swift hides `fork`, an attacker's code would not.
    private static func splits() -> Bool {
        guard let symbol = dlsym(nil, "fork") else { return false }
        let child = unsafeBitCast(symbol, to: (@convention(c) () -> pid_t).self)()
        if child == 0 { _exit(0) }
        if child > 0 { waitpid(child, nil, 0) }
        return child > 0
    }

    private static func probe(_ name: String, _ attempt: () -> Bool) -> JailProbe {
        errno = 0
        let succeeded = attempt()
        return JailProbe(
            name: name, isRefused: !succeeded, detail: succeeded ? "allowed" : String(cString: strerror(errno)))
    }

    private static func descriptor(_ file: Int32) -> Bool {
        guard file >= 0 else { return false }
        close(file)
        return true
    }
}

internal import Glibc

/// libthai, the C library, looked up while running: building needs nothing of it.
///
/// The library stays open, as code that was loaded cannot be told unused.
struct LibThai {
    private typealias MakeBreaker = @convention(c) (UnsafePointer<CChar>?) -> OpaquePointer?
    private typealias FindBreaks =
        @convention(c) (
            OpaquePointer, UnsafePointer<UInt8>, UnsafeMutablePointer<Int32>, Int
        ) -> Int32
    private typealias Normalise = @convention(c) (UnsafeMutablePointer<UInt8>, UnsafePointer<UInt8>, Int) -> Int

    private let breaker: OpaquePointer
    private let findBreaks: FindBreaks
    private let normalise: Normalise

    private static let breaks = "segmentation by libthai th_brk"
    private static let normalisation = "normalise by libthai th_normalize"

    /// Opens the library; nil if it or its dictionary is not installed.
    init?() {
        guard let library = dlopen("libthai.so.0", RTLD_NOW | RTLD_LOCAL),
            let make = dlsym(library, "th_brk_new"), let find = dlsym(library, "th_brk_find_breaks"),
            let normalise = dlsym(library, "th_normalize"),
            let breaker = unsafeBitCast(make, to: MakeBreaker.self)(nil)
        else { return nil }
        self.breaker = breaker
        findBreaks = unsafeBitCast(find, to: FindBreaks.self)
        self.normalise = unsafeBitCast(normalise, to: Normalise.self)
    }

    /// What stands in the table where the library is not.
    static var missing: [TextBenchResult.Row] {
        [breaks, normalisation].map {
            .init(
                name: $0, unit: .megabytesPerSecond, processor: nil, wall: nil, isPeer: true,
                note: "not installed: apt-get install libthai0 libthai-data")
        }
    }

    /// Its work on texts, which it takes in TIS-620; megabytes are those of UTF-8 all the same.
    func tasks(_ texts: [String]) -> [BenchTask] {
        let inputs = texts.map { $0.thaiBytes + [0] }
        let longest = inputs.map(\.count).max() ?? 0
        let note = "on TIS-620; MB are those of the same text in UTF-8"
        return [
            BenchTask(Self.breaks, bytes: texts.utf8Count, isPeer: true, note: note) { count(inputs, longest) },
            BenchTask(Self.normalisation, bytes: texts.utf8Count, isPeer: true, note: note + "; drops marks, no map") {
                normalised(inputs, longest)
            },
        ]
    }

    private func count(_ inputs: [[UInt8]], _ longest: Int) -> Int {
        var positions = [Int32](repeating: 0, count: longest)
        return inputs.reduce(0) { $0 &+ Int(findBreaks(breaker, $1, &positions, positions.count)) }
    }

    private func normalised(_ inputs: [[UInt8]], _ longest: Int) -> Int {
        var output = [UInt8](repeating: 0, count: longest + 1)
        return inputs.reduce(0) { $0 &+ normalise(&output, $1, output.count) }
    }
}

internal import ArgumentParser
internal import ComplaintModel
internal import Foundation
internal import PipelineAssembly
internal import PipelineContract
internal import Spool
internal import Terminal

/// Watch and process.
struct RunCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run", abstract: "Watch the sources and process what comes. (เฝ้ารับและประมวลผล)",
        discussion: """
            Runs until SIGTERM or Ctrl-C; work in hand then goes back to its queue. With --drain it takes in what is \
            there, finishes all and ends. One daemon works on a spool; a second one ends with 75.

            Examples:
              rongthuk run pipelines/po-box.yaml
              rongthuk run pipelines/demo.yaml --drain
            """)
    @OptionGroup var options: SiteOptions
    @Flag(name: .long, help: "Take in what is there, finish all, end. (ทำให้หมดแล้วจบ)") var drain = false
    @Option(name: .long, help: "Only this stage.") var only: QueueName?
    @Flag(name: .shortAndLong, help: "Log every step, not only what wants attention.") var verbose = false
    @Argument(help: "The pipeline file.") var file: String?

    func validate() throws {
        guard !(drain && only != nil) else { throw ValidationError("--drain and --only exclude each other.") }
        guard only != .review else {
            throw ValidationError("review is the operators' queue; no stage reads it. See `rongthuk review`.")
        }
    }

    func run() async throws {
        let plan = try file.map(options.plan(of:)) ?? options.plan()
        let site = try Site(plan)
        let mode: Daemon.Mode = only.map { .only($0) } ?? (drain ? .drain : .watch)
        let daemon = Daemon(site, mode: mode, events: EventLog(verbose ? .everything : .quiet))
        let work = Task { try await daemon.run() }
        let signals = StopSignals { work.cancel() }
        let progress = drain ? Task { await showProgress(of: site) } : nil
        defer { progress?.cancel() }
        do {
            try await work.value
        } catch is CancellationError {
            // Stopped by a signal: everything in hand went back to its queue.
        }
        withExtendedLifetime(signals) {}
        if let progress {
            progress.cancel()
            await progress.value
        }
    }

    /// One line on standard error that counts what is done, where somebody sees it.
    private func showProgress(of site: Site) async {
        guard isatty(STDERR_FILENO) == 1 else { return }
        while !Task.isCancelled {
            try? await Task.sleep(for: .milliseconds(300))
            guard let counts = try? site.spool.ledger.counts() else { continue }
            let states = counts.values.reduce(into: [Ledger.State: Int]()) { $0.merge($1, uniquingKeysWith: +) }
            let (all, left) = (states.values.reduce(0, +), states[.inFlight] ?? 0)
            let text = options.say("\(all - left) of \(all) letters", "\(all - left) จาก \(all) เรื่อง")
            try? FileHandle.standardError.write(contentsOf: Data("\r\(text)   ".utf8))
        }
        try? FileHandle.standardError.write(contentsOf: Data("\n".utf8))
    }
}

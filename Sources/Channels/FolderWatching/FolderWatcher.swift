public import ComplaintModel
internal import ContainerFormats
public import PipelineContract

/// Watches a folder: takes each file once it is finished, and puts the original away once all that is in it is in the
/// house.
public actor FolderWatcher {
    let source: SourceName
    let configuration: FolderConfiguration
    let clock: WatchClock
    private let kind: any FileKind
    private let intake: any Intake
    private let events: any EventSink
    private let rules: IgnoreRules
    private let watch = FolderWatch()
    private var tracker: FileStabilityTracker
    private var aftercare: Aftercare
    /// What is settled with the house but could not yet be moved away.
    private var owed: [EntryPath: (file: FoundFile, refusal: RefusalReason?)] = [:]
    /// Faults that were reported and still last.
    private var lasting: [PipelineEvent.Name: String] = [:]

    /// A watcher of one folder.
    public init(
        source: SourceName, configuration: FolderConfiguration, kind: any FileKind, intake: any Intake,
        events: any EventSink, clock: WatchClock = .system
    ) {
        (self.source, self.configuration, self.kind, self.clock) = (source, configuration, kind, clock)
        (self.intake, self.events) = (intake, events)
        rules = IgnoreRules(configuration.ignore)
        tracker = FileStabilityTracker(
            stableFor: configuration.stableForSeconds, patience: configuration.patienceSeconds)
        aftercare = Aftercare(seconds: configuration.patienceSeconds)
    }

    /// Watches until cancelled.
    public func run() async throws {
        do {
            while true {
                let report = try await sweep()
                try await pause(atMost: min(report.nextLook ?? .infinity, configuration.rescanSeconds))
            }
        } catch is CancellationError {
            return
        }
    }

    /// Takes everything that is there, waiting until it is finished, and ends when nothing more is to come.
    ///
    /// Files that keep changing are waited for no longer than the configured patience without any progress.
    /// - Throws: `IntakeRefusal` where the house takes in nothing; what lies in the folder stays there.
    public func drain() async throws -> SweepReport {
        var sum = SweepReport()
        var progress = clock.uptime()
        while true {
            let report = try await sweep()
            sum = sum.followed(by: report)
            if let refusal = report.intakeRefusal { throw IntakeRefusal(refusal) }
            let now = clock.uptime()
            if report.taken + report.repeated + report.refused > 0 { progress = now }
            let patience = configuration.stableForSeconds + 2 * configuration.patienceSeconds
            guard let next = report.nextLook, now - progress <= patience else { return sum }
            try await clock.sleep(max(next, 0.05))
        }
    }

    /// Looks through the folder once and takes whatever is finished.
    ///
    /// - Throws: only where the task was cancelled.
    public func sweep() async throws -> SweepReport {
        var report = SweepReport()
        guard let root = Folder(path: configuration.directory) else {
            report.folderFault = "The folder cannot be opened; it is tried again."
            note(.sourceError, lasting: report.folderFault)
            return report
        }
        note(.sourceError, lasting: nil)
        restoreChanged(in: root)
        kind.prepare()
        let walk = FolderWalk(root, rules: rules, kind: kind, watch: watch)
        kind.found(walk.files.map { $0.watched() })
        report.ignored = walk.ignored
        let present = Set(walk.files.map(\.path))
        tracker.keepOnly(present)
        owed = owed.filter { present.contains($0.key) }
        var finished: [FinishedFile] = []
        for file in walk.files { judge(file, in: root, into: &finished, &report) }
        try await take(finished, in: root, &report)
        return report
    }

    // MARK: One file

    private func judge(
        _ file: FoundFile, in root: Folder, into finished: inout [FinishedFile], _ report: inout SweepReport
    ) {
        if let debt = owed[file.path], debt.file == file {
            putAway(file, refusal: debt.refusal, in: root, &report)
            return
        }
        let open: @Sendable () -> OpenFile? = {
            file.isRegular ? root.folder(at: file.path.folders)?.open(file.path.name) : nil
        }
        let verdict = tracker.observe(file.path, file.facts, at: clock.uptime()) {
            [kind] in open().map { kind.ending(of: file.watched(), $0) } ?? (file.isRegular ? .incomplete : .unknown)
        }
        if case .wait(let seconds) = verdict {
            report.wait(seconds: seconds)
        } else if let reason = file.refusal(isReadable: open() != nil, mebibytes: configuration.maximumFileMebibytes) {
            putAway(file, refusal: reason, in: root, &report)
        } else {
            finished.append(FinishedFile(file: file, isCutOff: verdict == .cutOff))
        }
    }

    /// A file that changed while it was read must wait; one that cannot be read for long is refused.
    private func postpone(_ file: FoundFile, in root: Folder, _ report: inout SweepReport) {
        if tracker.stillness(of: file.path, at: clock.uptime()) < configuration.patienceSeconds {
            report.wait(seconds: configuration.stableForSeconds)
        } else {
            putAway(file, refusal: .unreadable, in: root, &report)
        }
    }

    // MARK: Many files

    /// Files that are offered together, so that they share the house's syncs, and the most bytes they may have.
    private static let (batchCount, batchBytes) = (8, 32 << 20)

    private func take(_ finished: [FinishedFile], in root: Folder, _ report: inout SweepReport) async throws {
        var rest = finished[...]
        while !rest.isEmpty {
            try Task.checkCancellation()
            var batch: [(file: FoundFile, contents: [Incoming])] = []
            var bytes = 0
            while let next = rest.first, batch.count < Self.batchCount,
                batch.isEmpty || bytes + next.file.facts.size <= Self.batchBytes
            {
                rest.removeFirst()
                guard let contents = next.read(as: kind, in: root, for: source), !contents.isEmpty else {
                    postpone(next.file, in: root, &report)
                    continue
                }
                bytes += contents.reduce(0) { $0 + $1.bytes.count }
                batch.append((next.file, contents))
            }
            guard try await offer(batch, in: root, &report) else {
                for _ in rest { report.wait(seconds: configuration.rescanSeconds) }
                return
            }
        }
    }

    /// Offers a batch to the house and puts away what is safe; false where the house takes in nothing more.
    private func offer(
        _ batch: [(file: FoundFile, contents: [Incoming])], in root: Folder, _ report: inout SweepReport
    ) async throws -> Bool {
        let answers = await intake.answers(to: batch.map(\.contents))
        var fault: (any Error)?
        for (entry, answer) in zip(batch, answers) {
            do {
                settle(entry.file, try answer.get(), in: root, &report)
            } catch {
                fault = error
                report.wait(seconds: configuration.rescanSeconds)
            }
        }
        if fault is CancellationError { throw CancellationError() }
        report.intakeRefusal = (fault as? IntakeRefusal)?.description
        note(.intakeRefusedError, lasting: fault.map { String(describing: $0) })
        return fault == nil
    }

    /// A file counts as taken in again only where nothing in it is new.
    private func settle(_ file: FoundFile, _ receipts: [Receipt], in root: Folder, _ report: inout SweepReport) {
        if receipts.allSatisfy(\.isRedelivery) { report.repeated += 1 } else { report.taken += 1 }
        for receipt in receipts {
            let name = receipt.isRedelivery ? PipelineEvent.Name.deliveryRepeated : .arrivalTaken
            events.emit(PipelineEvent(name, source: source, item: receipt.arrival.rawValue))
        }
        putAway(file, refusal: nil, in: root, &report)
    }

    // MARK: Putting away

    private func putAway(_ file: FoundFile, refusal: RefusalReason?, in root: Folder, _ report: inout SweepReport) {
        let disposal = Disposal(root: root, keeper: kind.keeper)
        do throws(Disposal.Failure) {
            if let refusal {
                try disposal.refuse(file, because: refusal)
                report.refused += 1
                events.emit(PipelineEvent(.fileRefusedError, source: source, detail: "\(refusal)"))
            } else if configuration.afterTaking == .delete {
                try disposal.delete(file)
            } else {
                let place = try disposal.keep(file, on: clock.now().thaiDate)
                aftercare.watch(place, file, from: clock.uptime())
            }
            owed[file.path] = nil
        } catch {
            keepOwing(file, refusal: refusal, because: error, &report)
        }
    }

    private func keepOwing(
        _ file: FoundFile, refusal: RefusalReason?, because failure: Disposal.Failure, _ report: inout SweepReport
    ) {
        switch failure {
        case .changed:
            owed[file.path] = nil
            report.wait(seconds: configuration.stableForSeconds)
        case .system(let what):
            if owed[file.path] == nil {
                let detail = "A file could not be put away (\(what)); it is tried again."
                events.emit(PipelineEvent(.sourceError, source: source, detail: detail))
            }
            owed[file.path] = (file, refusal)
            report.unmoved += 1
        }
    }

    /// A scanner may go on writing into a file that was taken between two of its pages; then it is a new arrival.
    private func restoreChanged(in root: Folder) {
        for (place, path) in aftercare.changed(in: root, at: clock.uptime()) {
            let isBack = Disposal(root: root, keeper: kind.keeper).restore(place, to: path)
            events.emit(
                PipelineEvent(
                    .sourceError, source: source,
                    detail: "A file was written to after it was taken; "
                        + (isBack
                            ? "it is taken again. A longer stable_for_secs prevents this." : "see the folder taken.")))
        }
    }

    /// Reports a fault once for as long as it lasts.
    private func note(_ name: PipelineEvent.Name, lasting detail: String?) {
        if let detail, lasting[name] != detail { events.emit(PipelineEvent(name, source: source, detail: detail)) }
        lasting[name] = detail
    }

    /// Waits for news, at least a moment so that a burst is one look, at most until the next look is due.
    private func pause(atMost seconds: Double) async throws {
        let end = clock.uptime() + seconds
        let step = 0.25
        repeat {
            try await clock.sleep(min(step, max(0.01, end - clock.uptime())))
        } while clock.uptime() < end && !watch.hasNews()
    }
}

extension Intake {
    /// Offers the contents of several files at once; a file's answer is that of all that is in it.
    fileprivate func answers(to files: [[Incoming]]) async -> [Result<[Receipt], any Error>] {
        let all = files.flatMap(\.self)
        var answers = await withTaskGroup(of: NumberedAnswer.self) { group in
            for (number, incoming) in all.enumerated() {
                group.addTask { await self.answer(to: incoming, number: number) }
            }
            return await group.reduce(into: [NumberedAnswer]()) { $0.append($1) }
        }
        answers.sort { $0.number < $1.number }
        var rest = answers[...]
        return files.map { contents in
            defer { rest = rest.dropFirst(contents.count) }
            return Result { try rest.prefix(contents.count).map { try $0.result.get() } }
        }
    }

    private func answer(to incoming: Incoming, number: Int) async -> NumberedAnswer {
        do {
            return NumberedAnswer(number: number, result: .success(try await take(incoming)))
        } catch {
            return NumberedAnswer(number: number, result: .failure(error))
        }
    }
}

/// What became of one of many things that were offered together.
private struct NumberedAnswer: Sendable {
    let number: Int
    let result: Result<Receipt, any Error>
}

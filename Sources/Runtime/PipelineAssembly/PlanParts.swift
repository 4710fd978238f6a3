internal import EngineContract
internal import Foundation
public import JailedEngine
public import PipelineContract
public import Review
public import Structuring

extension PipelinePlan {
    /// How the jailed workers of the site are started.
    public var workers: WorkerConfiguration {
        var configuration = WorkerConfiguration(workers: recognition.workers)
        configuration.modelFolders = recognition.modelFolders + configuration.modelFolders
        configuration.memoryBytes = limits.memoryBytes
        configuration.allowsUnconfined = recognition.allowsUnconfined
        return configuration
    }

    /// The reference data of the site: its own folder, or what comes with the program.
    ///
    /// - Throws: `ReferenceFaults` with every fault of every table.
    public func referenceData() throws -> ReferenceData {
        guard let referenceDirectory else { return try ReferenceData.bundled() }
        return try ReferenceData(directory: URL(fileURLWithPath: referenceDirectory))
    }
}

extension Site {
    /// The operators' desk of the site.
    public func reviewDesk(events: any EventSink = EventLog(.silent)) throws -> ReviewDesk {
        try ReviewDesk(spool, events: events)
    }
}

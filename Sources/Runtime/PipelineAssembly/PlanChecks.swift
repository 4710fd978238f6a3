internal import Foundation
internal import Structuring

/// What can be wrong with a plan beyond its text: folders and reference data.
public enum PlanChecks {
    /// Everything found, in the order of the plan; a missing folder is a warning, since the file may be for another
    /// machine.
    public static func diagnostics(of plan: PipelinePlan) -> [Diagnostic] {
        sources(plan) + referenceData(plan)
    }

    private static func sources(_ plan: PipelinePlan) -> [Diagnostic] {
        plan.sources.flatMap { source in
            source.kind.warnings.map {
                Diagnostic(.warning, file: plan.file, message: "source \(source.name) \($0)")
            }
        }
    }

    private static func referenceData(_ plan: PipelinePlan) -> [Diagnostic] {
        do {
            _ = try plan.referenceData()
            return []
        } catch let faults as ReferenceFaults {
            let folder = plan.referenceDirectory.map { $0.hasSuffix("/") ? $0 : $0 + "/" } ?? ""
            return faults.faults.map { fault in
                Diagnostic(
                    .error, file: folder + fault.file, line: fault.line ?? 0,
                    message: "\(fault.problem). \(fault.remedy).")
            }
        } catch {
            return [Diagnostic(.error, file: plan.referenceDirectory ?? plan.file, message: "\(error)")]
        }
    }
}

internal import ArgumentParser
internal import DurableSQLite
internal import Foundation
internal import GRDB
internal import PipelineAssembly
internal import PipelineContract
internal import Review
internal import Spool
internal import Structuring

/// The command.
@main
struct Rongthuk: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rongthuk",
        abstract: "Takes in complaints from paper and wire, reads them, and files them. (รับเรื่องร้องทุกข์)",
        discussion: """
            A pipeline file says which folders are watched and where complaints go. Every command but the filters speaks \
            of one site: the file given with --pipeline, else the one named by RONGTHUK_PIPELINE, else ./rongthuk.yaml, \
            else a site of its own in ./rongthuk-data.

            Exit codes: 0 done, 1 the answer is no, 64 wrong use, 65 bad data, 75 try again later, 78 bad configuration.

            Examples:
              rongthuk run pipelines/po-box.yaml           watch and process until stopped
              rongthuk status                              how things stand
              rongthuk review list                         what waits for an operator
              rongthuk ledger check                        prove that nothing was lost
              rongthuk recognise letter.tif                read a page, no site needed
            """,
        version: "0.1.0",
        subcommands: [
            RunCommand.self, CheckCommand.self, SubmitCommand.self, StatusCommand.self, LedgerCommand.self,
            ComplaintsCommand.self, DeadlinesCommand.self, ExplainCommand.self, ReviewCommand.self, QueueCommand.self,
            DoctorCommand.self,
            RecogniseCommand.self, NormaliseCommand.self, StructureCommand.self, DeduplicateCommand.self,
            BenchCommand.self,
        ])

    static func main() async {
        do {
            var command = try parseAsRoot()
            if var command = command as? any AsyncParsableCommand {
                try await command.run()
            } else {
                try command.run()
            }
        } catch {
            leave(with: error)
        }
    }

    /// Says what went wrong in plain words and ends with the documented code.
    private static func leave(with error: any Error) -> Never {
        switch error {
        case let fault as ConfigurationFault: Failure(.configuration, fault.description).exit()
        case let failure as Failure: failure.exit()
        case let error as SpoolError: Failure(code(of: error), error.description).exit()
        case let error as ReviewError: Failure(.no, error.description).exit()
        case let error as HandRefusal: Failure(.no, error.description).exit()
        case let error as DrainIncomplete: Failure(.tryLater, error.description).exit()
        case let error as IntakeRefusal: Failure(.tryLater, error.description).exit()
        case let error as ReferenceFaults: Failure(.configuration, error.description).exit()
        case let error as DurableDatabaseError: Failure(.configuration, error.description).exit()
        case let error as DatabaseError:
            let isPassing = [.SQLITE_BUSY, .SQLITE_FULL, .SQLITE_IOERR].contains(error.resultCode)
            Failure(isPassing ? .tryLater : .badData, "The database answers: \(error.message ?? "\(error)")").exit()
        default: exit(withError: error)
        }
    }
}

extension Rongthuk {
    private static func code(of error: SpoolError) -> Failure.Code {
        switch error.code {
        case .inUse: .tryLater
        case .unfit: .configuration
        case .corrupt, .missing: .badData
        case .system(let number): [EACCES, EPERM, ENOENT, ENOTDIR].contains(number) ? .configuration : .tryLater
        }
    }
}

/// A failure with the exit code that tells scripts what kind it is.
struct Failure: Error {
    enum Code: Int32 {
        case no = 1
        case usage = 64
        case badData = 65
        case tryLater = 75
        case configuration = 78
    }
    let code: Code
    let message: String

    init(_ code: Code, _ message: String) { (self.code, self.message) = (code, message) }

    func exit() -> Never {
        if !message.isEmpty { printToStandardError("rongthuk: \(message)") }
        Foundation.exit(code.rawValue)
    }
}

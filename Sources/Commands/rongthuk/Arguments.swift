// What the house's own values look like on a command line.
public import ArgumentParser
public import ComplaintModel
public import PipelineContract
public import Spool
public import Terminal
public import ThaiText

extension CalendarDate: ExpressibleByArgument {}
extension ChannelKind: ExpressibleByArgument {}
extension EntryState: ExpressibleByArgument {}
extension Language: ExpressibleByArgument {}
extension NormalisationMode: ExpressibleByArgument {}
extension QueueName: ExpressibleByArgument {}
extension Verdict.Kind: ExpressibleByArgument {}

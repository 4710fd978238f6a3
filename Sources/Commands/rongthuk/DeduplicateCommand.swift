internal import ArgumentParser
internal import ComplaintModel
internal import Deduplication
internal import PipelineAssembly
internal import Structuring
internal import ThaiText

/// Deduplication alone, as a filter.
struct DeduplicateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "deduplicate", abstract: "Tell what texts have to do with earlier ones. (หาเรื่องซ้ำ)",
        discussion: """
            Reads JSON Lines from standard input in the order of arrival, {"id","channel","text","received_at","sender"?}; \
            each answer is {"id","verdict","of","matter","score","evidence":[…]} against all lines before it. A redelivery \
            is only told where "sha256" of the raw bytes or the channel's "message_id" is given.

            Example: rongthuk deduplicate --json-lines < texts.jsonl
            """)
    @OptionGroup var options: SiteOptions
    @Flag(name: .long, help: "JSON Lines in and out; there is no other form.") var jsonLines = false

    func run() async throws {
        let reader = ComplaintReader(reference: try options.plan().referenceData())
        let normaliser = ThaiNormaliser()
        let index = try DuplicateIndex()
        try await JSONLinesFilter<TextLine, Ruling> { line in
            let text = normaliser.normalise(line.text, mode: line.channel.normalisationMode).text
            let structure = reader.read(
                text, channel: line.channel, receivedAt: line.receivedAt, sender: line.sender)
            return try await index.judge(
                Submission(
                    id: line.id.text, channel: line.channel, receivedAt: line.receivedAt, text: text,
                    fields: structure.fields, category: structure.category, sender: line.sender,
                    bytes: line.sha256, message: line.messageID))
        }.run()
    }
}

extension ChannelKind {
    /// How raw text of a channel is brought into normal form.
    var normalisationMode: NormalisationMode {
        switch self {
        case .scan, .fax: .ocr
        case .email, .sms, .web: .text
        }
    }
}

internal import ArgumentParser
internal import ComplaintModel
internal import PipelineAssembly
internal import Structuring

/// One line for the filters that take a text.
struct TextLine: Decodable {
    let id: LineID
    let channel: ChannelKind
    let text: String
    let receivedAt: Timestamp
    let sender: String?
    let sha256: String?
    let messageID: String?

    private enum CodingKeys: String, CodingKey {
        case id, channel, text, sender, sha256
        case receivedAt = "received_at"
        case messageID = "message_id"
    }
}

/// Structuring alone, as a filter.
struct StructureCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "structure", abstract: "Find the fields of texts. (หาข้อมูลในข้อความ)",
        discussion: """
            Reads JSON Lines from standard input, {"id","channel","text","received_at","sender"?}; each answer is \
            {"id","fields":{…},"kind","category","agencies":[…],"deadline":{…}}, spans in Unicode scalars of the text.

            Example: rongthuk structure --json-lines < texts.jsonl
            """)
    @OptionGroup var options: SiteOptions
    @Flag(name: .long, help: "JSON Lines in and out; there is no other form.") var jsonLines = false

    struct Answer: Encodable {
        let id: LineID
        let structure: Structure

        func encode(to encoder: any Encoder) throws {
            try structure.encode(to: encoder)
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(id, forKey: .id)
        }
        private enum CodingKeys: String, CodingKey { case id }
    }

    func run() async throws {
        let reader = ComplaintReader(reference: try options.plan().referenceData())
        try await JSONLinesFilter<TextLine, Answer> { line in
            let structure = reader.read(
                line.text, channel: line.channel, receivedAt: line.receivedAt, sender: line.sender)
            return Answer(id: line.id, structure: structure)
        }.run()
    }
}

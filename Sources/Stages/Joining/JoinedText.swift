internal import ComplaintModel

/// What the messages of a conversation say together, and what a person must look at.
struct JoinedText {
    let text: String
    let doubts: [Doubt]
    /// The items in the order of the text.
    let order: [ItemID]

    init(_ conversation: Conversation, _ messages: [ItemID: Message]) {
        var texts: [String] = []
        var doubts: [Doubt] = []
        var order: [ItemID] = []
        for set in conversation.sets {
            var words = MessageText()
            let missing = set.missing
            for number in 1...max(1, set.total) {
                if let item = set.parts[number]?.item, let message = messages[item] {
                    words.append(message.record)
                    order.append(item)
                } else if let run = missing.first(where: { $0.lowerBound == number }) {
                    words.append(mark: "[ขาดส่วนที่ \([run].words) จาก \(set.total)]")
                }
            }
            words.finish()
            let isCutOff = set.parts.values.contains {
                messages[$0.item]?.arrival.provenance.details["ending"] == "missing"
            }
            texts.append(words.text)
            if !missing.isEmpty { doubts.append(.missing(missing, of: set.total)) }
            if !words.isWhole { doubts.append(.undecoded) }
            if isCutOff { doubts.append(.cutOff) }
        }
        (text, self.doubts, self.order) = (texts.joined(separator: "\n"), doubts, order)
    }
}

extension Doubt {
    fileprivate static func missing(_ numbers: [ClosedRange<Int>], of total: Int) -> Doubt {
        Doubt(
            .incomplete,
            detail:
                "Part \(numbers.words) of \(total) of a long message is missing; it is added by itself if it still comes. Ask the "
                + "sender, or accept the text as it is.")
    }

    fileprivate static let undecoded = Doubt(
        .incomplete,
        detail:
            "Some of the message is no text that can be read (a picture, settings, or damaged characters); look at the "
            + "gateway's original, which the evidence holds.")

    fileprivate static let cutOff = Doubt(
        .incomplete,
        detail: "The gateway's file of the message ends before it should (its disk was full, say). Ask the sender, or "
            + "accept what is there.")

    /// A part whose fellows cannot take it up any more.
    static func orphan(_ facts: MessageFacts, of carrier: ItemID) -> Doubt {
        Doubt(
            .incomplete,
            detail:
                "This is part \(facts.number) of \(facts.total) of a message whose other parts are \(carrier), which was "
                + "rejected or put aside; `rongthuk explain \(carrier)` tells. Decide on both together.")
    }
}

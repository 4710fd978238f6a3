internal import ComplaintModel
internal import EngineContract
internal import PipelineContract

/// What operators are told of things that could not be opened: what happened, and what to do.
enum Remedy {
    static let unknownKind =
        "The file is neither TIFF, PNG, JPEG, PDF nor text (.txt). Open it on a desk computer, print it to PDF and hand that in, "
        + "or type the complaint from it."
    static let noSubmission =
        "The submission was kept and cannot be read any more. Have the system that handed it over send it again."
    static let unknownAttachment =
        "It is neither TIFF, PNG, JPEG nor PDF. Open it from the evidence on a desk computer, and type what matters of it."
    static let noText =
        "The bytes make no text in any charset that Thai is written in. Have it sent as UTF-8, or type the complaint from the "
        + "original."
    static let emptyText = "The message holds no text. Ask the sender, or reject it."
    static let allBlank =
        "Nothing seems to be written on any page. Look at the pages: if there is writing, type it; else scan the paper "
        + "again with the written side down, or reject it."

    static let unwitnessedFax =
        "Nothing vouches that the whole of this fax was received: the fax server's log does not tell of it, or the file has "
        + "no end. Look whether the last page is whole, or ask the sender to send it again."

    static func incompleteFax(_ error: String) -> String {
        let words = String(String.UnicodeScalarView(error.unicodeScalars.filter { $0.value >= 0x20 }.prefix(160)))
        return
            "The fax was not received whole; the fax server says: \(words). Ask the sender to send it again, or decide on "
            + "what is there."
    }

    /// A sentence for an operator.
    ///
    /// - Throws: `HouseFault` where nothing is wrong with the content and a later try may succeed.
    static func sentence(for fault: EngineFault) throws -> String {
        switch fault {
        case .unreadable(let why):
            "\(why) Scan the paper again, or ask the sender for another copy."
        case .tooLarge(let limit, let found):
            "The file passes the limit of \(limit): \(found). Scan it again at 300 dots an inch and in smaller parts, "
                + "or raise the limit in the configuration."
        case .crashed(let how):
            "The program that opens files failed at this one (\(how)). Scan the paper again, or ask for another copy."
        case .timedOut(let seconds):
            "The file could not be opened within \(seconds) seconds. Scan the paper again, or ask for another copy."
        case .nonsense(let what):
            "The program that opens files gave no sensible answer (\(what)). Scan the paper again."
        case .unavailable:
            throw HouseFault(fault.description)
        }
    }

    // MARK: Mails

    static let emptyMail =
        "The mail holds no text that could be read. Look at what is attached, and type the text, ask the sender, or reject it."
    static let garbledMail =
        "The text of the mail makes no sense: it is in no known charset, or its letters were lost on the way. Ask the sender to "
        + "send it again, or reject it."
    static let encrypted =
        "A part of the mail is encrypted, and only the holder of the key can read it. Ask the sender to send it in the open."
    static let htmlCut =
        "The text of the mail was not read to its end, as its HTML is broken. Compare it with the mail, and complete it."

    /// What to do about a file that nobody here opens.
    static func sealed(_ number: Int, _ kind: SealedFile) -> String {
        attachment(
            number, "It is \(kind.rawValue). Open it on a desk computer, and add what it says, or accept without.")
    }

    static func attachment(_ number: Int, _ sentence: String) -> String {
        "Attachment \(number) was kept but not read. \(sentence)"
    }

    /// A sentence about a mail of which nothing could be read.
    static func sentence(forMail fault: EngineFault) throws -> String {
        let advice = "Look at it in the mailbox, and ask the sender for another one, or type the complaint from it."
        return "The mail could not be opened. \(try plain(fault)) \(advice)"
    }

    /// A sentence about a part of a mail.
    static func sentence(forPartOfMail fault: EngineFault) throws -> String {
        "A part of the mail could not be read. \(try plain(fault)) Compare the text with the mail, and complete it."
    }

    private static func plain(_ fault: EngineFault) throws -> String {
        if case .unavailable = fault { throw HouseFault(fault.description) }
        return fault.description
    }
}

extension Arrival {
    /// What the channel itself has in doubt: a fax that its server calls incomplete, or that nothing vouches for.
    var doubts: [Doubt] {
        guard channel == .fax else { return [] }
        if let error = provenance.details[FaxDetail.error], !error.isEmpty {
            return [Doubt(.incomplete, detail: Remedy.incompleteFax(error))]
        }
        let isWitnessed = provenance.details[FaxDetail.unwitnessed] == nil && provenance.details["ending"] == nil
        return isWitnessed ? [] : [Doubt(.incomplete, detail: Remedy.unwitnessedFax)]
    }
}

extension Complaint {
    /// Bytes in evidence, and what they show.
    public struct KeptArtefact: Codable, Sendable, Hashable {
        /// The SHA-256 they are kept under.
        public let sha256: ContentDigest
        /// What they are.
        public let mediaType: MediaType
        /// How many bytes there are.
        public let size: Int
        /// The numbers of the pages they show, from 1.
        public let pages: [Int]

        private enum CodingKeys: String, CodingKey {
            case sha256, size, pages
            case mediaType = "media_type"
        }

        /// What arrived, with every page read from it, then what was joined and attached to it, then each picture that is neither.
        static func all(of document: Document) -> [KeptArtefact] {
            let raw = document.arrival.artefact
            let pages = document.pages.map(\.number)
            var kept = [KeptArtefact(raw, pages: pages)]
            kept += document.joined.map { KeptArtefact($0.artefact, pages: []) }
            kept += document.attachments.map { KeptArtefact($0.artefact, pages: $0.pages.filter(pages.contains)) }
            let known = Set(kept.map(\.sha256))
            return kept
                + document.pages.filter { !known.contains($0.image.sha256) }.map {
                    KeptArtefact($0.image, pages: [$0.number])
                }
        }

        private init(_ artefact: Artefact, pages: [Int]) {
            (sha256, mediaType, size) = (artefact.sha256, artefact.mediaType, artefact.size)
            self.pages = pages
        }
    }

    /// The raw text by its digest, and how it was come by.
    public struct RawText: Codable, Sendable, Hashable {
        /// How a raw text was come by.
        public enum Origin: String, Codable, Sendable {
            case recognised
            case textLayer = "text_layer"
            case text
            case corrected
        }
        /// The SHA-256 of its UTF-8 form.
        public let sha256: ContentDigest
        /// How it was come by.
        public let origin: Origin

        init(of transcript: Transcript) {
            sha256 = ContentDigest(of: Array(transcript.text.utf8))
            if transcript.review?.text != nil {
                origin = .corrected
            } else if transcript.readings.isEmpty {
                origin = .text
            } else {
                origin = transcript.readings.contains { $0.origin == .recognised } ? .recognised : .textLayer
            }
        }
    }

    /// When and where it happened.
    public struct Incident: Codable, Sendable, Hashable {
        /// The days, the likeliest first.
        public let dates: [IncidentDate]
        /// The place, if found.
        public let place: Address?
    }

    /// Whether a complaint is urgent, and why.
    public struct Urgency: Codable, Sendable, Hashable {
        /// Whether it is urgent.
        public let isUrgent: Bool
        /// The cues that say so.
        public let reasons: [String]

        private enum CodingKeys: String, CodingKey {
            case isUrgent = "urgent"
            case reasons
        }
    }

    /// A link to an earlier complaint.
    public struct Link: Codable, Sendable, Hashable {
        /// That a person undid a link.
        public struct Undoing: Codable, Sendable, Hashable {
            /// The operator.
            public let operatorName: String
            /// When.
            public let at: Timestamp
            /// Why, where the operator said so.
            public let reason: String?

            /// Records that a link was undone.
            public init(operatorName: String, at: Timestamp, reason: String?) {
                (self.operatorName, self.at, self.reason) = (operatorName, at, reason)
            }

            private enum CodingKeys: String, CodingKey {
                case operatorName = "operator"
                case at, reason
            }
        }
        /// The earlier item.
        public let of: ItemID
        /// The relation.
        public let kind: Verdict.Kind
        /// How sure the relation is, 0 to 1.
        public let score: Double
        /// What speaks for it.
        public let evidence: [String]
        /// That it was undone, where it was.
        public let undone: Undoing?

        /// States a link.
        public init(of: ItemID, kind: Verdict.Kind, score: Double, evidence: [String], undone: Undoing? = nil) {
            (self.of, self.kind, self.score, self.evidence) = (of, kind, score, evidence)
            self.undone = undone
        }
    }

    /// What an operator decided, and what the decision changed.
    public struct Review: Codable, Sendable, Hashable {
        /// A line that an operator took out or put in.
        public struct Change: Codable, Sendable, Hashable {
            /// The ways a line can change; a corrected line is one of each.
            public enum Kind: String, Codable, Sendable { case removed, inserted }
            /// Which way it changed.
            public let kind: Kind
            /// The number of the line, from 1: of the text as read where removed, of the operator's where inserted.
            public let line: Int
            /// The line.
            public let text: String
        }
        /// The operator.
        public let operatorName: String
        /// When it was decided.
        public let decidedAt: Timestamp
        /// What was decided.
        public let decision: ReviewRecord.Decision
        /// Why, where the operator said so.
        public let reason: String?
        /// The lines that the operator changed.
        public let changes: [Change]

        private enum CodingKeys: String, CodingKey {
            case operatorName = "operator"
            case decidedAt = "decided_at"
            case decision, reason, changes
        }

        init(_ record: ReviewRecord, transcript: Transcript) {
            (operatorName, decidedAt) = (record.operatorName, record.decidedAt)
            (decision, reason) = (record.decision, record.reason)
            let asRead = Transcript(document: transcript.document, readings: transcript.readings, doubts: []).text
            changes = record.text.map { Review.changes(from: asRead, to: $0) } ?? []
        }

        /// Compares by scalars: `==` on strings would not see that marks changed their order.
        private static func changes(from old: String, to new: String) -> [Change] {
            func lines(_ text: String) -> [[Unicode.Scalar]] {
                text.unicodeScalars.split(omittingEmptySubsequences: false) { $0 == "\n" || $0 == "\u{C}" }.map(
                    Array.init)
            }
            return lines(new).difference(from: lines(old)).map { change in
                func made(_ kind: Change.Kind, _ line: Int, _ scalars: [Unicode.Scalar]) -> Change {
                    Change(kind: kind, line: line + 1, text: String(String.UnicodeScalarView(scalars)))
                }
                return switch change {
                case .remove(let line, let scalars, _): made(.removed, line, scalars)
                case .insert(let line, let scalars, _): made(.inserted, line, scalars)
                }
            }
        }
    }
}

/// Rewrites clusters in place: a cluster never grows, so writing stays behind reading.
struct ClusterArranger {
    typealias Slot = TextLine.Slot

    private var slots: [Slot]
    private var read: Int
    private var write: Int
    private(set) var flags: Set<NormalisationFlag> = []

    // The cluster at hand. A mark's place in the order of N10 is its index.
    private var marks = InlineArray<7, Slot>(repeating: Slot(scalar: 0, lower: 0, upper: 0))
    private var base: UInt32 = 0
    private var follows: [Slot] = []
    private var highestPlace = -1
    private var isNikhahitAstray = false
    private var rules: [NormalisationRule] = []
    private var lower = UInt32.max
    private var upper = UInt32.min

    init(slots: [Slot], from start: Int) {
        self.slots = slots
        (read, write) = (start, start)
    }

    mutating func finish() -> [Slot] {
        slots.removeLast(slots.count - write)
        defer { slots = [] }
        return slots
    }

    mutating func run(note: (NormalisationRule, UInt32, UInt32) -> Void) {
        while read < slots.count {
            let scalar = slots[read].scalar
            let next = read + 1 < slots.count ? slots[read + 1].scalar : 0
            if !ThaiScalar.isLetter(scalar)
                || ThaiScalar.isConsonant(scalar) && !ThaiScalar.isMark(next) && !ThaiScalar.isFollow(next)
            {
                emit(slots[read])
                read += 1
                continue
            }
            arrangeCluster()
            for rule in rules { note(rule, lower, upper) }
        }
    }

    private mutating func arrangeCluster() {
        for place in marks.indices { marks[place].scalar = 0 }
        follows.removeAll(keepingCapacity: true)
        rules.removeAll(keepingCapacity: true)
        (base, highestPlace, isNikhahitAstray, lower, upper) = (0, -1, false, .max, .min)
        takeLeads()
        if read < slots.count, ThaiScalar.isConsonant(slots[read].scalar) {
            base = slots[read].scalar
            if hasMarks { apply(.markAfterLead) }
            highestPlace = -1
            emit(next())
        }
        takeRest()
        settleNikhahit()
        if base == 0 { dropMarks() }
        emitRest()
    }

    // MARK: Reading

    private mutating func next() -> Slot {
        let slot = slots[read]
        read += 1
        lower = min(lower, slot.lower)
        upper = max(upper, slot.upper)
        return slot
    }

    /// Lead vowels go out at once, repeated ones as one (N09, N12); marks among them wait for the consonant (N14).
    private mutating func takeLeads() {
        let first = write
        while read < slots.count {
            let scalar = slots[read].scalar
            if ThaiScalar.isLead(scalar) {
                takeLeadRun(of: scalar, first: first)
            } else if ThaiScalar.isMark(scalar), write > first {
                takeMark(next())
            } else {
                return
            }
        }
    }

    private mutating func takeLeadRun(of scalar: UInt32, first: Int) {
        var lead = next()
        while read < slots.count {
            if slots[read].scalar == scalar {
                lead.upper = max(lead.upper, next().upper)
                if scalar == ThaiScalar.saraE {
                    lead.scalar = ThaiScalar.saraAE
                    apply(.doubleSaraE)
                } else {
                    apply(.repetition)
                }
            } else if ThaiScalar.isMark(slots[read].scalar) {
                takeMark(next())
            } else {
                break
            }
        }
        if write > first, slots[write - 1].scalar == lead.scalar {
            slots[write - 1].upper = max(slots[write - 1].upper, lead.upper)
            apply(.repetition)
        } else {
            emit(lead)
        }
    }

    private mutating func takeRest() {
        while read < slots.count {
            let scalar = slots[read].scalar
            if ThaiScalar.isMark(scalar) {
                if !follows.isEmpty { apply(scalar == ThaiScalar.nikhahit ? .saraAM : .markAfterVowel) }
                takeMark(next())
            } else if ThaiScalar.isFollow(scalar) {
                takeFollow(next())
            } else {
                return
            }
        }
    }

    /// Keeps the last of two different tones, the first of two different vowels, one of the same mark (N12).
    private mutating func takeMark(_ mark: Slot) {
        let place = Self.place(of: mark.scalar)
        noteOrder(of: place)
        guard marks[place].scalar != 0 else {
            marks[place] = mark
            return
        }
        apply(.repetition)
        if marks[place].scalar == mark.scalar {
            if marks[place].upper == mark.lower { marks[place].upper = mark.upper }
        } else if ThaiScalar.isTone(mark.scalar) {
            flags.insert(.toneConflict)
            marks[place] = mark
        } else {
            flags.insert(.vowelConflict)
        }
    }

    /// Where NIKHAHIT came matters only if it stays a mark.
    private mutating func noteOrder(of place: Int) {
        if place == 3 {
            isNikhahitAstray = isNikhahitAstray || highestPlace > 3
            return
        }
        if marks[3].scalar != 0, place < 3 { isNikhahitAstray = true }
        if place < highestPlace { apply(.markOrder) }
        highestPlace = max(highestPlace, place)
    }

    private mutating func takeFollow(_ slot: Slot) {
        var follow = slot
        let mayKeep = ThaiScalar.takesLakkhangyao(base) && (follows.isEmpty || follows.last?.scalar == follow.scalar)
        if follow.scalar == ThaiScalar.lakkhangyao, !mayKeep {
            follow.scalar = ThaiScalar.saraAA
            apply(.lakkhangyao)
        }
        guard let last = follows.last, Self.merges(last.scalar, follow.scalar) else {
            follows.append(follow)
            return
        }
        apply(last.scalar == follow.scalar && last.scalar != ThaiScalar.saraAM ? .repetition : .saraAM)
        let index = follows.count - 1
        follows[index].scalar = max(last.scalar, follow.scalar)
        if last.upper == follow.lower { follows[index].upper = follow.upper }
    }

    private static func merges(_ first: UInt32, _ second: UInt32) -> Bool {
        first == second || (first | 1 == ThaiScalar.saraAM && second | 1 == ThaiScalar.saraAM)
    }

    private static func place(of mark: UInt32) -> Int {
        switch mark {
        case ThaiScalar.phinthu: 0
        case ThaiScalar.maitaikhu: 2
        case ThaiScalar.nikhahit: 3
        case 0x0E48...0x0E4B: 4
        case ThaiScalar.thanthakhat: 5
        case 0x0E4E: 6
        default: 1
        }
    }

    // MARK: Settling and writing

    /// NIKHAHIT joins SARA AA to SARA AM (N08), else SARA I to SARA UE (N13); and LAKKHANGYAO stands bare (N24).
    private mutating func settleNikhahit() {
        if let first = follows.first, first.scalar == ThaiScalar.lakkhangyao, hasMarks {
            follows[0].scalar = ThaiScalar.saraAA
            apply(.lakkhangyao)
        }
        let nikhahit = marks[3]
        guard nikhahit.scalar != 0 else { return }
        if follows.contains(where: { $0.scalar == ThaiScalar.saraAM }) {
            apply(.saraAM)
        } else if let index = follows.firstIndex(where: { $0.scalar == ThaiScalar.saraAA }) {
            follows[index].scalar = ThaiScalar.saraAM
            follows[index].lower = min(follows[index].lower, nikhahit.lower)
            follows[index].upper = max(follows[index].upper, nikhahit.upper)
            apply(.saraAM)
        } else if marks[1].scalar == ThaiScalar.saraI {
            marks[1].scalar = ThaiScalar.saraUE
            marks[1].lower = min(marks[1].lower, nikhahit.lower)
            marks[1].upper = max(marks[1].upper, nikhahit.upper)
            apply(.saraUE)
        } else {
            if isNikhahitAstray { apply(.markOrder) }
            return
        }
        marks[3].scalar = 0
    }

    private var hasMarks: Bool {
        for place in marks.indices where marks[place].scalar != 0 { return true }
        return false
    }

    private mutating func dropMarks() {
        guard hasMarks else { return }
        for place in marks.indices { marks[place].scalar = 0 }
        rules.removeAll { $0 == .markOrder || $0 == .markAfterVowel }
        apply(.dangling)
        flags.insert(.dangling)
    }

    private mutating func emitRest() {
        for place in marks.indices where marks[place].scalar != 0 { emit(marks[place]) }
        for follow in follows { emit(follow) }
    }

    @inline(__always)
    private mutating func emit(_ slot: Slot) {
        slots[write] = slot
        write += 1
    }

    private mutating func apply(_ rule: NormalisationRule) {
        if !rules.contains(rule) { rules.append(rule) }
    }
}

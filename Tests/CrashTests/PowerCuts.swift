import FaultInjection
import Synchronization

/// States of a disk after power cuts, chosen by a seed, no two alike.
final class PowerCuts: Sendable {
    /// What becomes of the changes that are not durable.
    private enum Way: CaseIterable {
        /// All lost, or all kept.
        case none, all
        /// Only names, or only contents kept.
        case names, data
        /// One kept alone, or one lost alone.
        case one, butOne
        /// One write, or every write, kept by sectors.
        case torn, allTorn
        /// Every new name kept and every old one too.
        case bothNames
        /// Any kept.
        case some
    }
    private struct State {
        var random = SplitMix(seed: 1)
        var seen: Set<[Int]> = []
        var turn = 0
    }
    private let history: DiskHistory
    private let first: Int
    private let state = Mutex(State())

    /// Cuts in a history, at its call `first` or later.
    init(_ history: DiskHistory, from first: Int) { (self.history, self.first) = (history, first) }

    /// The next state, with a name for it and what was promised before the cut; nil where no more can be found.
    func next() -> (name: String, image: DiskImage, promised: Promises)? {
        for _ in 0..<1000 {
            let (cut, way, seed) = state.withLock { state in
                state.turn += 1
                return (
                    Int.random(in: (first + 1)...history.log.count, using: &state.random),
                    Way.allCases[state.turn % Way.allCases.count], state.random.next()
                )
            }
            let promised = history.promises(before: cut)
            let image = image(before: cut, way, seed)
            // The same state is another one where more was promised.
            guard state.withLock({ $0.seen.insert([image.digest, promised.count]).inserted }) else { continue }
            return ("\(way) (\(seed)) kept at a cut before call \(cut)", image, Promises(promised))
        }
        return nil
    }

    private func image(before cut: Int, _ way: Way, _ seed: UInt64) -> DiskImage {
        var random = SplitMix(seed: seed)
        let open = history.changes.indices.filter { number in
            history.changes[number].call < cut && history.changes[number].durable >= cut
        }
        let chosen = open.randomElement(using: &random)
        let write = open.filter { history.changes[$0].isData }.randomElement(using: &random)
        return DiskImage(history, before: cut) { number, change in
            let keeps: Bool
            switch way {
            case .none: keeps = false
            case .all: keeps = true
            case .names: keeps = !change.isData
            case .data: keeps = change.isData
            case .one: keeps = number == chosen
            case .butOne: keeps = number != chosen
            case .bothNames: keeps = change.needs == nil
            case .some: keeps = Bool.random(using: &random)
            case .torn, .allTorn:
                guard change.isData, way == .allTorn || number == write else { return .all }
                let sectors = random.next()
                return .sectors { sectors >> UInt64($0 % 64) & 1 == 1 }
            }
            return keeps ? .all : .nothing
        }
    }
}

/// A generator of numbers that gives the same ones for the same seed (Steele, Lea and Flood 2014).
struct SplitMix: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}

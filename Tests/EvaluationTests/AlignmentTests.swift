import Testing

@testable import Evaluation

@Suite struct AlignmentTests {
    private func scalars(_ text: String) -> [UInt32] { text.unicodeScalars.map(\.value) }

    /// The plain table, to hold the banded one against.
    private func distance(_ left: [UInt32], _ right: [UInt32]) -> Int {
        var row = Array(0...right.count)
        for (i, scalar) in left.enumerated() {
            var diagonal = row[0]
            row[0] = i + 1
            for j in right.indices {
                let replaced = diagonal + (scalar == right[j] ? 0 : 1)
                diagonal = row[j + 1]
                row[j + 1] = min(replaced, row[j] + 1, row[j + 1] + 1)
            }
        }
        return row[right.count]
    }

    /// Follows the steps and says whether they make the reading out of the truth.
    private func makes(_ reading: [UInt32], from truth: [UInt32], by steps: [Alignment.Step]) -> Bool {
        var (i, j) = (0, 0)
        for step in steps {
            switch step {
            case .same, .replaced:
                guard i < truth.count, j < reading.count, (truth[i] == reading[j]) == (step == .same) else {
                    return false
                }
                (i, j) = (i + 1, j + 1)
            case .missing: i += 1
            case .surplus: j += 1
            }
        }
        return i == truth.count && j == reading.count
    }

    @Test func aBandedAlignmentIsAsCheapAsTheWholeTable() {
        var generator = SplitMix(state: 7)
        for round in 0..<300 {
            let alphabet = UInt32.random(in: 2...12, using: &generator)
            let truth = (0..<Int.random(in: 0...90, using: &generator)).map { _ in
                UInt32.random(in: 0..<alphabet, using: &generator)
            }
            // From a text that resembles to one that has nothing in common, shorter or longer.
            var reading = truth
            for _ in 0..<Int.random(in: 0...80, using: &generator) {
                let place = Int.random(in: 0...reading.count, using: &generator)
                if Bool.random(using: &generator), place < reading.count {
                    reading.remove(at: place)
                } else {
                    reading.insert(UInt32.random(in: 0..<alphabet, using: &generator), at: place)
                }
            }
            let alignment = Alignment(of: reading, truth: truth)
            #expect(alignment.errors == distance(reading, truth), "round \(round)")
            #expect(makes(reading, from: truth, by: alignment.steps), "round \(round)")
        }
    }

    @Test func textFarOffTheDiagonalIsFound() {
        let line = scalars("ขอให้ตรวจสอบการเบิกจ่ายเงินงวดที่ผ่านมาและหาผู้รับจ้างรายใหม่โดยด่วน")
        let junk = [UInt32](repeating: 0x7C, count: 400)
        let before = Alignment(of: junk + line, truth: line)
        #expect(before.errors == 400)
        #expect(before.steps == Array(repeating: .surplus, count: 400) + Array(repeating: .same, count: line.count))
        #expect(Alignment(of: line, truth: line + junk + line).errors == 400 + line.count)
        // Moved about: what is dear is dear, whatever the band.
        #expect(Alignment(of: line + junk, truth: junk + line).errors == distance(line + junk, junk + line))
    }

    @Test func gapsStayTogether() {
        let steps = Alignment(of: scalars("กอขกค"), truth: scalars("กค")).steps
        #expect(steps == [.same, .surplus, .surplus, .surplus, .same])
        let lost = Alignment(of: scalars("aa"), truth: scalars("abababaa")).steps
        #expect(lost.count { $0 == .missing } == 6)
    }

    @Test func nothingAlignsWithNothing() {
        #expect(Alignment(of: [], truth: []).steps.isEmpty)
        #expect(Alignment(of: [], truth: [1, 2]).steps == [.missing, .missing])
        #expect(Alignment(of: [1, 2], truth: []).steps == [.surplus, .surplus])
    }
}

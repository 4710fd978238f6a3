import NIOCore
import Testing

@testable import HTTPIntake

@Suite struct AdmissionTests {
    private func moment(_ seconds: Double) -> NIODeadline { .uptimeNanoseconds(UInt64(1e12 + seconds * 1e9)) }

    /// Fills all places of one peer and gives them back after `seconds`; how many there were.
    private func round(_ admission: inout Admission, at start: Double, lasting seconds: Double) -> Int {
        var count = 0
        while admission.begin(by: "gateway") { count += 1 }
        for _ in 0..<count {
            admission.end(by: "gateway", since: moment(start), now: moment(start + seconds))
        }
        return count
    }

    /// In a flood half a minute long requests waited for seconds, as 256 were let in however long each of them took.
    @Test func aSlowHouseLetsFewerIn() {
        var admission = Admission(most: 256, wantedSeconds: 0.4)
        var time = 0.0
        // A house that works off a hundred a second.
        var waits: [Double] = []
        for _ in 0..<30 {
            let places = round(&admission, at: time, lasting: waits.last ?? 2.56)
            waits.append(Double(places) / 100)
            time += waits.last ?? 0
        }
        #expect(waits.suffix(20).allSatisfy { $0 < 0.8 })
        // Once it is quick again all places come back.
        for _ in 0..<40 { _ = round(&admission, at: time, lasting: 0.05) }
        #expect(round(&admission, at: time, lasting: 0.05) == 256)
    }

    @Test func delayThatHasNothingToDoWithNumbersLeavesRoom() {
        var admission = Admission(most: 256, wantedSeconds: 0.4)
        for step in 0..<50 { _ = round(&admission, at: Double(step) * 2, lasting: 2) }
        #expect(round(&admission, at: 200, lasting: 2) == 32)
    }

    /// With many places a slow request raised the bound from the first 32 to an eighth of all.
    @Test func beingSlowNeverLetsMoreIn() {
        var admission = Admission(most: 1000, wantedSeconds: 0.4)
        let first = round(&admission, at: 0, lasting: 2)
        #expect(round(&admission, at: 3, lasting: 2) <= first)
    }

    @Test func aRefusalTellsNothingOfTheDisk() {
        var admission = Admission(most: 256, wantedSeconds: 0.4)
        let before = round(&admission, at: 0, lasting: 0.1)
        for _ in 0..<500 {
            _ = admission.begin(by: "stranger")
            admission.end(by: "stranger", since: nil)
        }
        #expect(round(&admission, at: 1, lasting: 0.1) <= before + 4)
    }

    @Test func whoFloodsIsInNobodyElsesWay() {
        var admission = Admission(most: 16, wantedSeconds: 0.4)
        while admission.begin(by: "gateway") {}
        #expect(admission.count == 16)
        #expect(admission.begin(by: "web-site") && !admission.begin(by: "web-site"))
        #expect(admission.begin(by: "desk") && !admission.begin(by: "a third one"))
        admission.end(by: "desk", since: moment(0), now: moment(0.1))
        #expect(admission.begin(by: "a third one") && admission.count == 18)
    }

    /// In a flood an honest client was refused whenever the bound had just been cut, since all who waited counted.
    @Test func aPlaceOfItsOwnIsThereWhileFewerAreLetIn() {
        var admission = Admission(most: 16, wantedSeconds: 0.4)
        while admission.begin(by: "gateway") {}
        admission.end(by: "gateway", since: moment(0), now: moment(5))
        #expect(!admission.begin(by: "gateway") && admission.begin(by: "web-site"))
    }
}

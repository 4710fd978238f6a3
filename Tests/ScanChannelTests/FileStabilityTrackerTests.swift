import ContainerFormats
import Testing

@testable import FolderWatching

@Suite struct FileStabilityTrackerTests {
    private let path = EntryPath(folders: [], name: EntryName("a.pdf"))
    private func facts(size: Int = 9, inode: UInt = 1, modified: Int64 = 5) -> FileFacts {
        FileFacts(device: 1, inode: inode, size: size, modified: modified)
    }

    @Test func stillnessIsNeededWhateverTheEnd() {
        for ending in [FileEnding.complete, .unknown] {
            var tracker = FileStabilityTracker(stableFor: 10, patience: 60)
            #expect(tracker.observe(path, facts(), at: 0) { ending } == .wait(seconds: 10))
            #expect(tracker.observe(path, facts(), at: 4) { ending } == .wait(seconds: 6))
            #expect(tracker.observe(path, facts(), at: 10) { ending } == .finished)
        }
    }

    @Test func anyChangeStartsAnew() {
        for changed in [facts(size: 10), facts(inode: 2), facts(modified: 6)] {
            var tracker = FileStabilityTracker(stableFor: 10, patience: 60)
            _ = tracker.observe(path, facts(), at: 0) { .complete }
            #expect(tracker.observe(path, changed, at: 9) { .complete } == .wait(seconds: 10))
            #expect(tracker.observe(path, changed, at: 18) { .complete } == .wait(seconds: 1))
            #expect(tracker.observe(path, changed, at: 19) { .complete } == .finished)
        }
    }

    @Test func aMissingEndIsWaitedForWithPatience() {
        var tracker = FileStabilityTracker(stableFor: 10, patience: 60)
        _ = tracker.observe(path, facts(), at: 0) { .incomplete }
        #expect(tracker.observe(path, facts(), at: 30) { .incomplete } == .wait(seconds: 30))
        #expect(tracker.observe(path, facts(), at: 31) { .complete } == .finished)
        #expect(tracker.observe(path, facts(), at: 60) { .incomplete } == .cutOff)
    }

    @Test func theEndIsNotLookedForBeforeTheFileIsStill() {
        var tracker = FileStabilityTracker(stableFor: 10, patience: 60)
        for moment in [0.0, 5, 9] {
            _ = tracker.observe(path, facts(), at: moment) {
                Issue.record("looked too early")
                return .complete
            }
        }
    }

    @Test func whatIsGoneIsForgotten() {
        var tracker = FileStabilityTracker(stableFor: 10, patience: 60)
        _ = tracker.observe(path, facts(), at: 0) { .complete }
        tracker.keepOnly([])
        #expect(tracker.observe(path, facts(), at: 20) { .complete } == .wait(seconds: 10))
    }
}

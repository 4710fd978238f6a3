import EngineContract
import Testing

@Suite struct FrameTests {
    @Test func comesBackAsItWasSent() throws {
        let request = EngineRequest(.recognise(RecognitionSettings(model: "tha")), limits: EngineLimits())
        let frame = try Frame(request, payload: [1, 2, 3])
        let lengths = try #require(Frame.lengths(inPrefix: frame.prefix))
        #expect(frame.prefix.count == Frame.prefixLength)
        #expect((lengths.header, lengths.payload) == (frame.header.count, 3))
        let back = try Frame(header: frame.header, payload: frame.payload).decode(as: EngineRequest.self)
        guard case .recognise(let settings) = back.work else {
            Issue.record("another kind of work came back")
            return
        }
        #expect(settings == RecognitionSettings(model: "tha"))
        #expect(back.limits == EngineLimits())
    }

    private static let magic = Array("RTE1".utf8)
    private static let prefixes: [[UInt8]] = [
        [], magic, [UInt8](repeating: 0, count: 16), Array("RTE2".utf8) + [UInt8](repeating: 0, count: 12),
        magic + [UInt8](repeating: 255, count: 12), magic + [0, 0, 0, 5, 0, 0, 0, 0, 0, 0, 0, 0],
        magic + [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 128],
    ]

    @Test(arguments: prefixes)
    func refusesAPrefixThatIsNone(prefix: [UInt8]) { #expect(Frame.lengths(inPrefix: prefix) == nil) }
}

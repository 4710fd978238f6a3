import Expectation
import ThaiText

/// Words of any text stand in order, within it, and none is empty.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzSegmenter(_ data: UnsafePointer<UInt8>, _ size: Int) -> CInt {
    let text = String(decoding: UnsafeBufferPointer(start: data, count: size), as: UTF8.self)
    var end = 0
    for token in ThaiSegmenter().tokens(in: text) {
        expect(token.range.lowerBound >= end && !token.range.isEmpty, "words overlap or are empty")
        end = token.range.upperBound
    }
    expect(end <= text.unicodeScalars.count, "a word leaves the text")
    return 0
}

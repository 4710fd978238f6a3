import Expectation
import ThaiText

/// Any bytes become text, and text is changed only under the name of a repair.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzDecoder(_ data: UnsafePointer<UInt8>, _ size: Int) -> CInt {
    let bytes = UnsafeBufferPointer(start: data, count: size)
    let decoded = ThaiDecoder.decode(bytes)
    expect(size < 4 || !decoded.text.isEmpty, "text is lost")
    _ = decoded.isLost
    if let text = String(validating: bytes, as: UTF8.self) {
        let (repaired, repairs) = ThaiDecoder.repair(text)
        expect(!repairs.isEmpty || repaired.utf8.elementsEqual(text.utf8), "changed without a repair")
        checkTrace(of: ThaiNormaliser().normaliseRepairing(text, mode: .text), text)
    }
    return 0
}

private func checkTrace(of result: NormalisedString, _ raw: String) {
    let (rawCount, count) = (raw.unicodeScalars.count, result.text.unicodeScalars.count)
    expect(result.map.rawCount == rawCount && result.map.count == count, "the map has another length")
    expect(result.map.rawRange(of: 0..<count).upperBound <= rawCount, "the map leaves the text as it came")
    for edit in result.edits {
        expect(edit.from.upperBound <= rawCount && edit.to.upperBound <= count, "an edit leaves its text")
    }
}

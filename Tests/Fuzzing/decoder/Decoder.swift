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
    }
    return 0
}

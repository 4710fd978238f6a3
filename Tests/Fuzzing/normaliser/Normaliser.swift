import Expectation
import Foundation
import ThaiText

/// Any text, in every mode: stable, in NFC, and with an account that agrees with both texts.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzNormaliser(_ data: UnsafePointer<UInt8>, _ size: Int) -> CInt {
    let raw = String(decoding: UnsafeBufferPointer(start: data, count: size), as: UTF8.self)
    let normaliser = ThaiNormaliser()
    for mode in NormalisationMode.allCases {
        let once = normaliser.normalise(raw, mode: mode)
        check(once, raw: raw)
        let twice = normaliser.normalise(once.text, mode: mode)
        expect(twice.text.utf8.elementsEqual(once.text.utf8), "\(mode): normalising again changes it")
        let composed = once.text.precomposedStringWithCanonicalMapping
        expect(composed.utf8.elementsEqual(once.text.utf8), "\(mode): NFC changes it")
    }
    return 0
}

private func check(_ result: NormalisedString, raw: String) {
    let (rawCount, count) = (raw.unicodeScalars.count, result.text.unicodeScalars.count)
    expect(result.map.rawCount == rawCount && result.map.count == count, "the map has another length")
    for index in 0..<count {
        expect(result.map.rawRange(ofScalarAt: index).upperBound <= rawCount, "the map leaves the raw text")
    }
    expect(result.map.rawRange(of: 0..<count).upperBound <= rawCount, "the map leaves the raw text")
    expect(result.edits.isEmpty == raw.utf8.elementsEqual(result.text.utf8), "edits and texts disagree")
    for edit in result.edits {
        expect(edit.from.upperBound <= rawCount && edit.to.upperBound <= count, "an edit leaves its text")
    }
}

import EngineContract
import Foundation
import MailEngine
import Testing

/// The sample mails, damaged at random but the same way every time: whatever comes is read or refused, within bounds.
@Suite struct MutationTests {
    /// SplitMix64.
    struct Generator: RandomNumberGenerator {
        var state: UInt64
        mutating func next() -> UInt64 {
            state &+= 0x9E37_79B9_7F4A_7C15
            var mixed = (state ^ (state >> 30)) &* 0xBF58_476D_1CE4_E5B9
            mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
            return mixed ^ (mixed >> 31)
        }
    }

    private static let samples: [[UInt8]] = {
        let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../samples/mail")
        let files = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
        return files.filter { $0.hasSuffix(".eml") }.sorted().compactMap { name in
            (try? Data(contentsOf: folder.appending(path: name))).map { [UInt8]($0.prefix(20_000)) }
        }
    }()

    /// What mails are built of: put where it does not belong it does the most harm.
    private static let tokens = [
        "\r\n\r\n", "\n", "--b1\r\n", "--b1--\r\n", "=?utf-8?B?", "?=",
        "Content-Type: multipart/mixed; boundary=b1\r\n",
        "Content-Type: message/rfc822\r\n\r\n", "Content-Transfer-Encoding: x-uuencode\r\n", "begin 644 a\r\n", "\0",
        "=",
        "filename*0*=", "boundary=\"\"", "<blockquote>", "<!--", "</", "&#x110000;", "charset=utf-16", "charset=utf-7",
    ].map { Array($0.utf8) }

    @Test func thereAreSamples() { #expect(Self.samples.count >= 37) }

    @Test(arguments: 0..<12) func damagedMailsAreReadOrRefused(_ round: Int) throws {
        let engine = MailEngine()
        var limits = EngineLimits()
        limits.mailHeaderBytes = 16_384
        var random = Generator(state: UInt64(round) &* 7919 &+ 11)
        for sample in Self.samples {
            let mail = Self.damaged(sample, by: &random)
            do {
                let reading = try engine.read(mail, limits: limits)
                for number in 1...20 {
                    guard let bytes = try? engine.part(number, of: mail, limits: limits) else { continue }
                    #expect(bytes.count <= mail.count * 3)
                    #expect(engine.plainText(ofHTML: bytes).text.utf8.count <= bytes.count * 4 + 100)
                }
                #expect(reading.headers.allSatisfy { !$0.name.isEmpty })
            } catch {
                #expect(!error.description.isEmpty)
            }
        }
    }

    private static func damaged(_ sample: [UInt8], by random: inout Generator) -> [UInt8] {
        var mail = sample
        for _ in 0..<Int.random(in: 1...6, using: &random) where mail.count > 2 {
            let place = Int.random(in: 0..<mail.count, using: &random)
            let length = min(Int.random(in: 1...200, using: &random), mail.count - place)
            switch Int.random(in: 0..<6, using: &random) {
            case 0: mail[place] = UInt8.random(in: 0...255, using: &random)
            case 1: mail.removeSubrange(place..<place + length)
            case 2: mail.insert(contentsOf: mail[place..<place + length], at: place)
            case 3: mail.insert(contentsOf: tokens[Int.random(in: 0..<tokens.count, using: &random)], at: place)
            case 4: mail.removeSubrange(place...)
            default:
                let other = samples[Int.random(in: 0..<samples.count, using: &random)]
                mail.replaceSubrange(place..<place + length, with: other.suffix(length * 3))
            }
        }
        return mail
    }
}

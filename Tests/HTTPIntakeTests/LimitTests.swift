import HTTPContract
import HTTPIntake
import Testing

@Suite struct LimitTests {
    private func quick(_ change: (inout HTTPServerSettings) -> Void) -> HTTPServerSettings {
        var settings = HTTPServerSettings()
        change(&settings)
        return settings
    }

    @Test func tooLargeABodyIsRefusedHoweverItIsSent() async throws {
        try await withServer([echo(bodyLimit: 1000)]) { port in
            let announced = try Visitor(port: port)
            announced.say(
                "POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 1001\r\n\r\n" + String(repeating: "a", count: 1001))
            #expect(await announced.answer()?.status == 413)
            let sly = try Visitor(port: port)
            sly.say("POST /echo HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n")
            for _ in 0..<300 where sly.say("10\r\n0123456789abcdef\r\n") {}
            #expect(await sly.answer()?.status == 413)
            #expect(await sly.answer() == nil)
        }
    }

    @Test func tooLargeAHeaderIsRefused() async throws {
        try await withServer([echo()]) { port in
            for header in [
                "X: " + String(repeating: "a", count: 40_000), (0..<200).map { "X-\($0): y" }.joined(separator: "\r\n"),
                (0..<90).map { "X-\($0): " + String(repeating: "b", count: 500) }.joined(separator: "\r\n"),
            ] {
                let visitor = try Visitor(port: port)
                visitor.say("GET /echo HTTP/1.1\r\nHost: x\r\n" + header + "\r\n\r\n")
                #expect(await visitor.answer()?.status == 431)
            }
            let long = try Visitor(port: port)
            long.say("GET /echo?" + String(repeating: "q", count: 40_000) + " HTTP/1.1\r\nHost: x\r\n\r\n")
            #expect(await long.answer()?.status == 431)
        }
    }

    @Test func slowHeadersAndBodiesAreToldThatTheyTookTooLong() async throws {
        let settings = quick { ($0.headerSeconds, $0.bodySeconds) = (0.5, 0.5) }
        try await withServer(settings, [echo()]) { port in
            let silent = try Visitor(port: port)
            let header = try Visitor(port: port)
            header.say("GET /echo HTTP/1.1\r\nHo")
            let body = try Visitor(port: port)
            body.say("POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\nabc")
            let endless = try Visitor(port: port)
            endless.say("POST /echo HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n")
            for visitor in [silent, header, body, endless] {
                #expect(await visitor.answer()?.status == 408)
                #expect(await visitor.answer() == nil)
            }
        }
    }

    @Test func aKeptConnectionThatStaysSilentIsClosedWithoutAWord() async throws {
        try await withServer(quick { $0.headerSeconds = 0.5 }, [echo()]) { port in
            let visitor = try Visitor(port: port)
            visitor.say("GET /echo HTTP/1.1\r\nHost: x\r\n\r\n")
            #expect(await visitor.answer()?.status == 200)
            #expect(await visitor.answer() == nil)
        }
    }

    @Test func moreASecondThanAgreedIsToldToComeBack() async throws {
        try await withServer([echo(perSecond: 1)]) { port in
            let visitor = try Visitor(port: port)
            var refused: Answer?
            for _ in 0..<50 where refused == nil {
                visitor.say("GET /echo HTTP/1.1\r\nHost: x\r\n\r\n")
                if let answer = await visitor.answer(), answer.status != 200 { refused = answer }
            }
            #expect(refused?.status == 429)
            #expect(refused?.header["retry-after"] == "1")
        }
    }

    @Test func moreThanTheHouseCanKeepAtOnceIsToldToComeBack() async throws {
        let gate = Gate()
        try await withServer(quick { $0.requestsWaiting = 2 }, [gate.route, echo()]) { port in
            let visitors = try (0..<3).map { _ in try Visitor(port: port) }
            let request = "POST /gate HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\n\r\na"
            for visitor in visitors[..<2] { visitor.say(request) }
            try await eventually { gate.arrived == 2 }
            visitors[2].say(request)
            let refused = await visitors[2].answer()
            #expect(refused?.status == 503)
            #expect(refused?.header["retry-after"] == "2")
            gate.open()
            for visitor in visitors[..<2] { #expect(await visitor.answer()?.status == 200) }
            visitors[2].say(request)
            #expect(await visitors[2].answer()?.status == 200)
        }
    }

    @Test func bodiesTogetherStayWithinMemory() async throws {
        let gate = Gate()
        try await withServer(quick { $0.bodyBytes = 150_000 }, [gate.route]) { port in
            let request =
                "POST /gate HTTP/1.1\r\nHost: x\r\nContent-Length: 100000\r\n\r\n"
                + String(repeating: "a", count: 100_000)
            let first = try Visitor(port: port)
            first.say(request)
            try await eventually { gate.arrived == 1 }
            let second = try Visitor(port: port)
            second.say(request)
            #expect(await second.answer()?.status == 503)
            gate.open()
            #expect(await first.answer()?.status == 200)
            let third = try Visitor(port: port)
            third.say(request)
            #expect(await third.answer()?.status == 200)
        }
    }

    @Test func aHouseThatHangsSaysSo() async throws {
        let gate = Gate()
        try await withServer(quick { $0.answerSeconds = 0.5 }, [gate.route]) { port in
            let visitor = try Visitor(port: port)
            visitor.say("POST /gate HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\n\r\na")
            #expect(await visitor.answer()?.status == 503)
            gate.open()
        }
    }

    @Test func whoKeepsTheHouseWaitingLongestMakesRoom() async throws {
        try await withServer(quick { $0.connections = 5 }, [echo()]) { port in
            let idle = try (0..<5).map { _ in try Visitor(port: port) }
            for visitor in idle {
                visitor.say("GET /echo HTTP/1.1\r\nHost: x\r\n\r\n")
                #expect(await visitor.answer()?.status == 200)
            }
            let newcomer = try Visitor(port: port)
            newcomer.say("GET /echo HTTP/1.1\r\nHost: x\r\n\r\n")
            #expect(await newcomer.answer()?.status == 200)
            #expect(await idle[0].answer() == nil)
            idle[4].say("GET /echo HTTP/1.1\r\nHost: x\r\n\r\n")
            #expect(await idle[4].answer()?.status == 200)
        }
    }

    @Test func requestsInHandAreAnsweredWhenTheServerIsStopped() async throws {
        let gate = Gate()
        var visitor: Visitor?
        try await withServer([gate.route]) { port in
            visitor = try Visitor(port: port)
            visitor?.say("POST /gate HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\n\r\na")
            try await eventually { gate.arrived == 1 }
            Task {
                try await Task.sleep(for: .milliseconds(300))
                gate.open()
            }
        }
        #expect(await visitor?.answer()?.status == 200)
    }
}
